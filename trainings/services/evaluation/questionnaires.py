"""Questions of a course. Once somebody answered, they stay as they are: changes begin a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from trainings.choices import QuestionKind, SurveyKind
from trainings.models import Course, Question, Questionnaire
from trainings.permissions import can_organise

MOST_QUESTIONS = 60
OPTIONS = range(2, 11)
"""How many answers there are to choose from."""


@dataclass(frozen=True)
class Asked:
    """A question as somebody wrote it; what does not go with its kind is refused."""

    kind: str
    text_pl: str
    text_en: str = ""
    options_pl: Sequence[str] = field(default_factory=list)
    options_en: Sequence[str] = field(default_factory=list)
    correct: int | None = None
    """Index of the right answer, from 0."""
    points: int = 1
    is_overall: bool = False


@transaction.atomic
def create_questionnaire(
    *,
    course: Course,
    kind: str,
    title_pl: str,
    title_en: str = "",
    questions: Sequence[Asked] = (),
    by: User,
) -> Questionnaire:
    """The next version of a kind of questionnaire of the course.

    Raises Refused organiser_only (403), title_missing, and for each question what add_question raises.
    """
    course = Course.objects.select_for_update(of=("self",), no_key=True).get(pk=course.pk)
    can_organise(by, course.project_id).require()
    _require_title(title_pl)
    last = course.questionnaires.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    row = Questionnaire.objects.create(
        course=course, kind=SurveyKind(kind), number=last + 1, title_pl=title_pl.strip(), title_en=title_en.strip()
    )
    _write(row, questions)
    after = {"course": course.pk, "kind": kind, "number": row.number, "questions": len(questions)}
    record(action="trainings.questionnaire.created", about=row, by=by, after=after)
    return row


@transaction.atomic
def change_questionnaire(
    *,
    questionnaire: Questionnaire,
    title_pl: str,
    title_en: str = "",
    questions: Sequence[Asked] | None = None,
    by: User,
    version: int | None = None,
) -> Questionnaire:
    """Other titles and, where given, other questions in place of all there are.

    Raises Refused organiser_only (403), questionnaire_answered, title_missing, stale, and what add_question raises.
    """
    row = _open(questionnaire, by, version)
    _require_title(title_pl)
    row.title_pl, row.title_en = title_pl.strip(), title_en.strip()
    if questions is not None:
        row.questions.all().delete()
        _write(row, questions)
    _save(row, by)
    return row


@transaction.atomic
def revise_questionnaire(*, questionnaire: Questionnaire, by: User) -> Questionnaire:
    """A new version with the same questions, to be changed. Raises Refused organiser_only (403)."""
    questions = [
        Asked(
            kind=row.kind,
            text_pl=row.text_pl,
            text_en=row.text_en,
            options_pl=row.options_pl,
            options_en=row.options_en,
            correct=row.correct,
            points=row.points,
            is_overall=row.is_overall,
        )
        for row in questionnaire.questions.all()
    ]
    return create_questionnaire(
        course=questionnaire.course,
        kind=questionnaire.kind,
        title_pl=questionnaire.title_pl,
        title_en=questionnaire.title_en,
        questions=questions,
        by=by,
    )


@transaction.atomic
def add_question(*, questionnaire: Questionnaire, asked: Asked, by: User, version: int | None = None) -> Question:
    """One more question, the last.

    Raises Refused organiser_only (403), questionnaire_answered, stale, too_many_questions, question_missing,
    options_wrong, answer_wrong, points_wrong, overall_wrong.
    """
    row = _open(questionnaire, by, version)
    last = row.questions.aggregate(last=Max("ordinal"))["last"] or 0
    _require_room(last + 1)
    question = _question(row, asked, last + 1)
    question.save()
    _save(row, by)
    return question


@transaction.atomic
def change_question(*, question: Question, asked: Asked, by: User, version: int | None = None) -> Question:
    """Ask something else in its place; `version` is the questionnaire's. Raises Refused as add_question."""
    row = _open(question.questionnaire, by, version)
    changed = _question(row, asked, question.ordinal)
    changed.pk = question.pk
    changed.save(force_update=True)
    _save(row, by)
    return changed


@transaction.atomic
def remove_question(*, question: Question, by: User, version: int | None = None) -> None:
    """Ask it no more; the others move up. Raises Refused organiser_only (403), questionnaire_answered, stale."""
    row = _open(question.questionnaire, by, version)
    question.delete()
    for later in row.questions.filter(ordinal__gt=question.ordinal).order_by("ordinal"):
        Question.objects.filter(pk=later.pk).update(ordinal=F("ordinal") - 1)
    _save(row, by)


def _open(questionnaire: Questionnaire, by: User, version: int | None) -> Questionnaire:
    """The locked row, if it may still change. Who answers holds the same lock."""
    rows = Questionnaire.objects.select_related("course").select_for_update(of=("self",), no_key=True)
    row = rows.get(pk=questionnaire.pk)
    can_organise(by, row.course.project_id).require()
    if row.is_answered():
        raise Refused(
            "questionnaire_answered",
            _("People have answered these questions, so they stay. Begin a new version."),
        )
    row.next_version(version)
    return row


def _save(row: Questionnaire, by: User) -> None:
    row.save(update_fields=["title_pl", "title_en", "version"])
    after = {"questions": row.questions.count(), "version": row.version}
    record(action="trainings.questionnaire.changed", about=row, by=by, after=after)


def _write(row: Questionnaire, questions: Sequence[Asked]) -> None:
    _require_room(len(questions))
    Question.objects.bulk_create(_question(row, asked, number) for number, asked in enumerate(questions, 1))


def _question(row: Questionnaire, asked: Asked, ordinal: int) -> Question:
    asked = Asked(
        **{
            **asdict(asked),
            "text_pl": asked.text_pl.strip(),
            "text_en": asked.text_en.strip(),
            "options_pl": _kept(asked.options_pl),
            "options_en": _kept(asked.options_en),
        }
    )
    _require_sensible(row, asked)
    return Question(questionnaire=row, ordinal=ordinal, **asdict(asked))


def _kept(options: Sequence[str]) -> list[str]:
    return [option.strip() for option in options if option.strip()]


def _require_title(title_pl: str) -> None:
    if not title_pl.strip():
        raise Refused("title_missing", _("Give it a title."), field="title_pl")


def _require_room(count: int) -> None:
    if count > MOST_QUESTIONS:
        raise Refused("too_many_questions", _("A questionnaire has at most 60 questions."))


def _require_sensible(row: Questionnaire, asked: Asked) -> None:
    if not asked.text_pl:
        raise Refused("question_missing", _("Write the question in Polish."), field="text_pl")
    _require_options(asked)
    if asked.correct is not None and not (row.is_test() and asked.kind == QuestionKind.SINGLE):
        raise Refused(
            "answer_wrong", _("Only a question of a test with answers to choose from has a right one."), field="correct"
        )
    if asked.correct is not None and not 0 <= asked.correct < len(asked.options_pl):
        raise Refused("answer_wrong", _("There is no answer with this number."), field="correct")
    if not 1 <= asked.points <= 100:  # noqa: PLR2004 -- said in the message
        raise Refused("points_wrong", _("A question gives 1 to 100 points."), field="points")
    if asked.is_overall and (row.is_test() or asked.kind != QuestionKind.SCALE):
        raise Refused("overall_wrong", _("Satisfaction is measured on a scale, not in a test."), field="is_overall")


def _require_options(asked: Asked) -> None:
    given, translated = len(asked.options_pl), len(asked.options_en)
    if asked.kind != QuestionKind.SINGLE:
        if given or translated:
            raise Refused("options_wrong", _("Only a choice has answers to choose from."), field="options_pl")
        return
    if given not in OPTIONS:
        raise Refused("options_wrong", _("Write 2 to 10 answers, one in a line."), field="options_pl")
    if translated not in (0, given):
        raise Refused("options_wrong", _("Translate all the answers or none."), field="options_en")

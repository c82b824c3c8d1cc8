"""Answering once: a test by name and with points, anything else so that nobody can tell who said what.

Of an anonymous answer two things are written in one transaction: a receipt that a person answered, and the answers.
Neither names the other. As the order of rows on the disk would still tell which came together, both tables are written
anew in a random order, with new random ids, each time somebody answers.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.time import local_day, now
from trainings.choices import EditionState, QuestionKind
from trainings.models import Enrolment, Question, Survey, SurveyAnswer, SurveyReceipt, SurveyResponse
from trainings.queries.evaluation import asked_people, has_answered

SCALE = range(1, 6)
LONGEST = 2000
"""Characters of an answer in words."""

Given = Mapping[int, int | str | None]
"""By the id of the question: 1 to 5, the index of an answer from 0, or words."""

Row = TypeVar("Row", SurveyReceipt, SurveyResponse, SurveyAnswer)
_dice = random.SystemRandom()


@transaction.atomic
def answer_survey(*, survey: Survey, given: Given, by: User) -> SurveyResponse | None:
    """Answer all questions at once, and only once. Gives the response of a test; any other is known to nobody.

    A test taken after its window is kept and does not count. Raises Refused not_asked (403), survey_not_open,
    survey_closed, already_answered, answer_missing, answer_unknown, answer_too_long, question_unknown.
    """
    rows = Survey.objects.select_related("questionnaire", "edition")
    survey = rows.select_for_update(of=("self", "questionnaire"), no_key=True).get(pk=survey.pk)
    at = now()
    enrolment = require_asked(survey=survey, person=by)
    _require_window(survey, at)
    questions = list(survey.questionnaire.questions.all())
    answers = _read(questions, given)
    if survey.questionnaire.is_test():
        return _take_test(survey, enrolment, questions, answers, at=at, by=by)
    _answer_without_a_name(survey, enrolment, answers, at)
    return None


def require_asked(*, survey: Survey, person: User) -> Enrolment:
    """The enrolment as which the person is asked. Raises Refused not_asked (403)."""
    enrolment = asked_people(survey).filter(person=person).first()
    if enrolment is None:
        raise Refused("not_asked", _("These questions are for the people who took part."), status=403)
    return enrolment


def _require_window(survey: Survey, at: datetime) -> None:
    dead = {EditionState.DRAFT, EditionState.CANCELLED}
    if survey.questionnaire.is_test():
        dead.add(EditionState.SETTLED)  # what came of the training has been decided
    if survey.edition.state in dead:
        raise Refused("survey_closed", _("These questions are closed."))
    if at < survey.opens_at:
        raise Refused("survey_not_open", _("These questions are not open yet."))
    if at >= survey.closes_at and not survey.questionnaire.is_test():
        raise Refused("survey_closed", _("The time to answer these questions is over."))


def _take_test(
    survey: Survey,
    enrolment: Enrolment,
    questions: list[Question],
    answers: list[SurveyAnswer],
    *,
    at: datetime,
    by: User,
) -> SurveyResponse:
    if has_answered(survey, enrolment):
        raise _already()
    counted = {row.pk: row for row in questions if row.has_points()}
    right = [counted[row.question_id] for row in answers if _is_right(row, counted)]
    response = SurveyResponse.objects.create(
        survey=survey,
        enrolment=enrolment,
        points=sum(row.points for row in right),
        points_possible=sum(row.points for row in counted.values()),
        answered_at=at,
        is_counted=at < survey.closes_at,
    )
    _save(response, answers)
    after = {"points": response.points, "of": response.points_possible, "is_counted": response.is_counted}
    record(action="trainings.test.taken", about=response, by=by, after={"enrolment": enrolment.pk, **after})
    return response


def _is_right(answer: SurveyAnswer, counted: Mapping[int, Question]) -> bool:
    question = counted.get(answer.question_id)
    return question is not None and question.correct == answer.number


def _answer_without_a_name(survey: Survey, enrolment: Enrolment, answers: list[SurveyAnswer], at: datetime) -> None:
    if has_answered(survey, enrolment):
        raise _already()
    SurveyReceipt.objects.create(survey=survey, enrolment=enrolment, day=local_day(at))
    _save(SurveyResponse.objects.create(survey=survey), answers)
    _mix(survey)
    # Of whom and of what stays out of the record: only that somebody answered.
    record(action="trainings.survey.answered", about=survey, by=None)


def _mix(survey: Survey) -> None:
    """Write the receipts and the answers anew, each in an order of its own."""
    receipts = list(survey.receipts.all())
    survey.receipts.all().delete()
    SurveyReceipt.objects.bulk_create(_anew(receipts))
    responses = {row.pk: row for row in survey.responses.all()}
    answers = list(SurveyAnswer.objects.filter(response__in=responses))
    survey.responses.all().delete()
    SurveyResponse.objects.bulk_create(_anew(responses.values()))
    for answer in answers:
        answer.response = responses[answer.response_id]
    SurveyAnswer.objects.bulk_create(_anew(answers))


def _anew(rows: Iterable[Row]) -> list[Row]:
    mixed = list(rows)
    _dice.shuffle(mixed)
    for row in mixed:
        row.pk = uuid.uuid4()
    return mixed


def _save(response: SurveyResponse, answers: list[SurveyAnswer]) -> None:
    for answer in answers:
        answer.response = response
    SurveyAnswer.objects.bulk_create(answers)


def _read(questions: list[Question], given: Given) -> list[SurveyAnswer]:
    """The answers as rows, in the order of the questions; words left out give none."""
    if unknown := given.keys() - {row.pk for row in questions}:
        raise Refused("question_unknown", _("There is no such question here (any more)."), question=min(unknown))
    found = [_answer(row, given.get(row.pk)) for row in questions]
    return [answer for answer in found if answer]


def _answer(question: Question, value: int | str | None) -> SurveyAnswer | None:
    if question.kind == QuestionKind.TEXT:
        return _words(question, value)
    field = field_of(question)
    if value is None or value == "":
        raise Refused("answer_missing", _("Choose an answer."), field=field, question=question.pk)
    allowed = SCALE if question.kind == QuestionKind.SCALE else range(len(question.options_pl))
    if isinstance(value, str) or value not in allowed:
        raise Refused("answer_unknown", _("Choose one of the answers."), field=field, question=question.pk)
    return SurveyAnswer(question=question, number=value)


def _words(question: Question, value: int | str | None) -> SurveyAnswer | None:
    words = str(value).strip() if value is not None else ""
    if len(words) > LONGEST:
        raise Refused(
            "answer_too_long",
            _("Write at most 2,000 characters."),
            field=field_of(question),
            question=question.pk,
        )
    return SurveyAnswer(question=question, text=words) if words else None


def field_of(question: Question) -> str:
    """The name of its input on the page."""
    return f"question_{question.pk}"


def _already() -> Refused:
    return Refused("already_answered", _("You have answered these questions already. Thank you."))

"""What came of questions: to the people who ran a training, and pooled for reports.

Answers are shown once the time to answer is over, from five on: who looks before and after one more answer would know
it. What was shown stays as it is, so a window does not open again and a person who leaves takes nothing out. A figure
over several editions is made only of those that are shown, so that nothing hidden comes out by subtracting; there is
no breakdown by city.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import SystemRandom

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from accounts.models import User
from kernel.time import now, start_of
from trainings.choices import TESTS, AttendanceStatus, EditionState, EnrolmentState, Outcome, QuestionKind, SurveyKind
from trainings.models import (
    Attendance,
    Edition,
    Enrolment,
    Question,
    Survey,
    SurveyAnswer,
    SurveyReceipt,
    SurveyResponse,
)

SHOWN_FROM = 5
"""With fewer answers than this, nothing is shown."""
SCALE = range(1, 6)
_dice = SystemRandom()


def asked_people(survey: Survey) -> QuerySet[Enrolment]:
    """Who is to answer: everybody with a place; once it took place, those who are not known to have stayed away."""
    rows = Enrolment.objects.confirmed().filter(edition=survey.edition_id)
    if survey.kind == SurveyKind.PRE_TEST:
        return rows
    return _not_known_to_have_stayed_away(rows)


def _not_known_to_have_stayed_away(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    recorded = Attendance.objects.filter(enrolment=OuterRef("pk"))
    away = recorded.filter(status__in=[AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED])
    came = recorded.filter(minutes__gt=0)
    return rows.exclude(outcome=Outcome.NO_SHOW).filter(Exists(came) | ~Exists(away))


def open_surveys(person: User) -> QuerySet[Survey]:
    """Those that take an answer of this person now and have none, with edition and questionnaire."""
    mine = Enrolment.objects.confirmed().filter(person=person, edition=OuterRef("edition"))
    receipt = SurveyReceipt.objects.filter(survey=OuterRef("pk"), enrolment__person=person)
    test = SurveyResponse.objects.filter(survey=OuterRef("pk"), enrolment__person=person)
    before = Q(questionnaire__kind=SurveyKind.PRE_TEST)
    decided = Q(questionnaire__kind__in=TESTS, edition__state=EditionState.SETTLED)
    asked = (before & Exists(mine)) | (~before & Exists(_not_known_to_have_stayed_away(mine)))
    rows = Survey.objects.open_at(now()).filter(asked, ~decided, ~Exists(receipt), ~Exists(test))
    return rows.select_related("edition__course", "questionnaire")


def has_answered(survey: Survey, enrolment: Enrolment) -> bool:
    """Whether there is a receipt, or a test. `survey` comes with its questionnaire."""
    if survey.questionnaire.is_test():
        return survey.responses.filter(enrolment=enrolment).exists()
    return survey.receipts.filter(enrolment=enrolment).exists()


@dataclass(frozen=True)
class Task:
    """A survey as the person it is put to sees it."""

    survey: Survey
    is_answered: bool
    is_open: bool
    """Whether it takes an answer now, perhaps one that does not count."""


def tasks_of(enrolment: Enrolment) -> list[Task]:
    """What was put to somebody so far, in order: at most two statements."""
    if enrolment.state != EnrolmentState.CONFIRMED:
        return []
    at = now()
    put = Survey.objects.filter(edition=enrolment.edition_id, opens_at__lte=at).select_related("questionnaire")
    receipt = SurveyReceipt.objects.filter(survey=OuterRef("pk"), enrolment=enrolment)
    test = SurveyResponse.objects.filter(survey=OuterRef("pk"), enrolment=enrolment)
    answered = {"is_answered": Exists(receipt) | Exists(test)}
    rows = list(put.annotate(**answered).order_by("opens_at", "pk"))
    after = [row for row in rows if row.kind != SurveyKind.PRE_TEST]
    stayed_away = after and not asked_people(after[0]).filter(pk=enrolment.pk).exists()
    return [
        Task(row, row.is_answered, row.is_open(at) or row.questionnaire.is_test())
        for row in rows
        if row.kind == SurveyKind.PRE_TEST or not stayed_away
    ]


# -- one survey --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question; where it is not shown only that it is so."""

    question: Question
    is_shown: bool
    n: int | None = None
    """How many answered; None while it is not shown."""
    counts: Sequence[tuple[str, int, bool]] = ()
    """Of a choice or a scale: the answer, how many gave it, whether it is the right one."""
    mean: Decimal | None = None
    """Of a scale, to two places."""
    texts: Sequence[str] = ()
    """In words, in an order that tells nothing."""


@dataclass(frozen=True)
class SurveyResult:
    """What came of a survey."""

    survey: Survey
    n: int
    """Responses; of a test those that count."""
    is_shown: bool
    questions: Sequence[QuestionResult]
    mean_percent: Decimal | None = None
    """Of a test."""


def survey_result(survey: Survey) -> SurveyResult:
    """The result of a survey that comes with its questionnaire: four statements."""
    counted = _counted(survey)
    responses = list(counted)
    answers: dict[int, list[SurveyAnswer]] = defaultdict(list)
    if is_shown := survey.is_over() and len(responses) >= SHOWN_FROM:
        for answer in _whole(survey, responses, list(SurveyAnswer.objects.filter(response__in=counted))):
            answers[answer.question_id].append(answer)
    questions = [question_result(row, answers[row.pk]) for row in survey.questionnaire.questions.all()]
    percents = [percent(row) for row in responses if row.points is not None]
    mean = mean_of(percents) if is_shown and percents else None
    return SurveyResult(survey, len(responses), is_shown, questions, mean)


def is_settled(survey: Survey) -> bool:
    """Whether its results may have been seen: nobody may answer it any more."""
    return survey.is_over() and _counted(survey).count() >= SHOWN_FROM


def _counted(survey: Survey) -> QuerySet[SurveyResponse]:
    """Also of who left meanwhile: a count that falls by one would tell who he was."""
    return SurveyResponse.objects.filter(survey=survey, is_counted=True)


def _whole(
    survey: Survey, responses: Sequence[SurveyResponse], answers: Sequence[SurveyAnswer]
) -> Sequence[SurveyAnswer]:
    """The answers; none where those of a person were erased from a test, as the rest would tell what they were."""
    is_erased = survey.questionnaire.is_test() and len({row.response_id for row in answers}) < len(responses)
    return [] if is_erased else answers


def question_result(question: Question, answers: Sequence[SurveyAnswer]) -> QuestionResult:
    """The counts of one question."""
    if len(answers) < SHOWN_FROM:
        return QuestionResult(question, is_shown=False)
    if question.kind == QuestionKind.TEXT:
        texts = [answer.text for answer in answers]
        _dice.shuffle(texts)
        return QuestionResult(question, True, len(texts), texts=texts)
    given = Counter(answer.number for answer in answers)
    if question.kind == QuestionKind.SCALE:
        counts = [(str(value), given[value], False) for value in SCALE]
        mean = mean_of(Fraction(answer.number or 0) for answer in answers)
        return QuestionResult(question, True, len(answers), counts, mean)
    counts = [(text, given[index], index == question.correct) for index, text in enumerate(question.options)]
    return QuestionResult(question, True, len(answers), counts)


def points_by_person(survey: Survey) -> QuerySet[SurveyResponse]:
    """The tests themselves, for the organiser: who has how many points, and which came too late."""
    rows = survey.responses.filter(enrolment__state=EnrolmentState.CONFIRMED).select_related("enrolment__person")
    return rows.order_by("enrolment__person__last_name", "enrolment__person__first_name", "pk")


# -- before and after ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class KnowledgeGain:
    """Tests before and after, of the people who took both."""

    tested: int
    """People whose test before counts, once its time is over."""
    pairs: int
    """Of them those whose test after counts as well: the result is theirs."""
    before: Decimal | None
    """Mean percent of the points, to two places; None where there are fewer than five pairs. So the next two."""
    after: Decimal | None
    gain: Decimal | None
    """In percentage points."""


def gain_from(before: Mapping[int, Fraction], after: Mapping[int, Fraction]) -> KnowledgeGain:
    """The gain of those who are in both, from percents by enrolment."""
    both = before.keys() & after.keys()
    if len(both) < SHOWN_FROM:
        return KnowledgeGain(len(before), len(both), None, None, None)
    first, second = (sum((found[pk] for pk in both), Fraction()) / len(both) for found in (before, after))
    return KnowledgeGain(len(before), len(both), rounded(first), rounded(second), rounded(second - first))


def gain_of_edition(edition: Edition) -> KnowledgeGain:
    """Of one edition."""
    (tests,) = _tests(Q(survey__edition=edition)) or [({}, {})]
    return gain_from(*tests)


def gain_beside(survey: Survey) -> KnowledgeGain | None:
    """What stands beside the result of a test; None of other questions, and while no test before counts.

    `survey` comes with its questionnaire and edition.
    """
    gain = gain_of_edition(survey.edition) if survey.questionnaire.is_test() else None
    return gain if gain and gain.tested else None


def knowledge_gain(*, project_id: int, first_day: date, last_day: date) -> KnowledgeGain:
    """Of the editions of a project whose last session ended on one of the days (Warsaw, both included).

    Only of editions in which five people or more took both tests.
    """
    return pooled_gain(_tests(_ended("survey__edition__", project_id, first_day, last_day)))


Percents = Mapping[int, Fraction]
"""By enrolment."""


def pooled_gain(editions: Iterable[tuple[Percents, Percents]]) -> KnowledgeGain:
    """From the tests before and after of each edition."""
    before: dict[int, Fraction] = {}
    after: dict[int, Fraction] = {}
    for first, second in editions:
        if len(first.keys() & second.keys()) >= SHOWN_FROM:
            before |= first
            after |= second
    return gain_from(before, after)


def _tests(wanted: Q) -> list[tuple[Percents, Percents]]:
    """Tests before and after, of each edition, as far as the time to take them is over."""
    found: dict[int, dict[str, dict[int, Fraction]]] = {}
    rows = SurveyResponse.objects.filter(
        wanted,
        survey__questionnaire__kind__in=[SurveyKind.PRE_TEST, SurveyKind.POST_TEST],
        survey__closes_at__lte=now(),
        is_counted=True,
    )
    facts = ("survey__edition", "survey__questionnaire__kind", "enrolment", "points", "points_possible")
    for edition, kind, enrolment, points, possible in rows.values_list(*facts):
        kinds = found.setdefault(edition, {SurveyKind.PRE_TEST: {}, SurveyKind.POST_TEST: {}})
        kinds[kind][enrolment] = Fraction((points or 0) * 100, possible or 1)
    return [(kinds[SurveyKind.PRE_TEST], kinds[SurveyKind.POST_TEST]) for kinds in found.values()]


# -- satisfaction -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Satisfaction:
    """How people judged the trainings as a whole."""

    mean: Decimal | None
    """Of the scale 1 to 5, to two places; None where nothing is shown."""
    n: int
    """Answers behind it: only of surveys with five or more."""


def satisfaction(*, project_id: int, first_day: date, last_day: date) -> Satisfaction:
    """Of the editions of a project whose last session ended on one of the days (Warsaw, both included).

    The mean over all answers to the questions that measure satisfaction, of surveys whose time is over and in which
    five people or more answered that question.
    """
    groups = (
        SurveyAnswer.objects.filter(
            _ended("response__survey__edition__", project_id, first_day, last_day),
            response__survey__questionnaire__kind=SurveyKind.SATISFACTION,
            response__survey__closes_at__lte=now(),
            question__is_overall=True,
            number__isnull=False,
        )
        .order_by()
        .values("response__survey", "question")
        .annotate(answers=Count("pk"), total=Sum("number"))
    )
    return satisfaction_from((group["answers"], group["total"]) for group in groups)


def satisfaction_from(groups: Iterable[tuple[int, int]]) -> Satisfaction:
    """From the answers and their sum of each question of each survey."""
    shown = [(answers, total) for answers, total in groups if answers >= SHOWN_FROM]
    n = sum(answers for answers, _total in shown)
    if not n:
        return Satisfaction(None, 0)
    return Satisfaction(rounded(Fraction(sum(total for _answers, total in shown), n)), n)


def _ended(path: str, project_id: int, first_day: date, last_day: date) -> Q:
    """Editions of the project that took place and ended on one of the days."""
    given = {
        "course__project": project_id,
        "ends_at__gte": start_of(first_day),
        "ends_at__lt": start_of(last_day + timedelta(days=1)),
    }
    wanted = Q(**{f"{path}{name}": value for name, value in given.items()})
    return wanted & ~Q(**{f"{path}state__in": [EditionState.DRAFT, EditionState.CANCELLED]})


# -- numbers ------------------------------------------------------------------------------------------


def percent(response: SurveyResponse) -> Fraction:
    """The share of the points of a test, exactly."""
    return Fraction((response.points or 0) * 100, response.points_possible or 1)


def mean_of(values: Iterable[Fraction]) -> Decimal:
    """The mean to two places, half up."""
    found = list(values)
    return rounded(sum(found, Fraction()) / len(found))


def rounded(value: Fraction) -> Decimal:
    """To two places, half away from zero."""
    hundredths = Decimal(abs(value * 100).numerator) / Decimal(abs(value * 100).denominator)
    whole = hundredths.quantize(Decimal(1), ROUND_HALF_UP) / 100
    return (-whole if value < 0 else whole).quantize(Decimal("0.01"))

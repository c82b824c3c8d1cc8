"""What participants are asked, and what they answered: a survey that waits for Anna, tests before and after, needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from config.demo.days import at
from config.demo.stage import Stage
from kernel.time import local_day
from trainings.choices import NeedKind, QuestionKind, SurveyKind
from trainings.models import Course, Edition, Survey, SurveyAnswer, SurveyReceipt, SurveyResponse
from trainings.queries.evaluation import asked_people
from trainings.services import evaluation
from trainings.services.evaluation.questionnaires import Asked
from trainings.services.needs import tell_need

SATISFACTION = [
    Asked(
        QuestionKind.SCALE,
        "Czy szkolenie spełniło oczekiwania?",
        "Did the training meet your expectations?",
        is_overall=True,
    ),
    Asked(QuestionKind.SCALE, "Czy wykorzystasz to w pracy?", "Will you use it at work?"),
    Asked(
        QuestionKind.SINGLE,
        "Czego było za mało?",
        "What was missing?",
        ["ćwiczeń", "przykładów", "czasu na rozmowę", "niczego"],
        ["exercises", "examples", "time to talk", "nothing"],
    ),
    Asked(QuestionKind.TEXT, "Co zmienić następnym razem?", "What should change next time?"),
]
TEST = [
    Asked(
        QuestionKind.SINGLE,
        "Wskaźnik rezultatu mówi o tym, co…",
        "An indicator of result tells what…",
        ["zrobiono", "się dzięki temu zmieniło", "wydano"],
        ["was done", "changed by it", "was spent"],
        correct=1,
        points=2,
    ),
    Asked(
        QuestionKind.SINGLE,
        "Wartość bazowa to wartość…",
        "The baseline is the value…",
        ["przed działaniem", "po działaniu", "średnia"],
        ["before the action", "after the action", "on average"],
        correct=0,
        points=2,
    ),
]
FOLLOW_UP = [
    Asked(QuestionKind.SCALE, "Czy korzystasz z tego w pracy?", "Do you use it at work?"),
    Asked(QuestionKind.TEXT, "Co się udało zmienić?", "What could be changed?"),
]
WISHES = [
    "Więcej przykładów z małych miast.",
    "Dłuższe ćwiczenia.",
    "",
    "Materiały przed szkoleniem.",
    "Wszystko dobrze.",
]
QUESTIONNAIRES = {
    SurveyKind.PRE_TEST: ("Co wiesz o wskaźnikach", "What you know about indicators", TEST),
    SurveyKind.POST_TEST: ("Co już wiesz o wskaźnikach", "What you know about indicators now", TEST),
    SurveyKind.SATISFACTION: ("Jak było na szkoleniu", "How the training was", SATISFACTION),
    SurveyKind.FOLLOW_UP: ("Co dało szkolenie", "What came of the training", FOLLOW_UP),
}
POINTS = (0, 2)
"""Before; afterwards everybody has two points more."""


def play_evaluation(stage: Stage, courses: dict[str, Course]) -> None:
    """Of the last training everything was asked and most was answered; of the next one, the test before is open.

    Long ago people said how another training was, and everybody may see what.
    """
    held = _put_all(stage, courses["DANE"], courses["DANE"].editions.order_by("starts_at")[0])
    _take_tests(held[SurveyKind.PRE_TEST], better_by=0)
    _take_tests(held[SurveyKind.POST_TEST], better_by=2)
    _say_how_it_was(stage, held[SurveyKind.SATISFACTION])
    coming = courses["DIALOG"].editions.order_by("starts_at").last()
    assert coming is not None  # noqa: S101 -- tells mypy: the edition of the act before this one
    put = _put_all(stage, courses["DIALOG"], coming)
    _said_how_it_was(stage, courses["DIALOG"].editions.earliest("starts_at"), put[SurveyKind.SATISFACTION])
    first, second, *_others = coming.enrolments.confirmed().select_related("person").order_by("queue_no")
    tell_need(enrolment=first, kind=NeedKind.ACCESS, words="Wejście bez schodów.", for_trainer=False, by=first.person)
    tell_need(enrolment=first, kind=NeedKind.DIET, words="Bez glutenu.", by=first.person)
    words = "Proszę mówić do mikrofonu: korzystam z pętli."
    tell_need(enrolment=second, kind=NeedKind.COMMUNICATION, words=words, for_trainer=True, by=second.person)


def _put_all(stage: Stage, course: Course, edition: Edition) -> dict[SurveyKind, Survey]:
    organiser = stage.people["organiser"]
    put = {}
    for kind, (title_pl, title_en, questions) in QUESTIONNAIRES.items():
        row = evaluation.create_questionnaire(
            course=course, kind=kind, title_pl=title_pl, title_en=title_en, questions=questions, by=organiser
        )
        put[kind] = evaluation.put_survey(edition=edition, questionnaire=row, by=organiser)
    return put


def _take_tests(survey: Survey, *, better_by: int) -> None:
    """As the services would have left them: the windows of these tests are over."""
    people = asked_people(survey).order_by("queue_no")
    taken = SurveyResponse.objects.bulk_create(
        SurveyResponse(
            survey=survey,
            enrolment=row,
            points=POINTS[number % len(POINTS)] + better_by,
            points_possible=sum(asked.points for asked in TEST),
            answered_at=survey.closes_at - timedelta(hours=number + 1),
        )
        for number, row in enumerate(people)
    )
    questions = list(survey.questionnaire.questions.all())
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            response=response, question=row, number=row.correct if (response.points or 0) >= row.ordinal * 2 else 2
        )
        for response in taken
        for row in questions
    )


def _say_how_it_was(stage: Stage, survey: Survey) -> None:
    """Everybody but Anna, for whom it stays open."""
    survey = evaluation.change_window(
        survey=survey,
        opens_at=survey.opens_at,
        closes_at=at(stage.days.ahead(30), 20),
        by=stage.people["organiser"],
    )
    people = asked_people(survey).exclude(person=stage.people["clerk"]).select_related("person").order_by("queue_no")
    for number, row in enumerate(people):
        evaluation.answer_survey(survey=survey, given=_opinion(survey, number), by=row.person)


def _said_how_it_was(stage: Stage, edition: Edition, coming: Survey) -> None:
    """As the services would have left it: the window is over. Receipts and answers lie in different orders."""
    survey = evaluation.put_survey(edition=edition, questionnaire=coming.questionnaire, by=stage.people["organiser"])
    people = list(asked_people(survey).order_by("queue_no"))
    day = local_day(survey.opens_at)
    SurveyReceipt.objects.bulk_create(SurveyReceipt(survey=survey, enrolment=row, day=day) for row in people)
    for number in reversed(range(len(people))):
        response = SurveyResponse.objects.create(survey=survey)
        SurveyAnswer.objects.bulk_create(
            SurveyAnswer(response=response, question_id=question, **_said(value))
            for question, value in _opinion(survey, number).items()
            if value != ""
        )


def _said(value: int | str) -> dict[str, Any]:
    return {"number": value} if isinstance(value, int) else {"text": value}


def _opinion(survey: Survey, number: int) -> dict[int, int | str]:
    """What the person with this number thinks, by question."""
    overall, use, missing, wishes = survey.questionnaire.questions.all()
    return {
        overall.pk: 5 - number % 3 // 2,
        use.pk: 4 + number % 2,
        missing.pk: number % 4,
        wishes.pk: WISHES[number % len(WISHES)],
    }

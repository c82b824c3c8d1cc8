"""What participants are asked, and what they answered: a survey that waits for Anna, tests before and after, needs."""

from __future__ import annotations

from datetime import timedelta

from config.demo.days import at
from config.demo.stage import Stage
from trainings.choices import NeedKind, QuestionKind, SurveyKind
from trainings.models import Course, Edition, Survey, SurveyAnswer, SurveyResponse
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
    """Of the last training everything was asked and most was answered; of the next one, the test before is open."""
    held = _put_all(stage, courses["DANE"], courses["DANE"].editions.order_by("starts_at")[0])
    _take_tests(held[SurveyKind.PRE_TEST], better_by=0)
    _take_tests(held[SurveyKind.POST_TEST], better_by=2)
    _say_how_it_was(stage, held[SurveyKind.SATISFACTION])
    coming = courses["DIALOG"].editions.order_by("starts_at").last()
    assert coming is not None  # noqa: S101 -- tells mypy: the edition of the act before this one
    _put_all(stage, courses["DIALOG"], coming)
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
    overall, use, missing, wishes = survey.questionnaire.questions.all()
    people = asked_people(survey).exclude(person=stage.people["clerk"]).select_related("person").order_by("queue_no")
    for number, row in enumerate(people):
        given: dict[int, int | str | None] = {
            overall.pk: 5 - number % 3 // 2,
            use.pk: 4 + number % 2,
            missing.pk: number % 4,
            wishes.pk: WISHES[number % len(WISHES)],
        }
        evaluation.answer_survey(survey=survey, given=given, by=row.person)

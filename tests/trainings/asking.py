"""Short ways to questions and answers."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import User
from config.factories.accounts import RoleFactory
from config.factories.trainings import EnrolmentFactory
from trainings.choices import QuestionKind, SurveyKind
from trainings.models import Edition, Enrolment, Questionnaire, Survey
from trainings.services import evaluation
from trainings.services.evaluation.questionnaires import Asked

OVERALL = Asked(QuestionKind.SCALE, "Jak oceniasz szkolenie?", "How was the training?", is_overall=True)
LIKED = Asked(QuestionKind.SINGLE, "Co było najlepsze?", "", ["wykład", "ćwiczenia"])
WORDS = Asked(QuestionKind.TEXT, "Co zmienić?", "What should change?")
ABOUT_IT = [OVERALL, LIKED, WORDS]
TEST = [
    Asked(QuestionKind.SINGLE, "Ile to 2 + 2?", "2 + 2?", ["3", "4"], correct=1, points=3),
    Asked(QuestionKind.SINGLE, "Ile to 3 + 3?", "3 + 3?", ["6", "7"], correct=0, points=1),
]


def questionnaire(world, kind: SurveyKind, questions: list[Asked] | None = None) -> Questionnaire:
    is_test = kind in {SurveyKind.PRE_TEST, SurveyKind.POST_TEST}
    asked = questions or (TEST if is_test else ABOUT_IT)
    if kind == SurveyKind.FOLLOW_UP:
        asked = [LIKED, WORDS]
    return evaluation.create_questionnaire(
        course=world.course, kind=kind, title_pl=f"Pytania {kind}", questions=asked, by=world.organiser
    )


def put(world, edition: Edition, kind: SurveyKind, questions: list[Asked] | None = None) -> Survey:
    rows = questionnaire(world, kind, questions)
    return evaluation.put_survey(edition=edition, questionnaire=rows, by=world.organiser)


def participants(world, edition: Edition, count: int) -> list[Enrolment]:
    """People with a place."""
    people = [RoleFactory(organisation=world.town).user for _ in range(count)]
    return [EnrolmentFactory(edition=edition, person=person, city=world.town) for person in people]


def given(survey: Survey, *values: int | str | None) -> dict[int, int | str | None]:
    """Answers to the questions of a survey, in their order."""
    return dict(zip((row.pk for row in survey.questionnaire.questions.all()), values, strict=True))


def answer(survey: Survey, by: User | Enrolment, *values: int | str | None):
    person = by.person if isinstance(by, Enrolment) else by
    return evaluation.answer_survey(survey=survey, given=given(survey, *values), by=person)


def after(edition: Edition, **later: int):
    """A moment after the end."""
    return edition.ends_at + timedelta(**later)

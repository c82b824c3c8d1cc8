"""A questionnaire is put to the people of an edition, from a moment to a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.time import WARSAW, now
from trainings.choices import EditionState, SurveyKind
from trainings.models import Edition, Questionnaire, Survey
from trainings.permissions import can_organise
from trainings.queries.evaluation import asked_people, is_settled
from trainings.services.evaluation.letters import tell_of_survey
from trainings.services.locks import lock_edition

TEST_DAYS, SATISFACTION_DAYS, FOLLOW_UP_DAYS = 7, 14, 14
FOLLOW_UP_AFTER = 90
"""Days after the end until people are asked what came of it."""


def usual_window(kind: str, edition: Edition) -> tuple[datetime, datetime]:
    """From when to when a kind of questionnaire is usually put. Raises Refused no_sessions.

    The test before: from the first day on which somebody may have a place to the first session.
    """
    if edition.starts_at is None or edition.ends_at is None:
        raise Refused("no_sessions", _("Plan at least one session first."))
    if kind == SurveyKind.PRE_TEST:
        return edition.opens_at, edition.starts_at
    if kind == SurveyKind.FOLLOW_UP:
        opens = _days_after(edition.ends_at, FOLLOW_UP_AFTER)
        return opens, _days_after(opens, FOLLOW_UP_DAYS)
    days = TEST_DAYS if kind == SurveyKind.POST_TEST else SATISFACTION_DAYS
    return edition.ends_at, _days_after(edition.ends_at, days)


@transaction.atomic
def put_survey(
    *,
    edition: Edition,
    questionnaire: Questionnaire,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    by: User,
) -> Survey:
    """Put a questionnaire of the course to an edition, one of each kind; without moments in the usual window.

    Raises Refused organiser_only (403), edition_cancelled, not_of_course, no_questions, test_without_points,
    kind_taken, no_sessions, survey_window.
    """
    edition, _at = lock_edition(edition.pk)
    can_organise(by, edition.course.project_id).require()
    if edition.state == EditionState.CANCELLED:
        raise Refused("edition_cancelled", _("This training was cancelled."))
    if questionnaire.course_id != edition.course_id:
        raise Refused(
            "not_of_course", _("Choose a questionnaire of the course of this training."), field="questionnaire"
        )
    _require_questions(questionnaire)
    if edition.surveys.filter(questionnaire__kind=questionnaire.kind).exists():
        raise Refused(
            "kind_taken",
            _("This training has such a questionnaire already: take it back first."),
            field="questionnaire",
        )
    usual = usual_window(questionnaire.kind, edition)
    row = Survey(
        edition=edition, questionnaire=questionnaire, opens_at=opens_at or usual[0], closes_at=closes_at or usual[1]
    )
    _require_window(row)
    row.save()
    after = {"edition": edition.pk, "questionnaire": questionnaire.pk, **_window(row)}
    record(action="trainings.survey.put", about=row, by=by, after=after)
    return row


@transaction.atomic
def change_window(*, survey: Survey, opens_at: datetime, closes_at: datetime, by: User) -> Survey:
    """Ask from another moment on, or longer.

    Raises Refused organiser_only (403), survey_window, results_shown, receipts_erased.
    """
    row = _organised(survey, by)
    if row.is_over() and row.responses.filter(enrolment=None).exists() and not row.receipts.exists():
        raise Refused(
            "receipts_erased", _("Nobody knows any more who has answered: it cannot be asked again from here.")
        )
    if is_settled(row):
        raise Refused(
            "results_shown",
            _("The time to answer is over and the results can be read: it no longer changes."),
        )
    before = _window(row)
    row.opens_at, row.closes_at = opens_at, closes_at
    _require_window(row)
    row.save(update_fields=["opens_at", "closes_at"])
    record(action="trainings.survey.moved", about=row, by=by, before=before, after=_window(row))
    return row


@transaction.atomic
def take_survey_back(*, survey: Survey, by: User) -> None:
    """Do not ask after all. Raises Refused organiser_only (403), survey_answered."""
    row = _organised(survey, by)
    if row.responses.exists():
        raise Refused("survey_answered", _("People have answered already: their answers stay."))
    record(action="trainings.survey.taken_back", about=row, by=by, before={"edition": row.edition_id, **_window(row)})
    row.delete()


def follow_sessions(edition: Edition, *, starts_at: datetime | None, ends_at: datetime | None, by: User | None) -> None:
    """Move the usual windows with the sessions. The caller holds the edition's lock.

    Those set by hand stay, and those whose results can be read.
    `starts_at` and `ends_at` are the span before the sessions moved.
    """
    if starts_at is None or ends_at is None or edition.starts_at is None or edition.ends_at is None:
        return
    span = edition.starts_at, edition.ends_at
    for row in edition.surveys.select_related("questionnaire"):
        edition.starts_at, edition.ends_at = starts_at, ends_at
        was_usual = (row.opens_at, row.closes_at) == usual_window(row.kind, edition)
        edition.starts_at, edition.ends_at = span
        usual = usual_window(row.kind, edition)
        if not was_usual or usual == (row.opens_at, row.closes_at) or usual[0] >= usual[1] or is_settled(row):
            continue
        before = _window(row)
        row.opens_at, row.closes_at = usual
        row.save(update_fields=["opens_at", "closes_at"])
        record(action="trainings.survey.moved", about=row, by=by, before=before, after=_window(row))


def tell_of_open_surveys() -> int:
    """Tell who is asked, each person once for each survey; how many were told. Whoever comes in later is told then."""
    rows = Survey.objects.open_at(now()).select_related("questionnaire", "edition__course")
    return sum(_tell(row) for row in rows)


@transaction.atomic
def _tell(survey: Survey) -> int:
    people = asked_people(survey).exclude(receipts__survey=survey).exclude(test_results__survey=survey)
    return tell_of_survey(survey, list(people.select_related("person")))


def _organised(survey: Survey, by: User) -> Survey:
    rows = Survey.objects.select_related("edition__course", "questionnaire")
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=survey.pk)
    can_organise(by, row.edition.course.project_id).require()
    return row


def _require_questions(questionnaire: Questionnaire) -> None:
    questions = list(questionnaire.questions.all())
    if not questions:
        raise Refused("no_questions", _("This questionnaire has no questions yet."), field="questionnaire")
    if questionnaire.is_test() and not any(row.has_points() for row in questions):
        raise Refused(
            "test_without_points",
            _("Mark a right answer in this test first: it gives no points."),
            field="questionnaire",
        )


def _require_window(row: Survey) -> None:
    if row.closes_at <= row.opens_at:
        raise Refused("survey_window", _("It has to close after it opens."), field="closes_at")


def _window(row: Survey) -> dict[str, datetime]:
    return {"opens_at": row.opens_at, "closes_at": row.closes_at}


def _days_after(moment: datetime, days: int) -> datetime:
    """The same time of the clock in Warsaw, so many days later."""
    return (moment.astimezone(WARSAW) + timedelta(days=days)).astimezone(UTC)

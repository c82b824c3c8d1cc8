"""What comes of a place: whole numbers over counted minutes, required sessions, the test afterwards."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from config.factories.trainings import START, AttendanceFactory, EnrolmentFactory, SessionFactory
from trainings.choices import AttendanceStatus, Outcome, SessionState, SurveyKind
from trainings.models import Course, Enrolment, Questionnaire, Session, Survey, SurveyResponse
from trainings.queries.outcomes import outcome_of, with_earned

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(world):
    """Sessions of 90, 180 and 330 counted minutes on three days; breaks are not in them."""
    edition = world.edition(session=False, ends_at=START + timedelta(days=2, minutes=390))
    for day, minutes in enumerate((90, 180, 330)):
        starts_at = START + timedelta(days=day)
        SessionFactory(
            edition=edition, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes + 60), breaks_min=60
        )
    return edition


def attend(edition, *minutes, **given):
    """A person with these minutes in the sessions, in order; None is no record."""
    row = EnrolmentFactory(edition=edition, **given)
    for session, attended in zip(edition.sessions.order_by("ordinal"), minutes, strict=False):
        if attended is not None:
            AttendanceFactory(enrolment=row, session=session, minutes=attended)
    return row


def counted(row):
    return with_earned(Enrolment.objects.filter(pk=row.pk)).select_related("edition__course").get()


def outcome(row):
    return outcome_of(counted(row))


def session(edition, ordinal):
    return Session.objects.filter(edition=edition, ordinal=ordinal)


def test_case_20_eighty_percent_over_unequal_sessions(edition):
    absent_in_2 = counted(attend(edition, 90, 0, 330))
    assert (absent_in_2.attended_minutes, absent_in_2.base_minutes) == (420, 600)
    assert outcome_of(absent_in_2) == Outcome.INCOMPLETE
    assert outcome(attend(edition, None, 180, 330)) == Outcome.COMPLETED
    short = counted(attend(edition, 90, 180, 209))
    assert (outcome_of(short), short.attended_percent) == (Outcome.INCOMPLETE, Decimal("79.83"))
    assert outcome(attend(edition, 90, 180, 210)) == Outcome.COMPLETED

    excused = attend(edition, 90, None, 330)
    AttendanceFactory(enrolment=excused, session=session(edition, 2).get(), minutes=0, status=AttendanceStatus.EXCUSED)
    assert outcome(excused) == Outcome.INCOMPLETE

    enough, too_little = attend(edition, 90, 126, 0), attend(edition, 90, 125, 330)
    session(edition, 3).update(state=SessionState.CANCELLED)
    assert (counted(enough).attended_minutes, counted(enough).base_minutes) == (216, 270)
    assert (outcome(enough), outcome(too_little)) == (Outcome.COMPLETED, Outcome.INCOMPLETE)

    all_but_the_first = attend(edition, 0, 180)
    Course.objects.update(threshold_percent=50)
    assert outcome(all_but_the_first) == Outcome.COMPLETED
    session(edition, 1).update(required=True)
    assert outcome(all_but_the_first) == Outcome.INCOMPLETE

    edition.sessions.update(state=SessionState.CANCELLED)
    assert outcome(enough) is None


def test_what_is_disputed_counts_for_nothing(edition):
    row = attend(edition, 90, 180)
    disputed = {"minutes": 330, "status": AttendanceStatus.DISPUTED, "note": "Bez podpisu"}
    AttendanceFactory(enrolment=row, session=session(edition, 3).get(), **disputed)
    assert (counted(row).attended_minutes, outcome(row)) == (270, Outcome.INCOMPLETE)


def test_a_required_session_with_disputed_minutes_is_missed(edition):
    session(edition, 1).update(required=True)
    row = attend(edition, None, 180, 330)
    disputed = {"minutes": 90, "status": AttendanceStatus.DISPUTED, "note": "Bez podpisu"}
    AttendanceFactory(enrolment=row, session=session(edition, 1).get(), **disputed)
    assert outcome(row) == Outcome.INCOMPLETE


def test_an_hour_in_a_required_session_is_enough_for_that_session(edition):
    session(edition, 3).update(required=True)
    assert outcome(attend(edition, 90, 180, 210)) == Outcome.COMPLETED


def test_who_was_never_there_did_not_come(edition):
    assert outcome(attend(edition)) == Outcome.NO_SHOW
    assert outcome(attend(edition, 0, 0, 0)) == Outcome.NO_SHOW


# -- the test afterwards -----------------------------------------------------------------------------


@pytest.fixture
def post_test(edition):
    Course.objects.update(needs_post_test=True, pass_percent=60)
    paper = Questionnaire.objects.create(course=edition.course, kind=SurveyKind.POST_TEST, title_pl="Test")
    window = {"opens_at": edition.ends_at, "closes_at": edition.ends_at + timedelta(days=7)}
    return Survey.objects.create(edition=edition, questionnaire=paper, **window)


def answer(survey, row, points, possible, **given):
    SurveyResponse.objects.create(
        survey=survey,
        enrolment=row,
        points=points,
        points_possible=possible,
        answered_at=survey.opens_at,
        **given,
    )


@pytest.mark.parametrize(
    ("points", "possible", "earned"), [(6, 10, True), (5, 10, False), (3, 5, True), (59, 99, False), (0, 0, False)]
)
def test_the_test_is_passed_by_whole_numbers(edition, post_test, points, possible, earned):
    row = attend(edition, 90, 180, 330)
    answer(post_test, row, points, possible)
    assert outcome(row) == (Outcome.COMPLETED if earned else Outcome.INCOMPLETE)


def test_without_the_test_nobody_completes_where_it_is_needed(edition, post_test):
    row = attend(edition, 90, 180, 330)
    assert outcome(row) == Outcome.INCOMPLETE
    Course.objects.update(needs_post_test=False)
    assert outcome(row) == Outcome.COMPLETED


def test_a_test_that_does_not_count_passes_nobody(edition, post_test):
    row = attend(edition, 90, 180, 330)
    answer(post_test, row, 10, 10, is_counted=False)
    assert outcome(row) == Outcome.INCOMPLETE


def test_the_test_before_passes_nobody(edition, post_test):
    Questionnaire.objects.update(kind=SurveyKind.PRE_TEST)
    row = attend(edition, 90, 180, 330)
    answer(post_test, row, 10, 10)
    assert outcome(row) == Outcome.INCOMPLETE

"""Who took part, as reports count it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from config.factories.trainings import START, AttendanceFactory, EditionFactory, EnrolmentFactory, SessionFactory
from trainings.choices import EditionState, EnrolmentState, SessionState
from trainings.queries import participations

pytestmark = pytest.mark.django_db

YEAR = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}


@pytest.fixture
def edition(world):
    """Sessions of 90, 180 and 330 minutes."""
    edition = world.edition(session=False, ends_at=START + timedelta(days=2, minutes=330))
    for day, minutes in enumerate((90, 180, 330)):
        starts_at = START + timedelta(days=day)
        SessionFactory(
            edition=edition, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), breaks_min=0
        )
    return edition


def attend(edition, *minutes, **given):
    """A person with these minutes in the sessions, in order; None is no record."""
    row = EnrolmentFactory(edition=edition, **given)
    for session, attended in zip(edition.sessions.order_by("ordinal"), minutes, strict=False):
        if attended is not None:
            AttendanceFactory(enrolment=row, session=session, minutes=attended)
    return row


def counted(world, **days):
    return list(participations(project_id=world.project.pk, **{**YEAR, **days}))


@pytest.mark.parametrize(
    ("minutes", "took_part"),
    [((90, 0, 330), False), ((0, 180, 330), True), ((90, 60, 329), False), ((90, 60, 330), True), ((), False)],
)
def test_the_share_is_of_all_minutes_in_whole_numbers(world, edition, minutes, took_part):
    row = attend(edition, *minutes)
    assert counted(world) == ([row] if took_part else [])


def test_a_cancelled_session_leaves_the_base_and_the_sum(world, edition):
    row, short = attend(edition, 90, 126, 330), attend(edition, 90, 125, 330)
    edition.sessions.filter(ordinal=3).update(state=SessionState.CANCELLED)
    (found,) = counted(world)
    assert (found, found.attended_minutes, found.base_minutes) == (row, 216, 270)
    assert short != row


def test_where_every_session_was_cancelled_nobody_took_part(world, edition):
    attend(edition, 90, 180, 330)
    edition.sessions.update(state=SessionState.CANCELLED)
    assert counted(world) == []


def test_the_threshold_is_that_of_the_course(world, edition):
    row = attend(edition, 0, 0, 330)
    assert counted(world) == []
    type(world.course).objects.update(threshold_percent=55)
    assert counted(world) == [row]


@pytest.mark.parametrize("state", [EnrolmentState.WITHDRAWN, EnrolmentState.WAITLISTED, EnrolmentState.OFFERED])
def test_only_confirmed_people_took_part(world, edition, state):
    attend(edition, 90, 180, 330, state=state)
    assert counted(world) == []


@pytest.mark.parametrize("state", [EditionState.CANCELLED, EditionState.DRAFT])
def test_an_edition_that_did_not_take_place_has_no_participants(world, edition, state):
    attend(edition, 90, 180, 330)
    type(edition).objects.update(state=state)
    assert counted(world) == []


@pytest.mark.parametrize("state", [EditionState.PUBLISHED, EditionState.COMPLETED, EditionState.SETTLED])
def test_any_other_edition_counts(world, edition, state):
    row = attend(edition, 90, 180, 330)
    type(edition).objects.update(state=state)
    assert counted(world) == [row]


@pytest.mark.parametrize(
    ("first_day", "last_day", "is_in"),
    [((10, 7), (10, 7), True), ((10, 8), (12, 31), False), ((1, 1), (10, 6), False), ((1, 1), (10, 7), True)],
)
def test_it_counts_on_the_day_the_last_session_ends(world, edition, first_day, last_day, is_in):
    row = attend(edition, 90, 180, 330)
    found = counted(world, first_day=date(2026, *first_day), last_day=date(2026, *last_day))
    assert found == ([row] if is_in else [])


def test_the_day_is_that_of_warsaw(world):
    late = START.replace(hour=17, minute=30)  # ends at 00:30 of the next day in Warsaw, 22:30 of this one in UTC
    edition = EditionFactory(course=world.course, starts_at=late)
    row = attend(edition, 360)
    day = date(2026, 10, 6)
    assert counted(world, first_day=day, last_day=day) == [row]


def test_other_projects_are_not_counted(world, edition):
    attend(EditionFactory(), 360)
    assert counted(world) == []


def test_the_order_is_the_same_every_time(world, edition):
    later = EditionFactory(course=world.course, starts_at=START + timedelta(days=20))
    rows = [attend(later, 360), attend(edition, 90, 180, 330), attend(edition, 90, 180, 330)]
    assert counted(world) == [rows[1], rows[2], rows[0]]


@pytest.mark.parametrize("people", [1, 20])
def test_it_is_one_statement(world, edition, people, django_assert_num_queries):
    for _ in range(people):
        attend(edition, 90, 180, 330)
    with django_assert_num_queries(1):
        assert [str(row.person) + row.city.name + row.edition.code for row in counted(world)]

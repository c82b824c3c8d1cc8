"""What comes first on a page: the offer, the next session, what is done most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.trainings import START, SessionFactory, SessionTrainerFactory
from tests.trainings.browsing import html, listed, signed_in, url
from trainings.models import Session
from trainings.services import places

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def trainer(world):
    return RoleFactory(role=RoleCode.TRAINER).user


@pytest.fixture
def taught(world, trainer) -> dict[int, Session]:
    """Sessions of one trainer, by days from START; each begins at the hour of START and lasts an hour."""
    edition = world.edition(session=False, ends_at=START + 10 * DAY)
    rows = {}
    for day in (-3, 5, 0, -1, 2):
        rows[day] = SessionFactory(
            edition=edition, starts_at=START + day * DAY, ends_at=START + day * DAY + HOUR, breaks_min=0
        )
        SessionTrainerFactory(session=rows[day], user=trainer)
    return rows


def test_what_is_taught_next_comes_first_and_what_is_over_where_it_is_asked_for(trainer, taught, clock):
    clock(START + 3 * HOUR)
    page = signed_in(trainer)
    assert listed(page, "sessions") == [taught[day].pk for day in (0, 2, 5)]
    assert listed(page, "sessions", past="on", sort="-start") == [taught[day].pk for day in (5, 2, 0, -1, -3)]
    assert listed(page, "sessions", starts_from="2000-01-01") == [taught[day].pk for day in (-3, -1, 0, 2, 5)]


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (START - DAY - 3 * HOUR, [-1]),
        (START + 3 * HOUR, [0]),
        (START + DAY, []),
    ],
)
def test_check_in_is_offered_on_the_day_alone(trainer, taught, clock, moment, days):
    clock(moment)
    shown = html(signed_in(trainer), "sessions")
    assert [day for day, row in sorted(taught.items()) if url("session-check-in", row.pk) in shown] == days


def test_the_door_of_a_session_after_midnight_opens_the_evening_before(trainer, world, clock):
    starts_at = START + 16 * HOUR
    session = SessionFactory(
        edition=world.edition(session=False), starts_at=starts_at, ends_at=starts_at + HOUR, breaks_min=0
    )
    for early, is_near in ((3 * HOUR, False), (2 * HOUR, True)):
        clock(starts_at - early)
        assert session.is_near is is_near


def test_an_offer_comes_before_when_and_where(world):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    places.withdraw(enrolment=first, reason="x", by=first.person)
    shown = html(signed_in(second.person), "edition", edition.pk)
    assert shown.index(url("enrolment-accept", second.pk)) < shown.index('id="facts-title"')
    assert shown.count(url("enrolment-accept", second.pk)) == 1


def test_my_place_is_not_shown_to_who_organises_and_has_none(world):
    edition = world.edition()
    for user, is_shown in ((world.organiser, False), (world.clerk(), True), (world.coordinator, True)):
        assert ('id="mine-title"' in html(signed_in(user), "edition", edition.pk)) is is_shown
    RoleFactory(user=world.organiser, organisation=world.town)
    assert 'id="mine-title"' in html(signed_in(world.organiser), "edition", edition.pk)


def test_who_organises_finds_everything_and_the_danger_last(world):
    edition = world.edition()
    shown = html(signed_in(world.organiser), "edition", edition.pk)
    danger = shown.index(url("edition-cancel", edition.pk))
    for name in (
        "edition-roster",
        "edition-enrol-other",
        "edition-nominate",
        "edition-surveys",
        "edition-needs",
        "edition-allocations",
        "edition-capacity",
        "edition-change",
    ):
        assert shown.count(f'href="{url(name, edition.pk)}"') == 1
        assert shown.index(url(name, edition.pk)) < danger
    assert reverse("trainings:outbox") in shown

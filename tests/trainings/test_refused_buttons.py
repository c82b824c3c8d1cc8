"""Buttons that a rule refuses: where the page can know it, it says so instead; else there is a way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.factories.trainings import START, AttendanceFactory, EnrolmentFactory
from tests.trainings.browsing import html, signed_in, url
from tests.trainings.ended import Ended
from tests.trainings.legal import hold_both
from trainings.choices import AttendanceStatus, EditionState, SessionState
from trainings.models import Edition
from trainings.services import places

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world):
    return signed_in(world.organiser)


def leads_back(page, target: str, came_from: str) -> bool:
    """Whether the page of a refused button leads to where it stands."""
    answer = page.post(target, headers={"referer": f"http://testserver{came_from}"})
    assert answer.status_code == 409
    return f'href="http://testserver{came_from}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"closes_at": START + timedelta(hours=1)}, "Enrolment has to close before the first session starts."),
        ({"withdraw_until": START + timedelta(hours=1)}, "Free withdrawal has to end before the first session starts."),
    ],
)
def test_a_draft_whose_window_does_not_fit_says_so_and_offers_no_button(desk, world, changed, told):
    hold_both(world)
    edition = world.edition(state=EditionState.DRAFT, **changed)
    page = html(desk, "edition", edition.pk)
    assert told in page
    assert url("edition-publish", edition.pk) not in page
    Edition.objects.filter(pk=edition.pk).update(closes_at=START, withdraw_until=START)
    assert url("edition-publish", edition.pk) in html(desk, "edition", edition.pk)


def test_a_publishing_that_is_refused_leads_back_to_the_draft(desk, world):
    edition = world.edition(state=EditionState.DRAFT)
    assert leads_back(desk, url("edition-publish", edition.pk), url("edition", edition.pk))


def test_a_verification_that_is_refused_leads_back_to_the_settlement(world, clock):
    edition = world.edition()
    session = edition.sessions.get()
    row = EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town)
    AttendanceFactory(session=session, enrolment=row, status=AttendanceStatus.DISPUTED, minutes=0, note="x")
    type(session).objects.update(state=SessionState.HELD)
    clock(session.ends_at + timedelta(hours=1))
    desk = signed_in(world.organiser)
    assert leads_back(desk, url("session-verify", session.pk), url("settlement", edition.pk))


def test_an_offer_that_is_accepted_too_late_leads_back_to_the_enrolment(world, clock):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    places.withdraw(enrolment=first, reason="x", by=first.person)
    second.refresh_from_db()
    clock(second.offers.get().expires_at + timedelta(minutes=1))
    page = signed_in(second.person)

    assert leads_back(page, url("enrolment-accept", second.pk), url("enrolment", second.pk))


def test_who_publishes_a_draft_that_somebody_changed_meanwhile_is_told_what_changed(desk, world):
    hold_both(world)
    edition = world.edition(state=EditionState.DRAFT)
    target, seen = url("edition-publish", edition.pk), {"version": edition.version}
    assert f'name="version" value="{edition.version}"' in html(desk, "edition", edition.pk)
    assert desk.post(url("edition-capacity", edition.pk), {"capacity": 7, **seen}).status_code == 302
    answer = desk.post(target, seen)
    assert (answer.status_code, "number of places" in answer.content.decode()) == (409, True)
    edition.refresh_from_db()
    assert (edition.state, edition.capacity) == (EditionState.DRAFT, 7)
    assert desk.post(target, {"version": edition.version}).status_code == 302


def test_who_closes_a_training_that_somebody_changed_meanwhile_is_told(world, clock):
    ended = Ended(world, clock)
    ended.person(90, 180, 330)
    ended.verify()
    desk, manager = signed_in(world.organiser), signed_in(ended.manager)
    steps = [
        (desk, "edition-complete", EditionState.PUBLISHED, EditionState.COMPLETED),
        (manager, "edition-settle", EditionState.COMPLETED, EditionState.SETTLED),
    ]
    for who, button, before, after in steps:
        seen = Edition.objects.get().version
        assert f'name="version" value="{seen}"' in html(who, "settlement", ended.edition.pk)
        Edition.objects.update(version=seen + 1)
        assert who.post(url(button, ended.edition.pk), {"version": seen}).status_code == 409
        assert Edition.objects.get().state == before
        assert who.post(url(button, ended.edition.pk), {"version": seen + 1}).status_code == 302
        assert Edition.objects.get().state == after

"""What changed about a session that did not move waits for the next day's digest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.factories.trainings import START, SessionTrainerFactory
from kernel.time import instant_on
from mail.models import Message
from mail.rendering import render
from tests.trainings.conftest import ENROLMENT_OPEN, make_world
from trainings.models import Session
from trainings.queries.outbox import organised_outbox
from trainings.services import editions, places
from trainings.services.detail_digests import TEMPLATE, tell_changed_details
from trainings.services.digests import HOUR
from trainings.services.notices import subject_of
from trainings.tasks import remind

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MORNING = instant_on((ENROLMENT_OPEN + DAY).date(), HOUR)


@pytest.fixture
def session(world):
    return world.edition(capacity=9).sessions.get()


def change(world, session: Session, **given) -> Session:
    session = Session.objects.get(pk=session.pk)
    values = {name: getattr(session, name) for name in ("starts_at", "ends_at", "breaks_min", "venue", "required")}
    return editions.change_session(session=session, by=world.organiser, **{**values, **given})


def digests() -> list[Message]:
    return list(Message.objects.filter(template=TEMPLATE).order_by("to"))


def test_a_change_of_details_is_told_the_next_morning_once(world, session, clock):
    trainer = SessionTrainerFactory(session=session).user
    (row,) = world.enrol(session.edition)
    clock(ENROLMENT_OPEN + timedelta(minutes=1))
    change(world, session, breaks_min=30)
    change(world, session, breaks_min=30, required=True)
    before = Message.objects.count()
    assert tell_changed_details() == 0
    assert Message.objects.count() == before
    clock(MORNING - timedelta(hours=1))
    assert tell_changed_details() == 0
    clock(MORNING)
    remind()
    remind()
    assert [message.to for message in digests()] == sorted([row.person, trainer], key=lambda user: user.pk)
    clock(MORNING + DAY)
    assert tell_changed_details() == 0


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_digest_says_what_was_changed_and_never_the_address_of_the_meeting(world, session, clock, language):
    (row,) = world.enrol(session.edition)
    row.person.language = language
    row.person.save()
    clock(ENROLMENT_OPEN + timedelta(minutes=1))
    change(world, session, breaks_min=30, meeting_url="https://meet.example.org/tajne")
    clock(MORNING)
    tell_changed_details()
    letter = render(digests()[0])
    assert session.edition.code in letter.body
    assert "tajne" not in letter.body + letter.subject
    assert "/trainings/calendar/" in letter.body
    assert "{" not in letter.body


def test_what_was_moved_is_told_at_once_and_not_again(world, session, clock):
    world.enrol(session.edition)
    clock(ENROLMENT_OPEN + timedelta(minutes=1))
    change(world, session, venue="Inna sala", breaks_min=30)
    assert Message.objects.filter(template="trainings_moved").count() == 1
    clock(MORNING)
    assert tell_changed_details() == 0


def test_who_came_in_later_or_left_is_told_nothing(world, session, clock):
    (gone,) = world.enrol(session.edition)
    clock(ENROLMENT_OPEN + timedelta(minutes=1))
    change(world, session, required=True)
    clock(ENROLMENT_OPEN + timedelta(minutes=2))
    world.enrol(session.edition)
    places.withdraw(enrolment=gone, by=gone.person)
    clock(MORNING)
    assert tell_changed_details() == 0


def test_of_a_cancelled_training_nothing_more_is_told(world, session, clock):
    world.enrol(session.edition)
    clock(ENROLMENT_OPEN + timedelta(minutes=1))
    change(world, session, required=True)
    editions.cancel_edition(edition=session.edition, reason="Choroba", by=world.organiser)
    clock(MORNING)
    assert tell_changed_details() == 0


@pytest.mark.parametrize("count", [1, 4])
def test_it_asks_the_same_however_many_sessions_changed(world, clock, django_assert_max_num_queries, count):
    for _ in range(count):
        edition = world.edition()
        clock(ENROLMENT_OPEN)
        world.enrol(edition)
        clock(ENROLMENT_OPEN + timedelta(minutes=1))
        change(world, edition.sessions.get(), required=True)
    clock(MORNING)
    assert tell_changed_details() == count
    with django_assert_max_num_queries(8):
        assert tell_changed_details() == 0


def test_the_organiser_finds_the_digest_by_the_training_that_starts_first(world, clock):
    later, sooner = world.edition(starts_at=START + DAY), world.edition()
    person = SessionTrainerFactory(session=later.sessions.get()).user
    SessionTrainerFactory(session=sooner.sessions.get(), user=person)
    clock(ENROLMENT_OPEN + timedelta(minutes=1))
    for edition in (later, sooner):
        change(world, edition.sessions.get(), required=True)
    clock(MORNING)
    assert tell_changed_details() == 1
    assert digests()[0].about == subject_of(sooner)
    assert digests()[0] in organised_outbox(world.organiser)


def test_a_digest_over_several_projects_is_no_organisers_to_hold(world, session, clock):
    other = make_world()
    elsewhere = other.edition().sessions.get()
    person = SessionTrainerFactory(session=session).user
    SessionTrainerFactory(session=elsewhere, user=person)
    clock(ENROLMENT_OPEN + timedelta(minutes=1))
    change(world, session, required=True)
    change(other, elsewhere, required=True)
    clock(MORNING)
    assert tell_changed_details() == 1
    assert digests()[0].about == ""
    assert [digests()[0] in organised_outbox(who.organiser) for who in (world, other)] == [False, False]


def test_how_to_get_there_is_told_the_next_morning_to_who_comes_and_who_teaches(world, session, clock):
    trainer = SessionTrainerFactory(session=session).user
    (row,) = world.enrol(session.edition)
    clock(ENROLMENT_OPEN + timedelta(minutes=1))
    edition = session.edition
    edition.refresh_from_db()
    same = {name: getattr(edition, name) for name in ("mode", "venue", "opens_at", "closes_at", "withdraw_until")}
    editions.change_edition(edition=edition, by=world.organiser, **same, travel="Autokar o 7:00 spod ratusza")
    clock(MORNING)
    assert tell_changed_details() == 2
    assert {message.to for message in digests()} == {row.person, trainer}
    body = render(digests()[0]).body
    assert edition.code in body
    assert "how to get there" in body or "dojechać" in body

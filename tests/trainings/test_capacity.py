"""More places, fewer places, no places."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from audit.models import Event
from config.factories.trainings import START
from mail.models import Message
from tests.trainings.conftest import refusal, states
from trainings.choices import EditionState, Mode
from trainings.models import PlaceOffer
from trainings.queries import with_keeping, with_places
from trainings.services import editions, places
from trainings.services.places import board

pytestmark = pytest.mark.django_db


def change(world, edition, capacity, **given):
    return places.change_capacity(edition=edition, capacity=capacity, by=world.organiser, **given)


def free(edition) -> int:
    return with_places(type(edition).objects.filter(pk=edition.pk)).get().free


def test_case_7_capacity_below_the_confirmed_keeps_everybody_and_takes_offers_back(world):
    edition = world.edition(capacity=22)
    rows = world.enrol(edition, 22)
    first, second = world.enrol(edition, 2)
    for row in rows[:2]:
        places.withdraw(enrolment=row, by=row.person)
    change(world, edition, 18, reason="Mniejsza sala")
    assert free(edition) == -2
    found = dict(states(edition))
    assert (found[first.queue_no], found[second.queue_no]) == ("waitlisted", "waitlisted")
    assert sum(state == "confirmed" for state in found.values()) == 20
    assert set(PlaceOffer.objects.values_list("state", flat=True)) == {"revoked"}
    assert Message.objects.filter(template="trainings_offer_revoked").count() == 2
    for row in rows[2:4]:
        places.withdraw(enrolment=row, by=row.person)
        assert dict(states(edition))[first.queue_no] == "waitlisted"
    places.withdraw(enrolment=rows[4], by=rows[4].person)
    found = dict(states(edition))
    assert (found[first.queue_no], found[second.queue_no]) == ("offered", "waitlisted")


def test_only_as_many_offers_are_taken_back_as_needed_the_last_in_line_first(world):
    edition = world.edition(capacity=3)
    rows = world.enrol(edition, 5)
    for row in rows[:2]:
        places.withdraw(enrolment=row, by=row.person)
    change(world, edition, 2, reason="Mniejsza sala")
    assert states(edition)[2:] == [(3, "confirmed"), (4, "offered"), (5, "waitlisted")]


def test_case_8_three_more_places_are_three_offers_in_order(world):
    edition = world.edition(capacity=2)
    world.enrol(edition, 7)
    change(world, edition, 5)
    assert [state for _number, state in states(edition)] == ["confirmed"] * 2 + ["offered"] * 3 + ["waitlisted"] * 2


def test_case_8_in_the_last_hours_more_places_are_for_the_telephone(world, clock):
    edition = world.edition(capacity=1)
    world.enrol(edition, 2)
    clock(START - timedelta(hours=20))
    change(world, edition, 2)
    assert (states(edition)[1], free(edition)) == ((2, "waitlisted"), 1)


def test_fewer_places_need_a_reason_more_do_not(world):
    edition = world.edition(capacity=20)
    refused = refusal(change, world=world, edition=edition, capacity=19)
    assert (refused.code, refused.field) == ("reason_missing", "reason")
    assert change(world, edition, 21).capacity == 21


def test_in_a_draft_fewer_places_need_no_reason(world):
    assert change(world, world.edition(state=EditionState.DRAFT), 1).capacity == 1


@pytest.mark.parametrize("capacity", [0, -1, 10_001])
def test_capacity_is_a_number_somebody_can_mean(world, capacity):
    refused = refusal(change, world=world, edition=world.edition(), capacity=capacity, reason="x")
    assert (refused.code, refused.field) == ("capacity", "capacity")


@pytest.mark.parametrize("state", [EditionState.COMPLETED, EditionState.SETTLED, EditionState.CANCELLED])
def test_what_is_over_keeps_its_places(world, state):
    assert refusal(change, world=world, edition=world.edition(state=state), capacity=30).code == "edition_closed"


def test_only_the_organiser_changes_the_number(world):
    refused = refusal(places.change_capacity, edition=world.edition(), capacity=30, by=world.coordinator)
    assert (refused.code, refused.status) == ("organiser_only", 403)


def test_the_change_is_on_record_with_its_reason(world):
    change(world, world.edition(), 10, reason="Mniejsza sala")
    event = Event.objects.get(action="trainings.edition.capacity_changed")
    assert (event.before, event.after, event.reason) == ({"capacity": 20}, {"capacity": 10}, "Mniejsza sala")


def test_a_stale_form_changes_nothing(world):
    edition = world.edition()
    change(world, edition, 30, version=1)
    assert refusal(change, world=world, edition=edition, capacity=40, version=1).code == "stale"


# -- overbooked ------------------------------------------------------------------------------------


def overbooked(edition) -> tuple[int, int, str]:
    """As the capacity page, the board and the catalogue have it."""
    found = with_keeping(with_places(type(edition).objects.filter(pk=edition.pk))).get()
    with translation.override("en"):
        return found.overbooked_by(), board.look(found).overbooked, found.room


def test_places_that_are_only_kept_for_a_town_overbook_nothing(world):
    edition = world.edition(capacity=4)
    world.enrol(edition, 3)
    release_at = START - timedelta(days=5)
    places.allocate(edition=edition, city=world.other_town, seats=3, release_at=release_at, by=world.organiser)
    assert (free(edition), overbooked(edition)) == (-2, (0, 0, "full"))
    change(world, edition, 3, reason="Mniejsza sala")
    assert overbooked(edition) == (0, 0, "full")


def test_more_people_than_places_are_overbooked_whatever_is_kept(world):
    edition = world.edition(capacity=4)
    world.enrol(edition, 4)
    change(world, edition, 3, reason="Mniejsza sala")
    release_at = START - timedelta(days=5)
    places.allocate(edition=edition, city=world.other_town, seats=2, release_at=release_at, by=world.organiser)
    assert overbooked(edition) == (1, 1, "overbooked")


def test_a_room_too_full_is_told_though_places_online_are_free(world):
    edition = world.edition(mode=Mode.HYBRID, capacity=6, online_capacity=2)
    world.enrol(edition, 4)
    assert board.look(change(world, edition, 6, online_capacity=3, reason="Mniejsza sala")).overbooked == 1


# -- cancelling ------------------------------------------------------------------------------------


@pytest.fixture
def cancelled(world):
    edition = world.edition(capacity=3)
    rows = world.enrol(edition, 5)
    places.withdraw(enrolment=rows[0], by=rows[0].person)
    Message.objects.all().delete()
    editions.cancel_edition(edition=edition, reason="Choroba trenera", by=world.organiser)
    edition.refresh_from_db()
    return edition


def test_case_25_cancelling_ends_everything_in_one_go(cancelled):
    assert cancelled.state == EditionState.CANCELLED
    assert states(cancelled) == [(1, "withdrawn")] + [(number, "cancelled") for number in range(2, 6)]
    assert set(PlaceOffer.objects.values_list("state", flat=True)) == {"revoked"}
    assert set(cancelled.sessions.values_list("state", flat=True)) == {"cancelled"}


def test_case_25_everybody_is_told_once_with_the_reason(cancelled, world):
    told = Message.objects.filter(template="trainings_cancelled")
    assert (told.count(), {message.context["reason"] for message in told}) == (4, {"Choroba trenera"})
    editions.cancel_edition(edition=cancelled, reason="", by=world.organiser)
    assert Message.objects.count() == 4


def test_case_25_an_offer_of_a_cancelled_edition_is_dead(cancelled):
    row = cancelled.enrolments.get(queue_no=4)
    for answer in (places.accept_offer, places.decline_offer):
        assert refusal(answer, enrolment=row, by=row.person).code == "edition_cancelled"


def test_case_25_each_has_a_step_with_the_reason(cancelled):
    row = cancelled.enrolments.get(queue_no=5)
    step = row.events.last()
    assert (step.from_state, step.to_state, step.reason) == ("waitlisted", "cancelled", "Choroba trenera")

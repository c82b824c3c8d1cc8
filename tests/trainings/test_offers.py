"""A place that becomes free is offered to who waits longest; the clock is read under the lock."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.trainings import START
from kernel.errors import Refused
from mail.models import Message
from tests.trainings.conftest import ENROLMENT_OPEN, refusal, states
from trainings.choices import EnrolmentState, OfferState
from trainings.models import Edition, Enrolment, PlaceOffer
from trainings.services import locks, places
from trainings.services.places import clock as sweeping
from trainings.services.places import room
from trainings.tasks import sweep

pytestmark = pytest.mark.django_db

NOT_YOURS = "not_your_enrolment"
DEADLINE = ENROLMENT_OPEN + timedelta(hours=48)


def leave(row: Enrolment, **given) -> Enrolment:
    return places.withdraw(enrolment=row, by=row.person, **given)


def now_in(row: Enrolment) -> str:
    return Enrolment.objects.get(pk=row.pk).state


def offers(edition: Edition) -> list[tuple[int, str]]:
    found = PlaceOffer.objects.filter(enrolment__edition=edition).order_by("id")
    return list(found.values_list("enrolment__queue_no", "state"))


@pytest.fixture
def offered(world):
    """One place, given back by the first; the second was offered it, the third still waits."""
    edition = world.edition(capacity=1)
    first, second, third = world.enrol(edition, 3)
    leave(first)
    return edition, second, third


def test_a_freed_place_is_offered_to_the_first_in_line_at_once(offered):
    edition, _second, _third = offered
    assert states(edition) == [(1, "withdrawn"), (2, "offered"), (3, "waitlisted")]
    offer = PlaceOffer.objects.get()
    assert (offer.made_at, offer.expires_at, offer.state) == (ENROLMENT_OPEN, DEADLINE, OfferState.PENDING)


def test_the_person_is_told_the_deadline(offered):
    _edition, second, _third = offered
    message = Message.objects.get(template="trainings_offered")
    assert (message.to, message.context["deadline"]) == (second.person, DEADLINE)


def test_an_accepted_offer_is_a_place(offered):
    edition, second, _third = offered
    places.accept_offer(enrolment=second, by=second.person)
    assert states(edition) == [(1, "withdrawn"), (2, "confirmed"), (3, "waitlisted")]
    assert offers(edition) == [(2, "accepted")]


def test_accepting_twice_is_accepting_once(offered):
    _edition, second, _third = offered
    for _ in range(2):
        places.accept_offer(enrolment=second, by=second.person)
    assert [event.to_state for event in second.events.all()] == ["waitlisted", "offered", "confirmed"]
    assert Message.objects.filter(template="trainings_confirmed", to=second.person).count() == 1


def test_a_declined_offer_goes_to_the_next_in_line(offered):
    edition, second, _third = offered
    places.decline_offer(enrolment=second, by=second.person)
    assert states(edition) == [(1, "withdrawn"), (2, "withdrawn"), (3, "offered")]
    assert offers(edition) == [(2, "declined"), (3, "pending")]


def test_withdrawing_from_an_offer_declines_it(offered):
    edition, second, _third = offered
    leave(second)
    assert offers(edition) == [(2, "declined"), (3, "pending")]


def test_case_3_a_second_freed_place_goes_to_the_next_and_the_first_offer_stays(world):
    edition = world.edition(capacity=10)
    confirmed = world.enrol(edition, 10)
    first, second, third = world.enrol(edition, 3)
    leave(confirmed[0])
    leave(confirmed[1])
    assert [now_in(row) for row in (first, second, third)] == ["offered", "offered", "waitlisted"]
    assert first.offers.get().expires_at == DEADLINE
    places.decline_offer(enrolment=first, by=first.person)
    assert [now_in(row) for row in (first, second, third)] == ["withdrawn", "offered", "offered"]


def test_case_4_at_the_deadline_it_is_too_late_and_the_place_has_gone_on(offered, clock):
    edition, second, third = offered
    clock(DEADLINE)
    assert refusal(places.accept_offer, enrolment=second, by=second.person).code == "offer_expired"
    assert [now_in(row) for row in (second, third)] == ["lapsed", "offered"]
    assert offers(edition) == [(2, "lapsed"), (3, "pending")]


def test_case_4_a_moment_before_the_deadline_it_is_not_too_late(offered, clock):
    _edition, second, _third = offered
    clock(DEADLINE - timedelta(microseconds=1))
    assert places.accept_offer(enrolment=second, by=second.person).state == EnrolmentState.CONFIRMED


def test_case_4_the_clock_is_read_after_the_lock_came(offered, clock, monkeypatch):
    _edition, second, third = offered

    def lock_that_came_late(pk: int, **facts):
        edition, _before = locks.lock_edition(pk, **facts)
        with time_machine.travel(DEADLINE + timedelta(seconds=0.2), tick=False):
            return edition, locks.now()

    clock(DEADLINE - timedelta(seconds=0.1))
    monkeypatch.setattr(room, "lock_edition", lock_that_came_late)
    assert refusal(places.accept_offer, enrolment=second, by=second.person).code == "offer_expired"
    assert [now_in(row) for row in (second, third)] == ["lapsed", "offered"]


@pytest.mark.django_db(transaction=True)
def test_case_4_the_lapse_stays_although_the_caller_is_refused(offered, clock):
    _edition, second, third = offered
    clock(DEADLINE)
    with pytest.raises(Refused):
        places.accept_offer(enrolment=second, by=second.person)
    assert [now_in(row) for row in (second, third)] == ["lapsed", "offered"]


@pytest.mark.django_db(transaction=True)
def test_an_answer_never_runs_inside_a_transaction_that_could_take_the_lapse_back(offered):
    from django.db import transaction  # noqa: PLC0415 -- only here

    _edition, second, _third = offered
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        places.accept_offer(enrolment=second, by=second.person)


def test_an_offer_that_was_never_made_cannot_be_accepted(offered):
    _edition, _second, third = offered
    assert refusal(places.accept_offer, enrolment=third, by=third.person).code == "no_offer"


def test_a_withdrawn_person_cannot_accept(offered):
    _edition, second, _third = offered
    leave(second)
    assert refusal(places.accept_offer, enrolment=second, by=second.person).code == "no_offer"


def test_the_sweep_lapses_what_is_due_and_asks_the_next(offered, clock):
    edition, _second, _third = offered
    clock(DEADLINE - timedelta(minutes=1))
    assert sweep() == 0
    clock(DEADLINE + timedelta(minutes=5))
    assert (sweep(), sweep()) == (1, 0)
    assert states(edition) == [(1, "withdrawn"), (2, "lapsed"), (3, "offered")]
    assert Message.objects.filter(template="trainings_lapsed").count() == 1


def test_the_sweep_goes_through_all_editions(world, clock):
    for _ in range(2):
        edition = world.edition(capacity=1)
        first, _second = world.enrol(edition, 2)
        leave(first)
    clock(DEADLINE)
    assert sweep() == 2


def test_an_edition_on_which_somebody_works_does_not_stop_the_sweep(world, clock, monkeypatch):
    busy, other = world.edition(capacity=1), world.edition(capacity=1)
    for edition in (busy, other):
        first, _second = world.enrol(edition, 2)
        places.withdraw(enrolment=first, by=first.person)
    clock(ENROLMENT_OPEN + timedelta(hours=49))

    def enter(pk):
        if pk == busy.pk:
            raise OperationalError("canceling statement due to lock timeout")
        return room.enter(pk)

    monkeypatch.setattr(sweeping, "enter", enter)
    assert places.lapse_due() == 1
    assert [states(edition)[1][1] for edition in (busy, other)] == ["offered", "lapsed"]
    monkeypatch.undo()
    assert places.lapse_due() == 1


def test_whoever_comes_first_finishes_what_the_clock_ended(offered, clock, world):
    edition, second, third = offered
    clock(DEADLINE)
    (newcomer,) = world.enrol(edition)
    assert [now_in(row) for row in (second, third, newcomer)] == ["lapsed", "offered", "waitlisted"]


def test_an_expired_offer_to_nobody_else_frees_the_place_for_a_newcomer(world, clock):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    leave(first)
    clock(DEADLINE)
    (newcomer,) = world.enrol(edition)
    assert [now_in(row) for row in (second, newcomer)] == ["lapsed", "confirmed"]


def test_who_lapsed_may_enrol_again_at_the_end(offered, clock, world):
    edition, second, _third = offered
    clock(DEADLINE)
    row, is_new = places.enrol(edition=edition, person=second.person, city=world.town, by=second.person)
    assert (is_new, row.queue_no, row.state) == (True, 4, "waitlisted")


def test_case_6_two_withdrawals_make_two_offers_in_order(world):
    edition = world.edition(capacity=2)
    confirmed = world.enrol(edition, 2)
    world.enrol(edition, 3)
    for row in confirmed:
        leave(row)
    assert offers(edition) == [(3, "pending"), (4, "pending")]


def test_case_9_a_newcomer_never_sees_the_freed_place(offered, world):
    edition, _second, _third = offered
    (newcomer,) = world.enrol(edition)
    assert (newcomer.state, newcomer.position) == ("waitlisted", 2)


def test_an_offer_never_holds_past_the_start(world, clock):
    edition = world.edition(capacity=1, closes_at=START)
    first, second = world.enrol(edition, 2)
    clock(START - timedelta(hours=30))
    leave(first)
    assert second.offers.get().expires_at == START


def test_in_the_last_hours_nothing_is_offered(world, clock):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    clock(START - timedelta(hours=24))
    leave(first)
    assert (now_in(second), offers(edition)) == ("waitlisted", [])


def test_the_organiser_gives_the_place_by_telephone_instead(world, clock):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    clock(START - timedelta(hours=2))
    leave(first)
    row = places.promote(enrolment=second, by=world.organiser)
    assert (row.state, row.events.last().reason) == ("confirmed", "place_freed")


def test_passing_others_in_the_line_needs_a_reason(world, clock):
    edition = world.edition(capacity=1)
    first, second, third = world.enrol(edition, 3)
    clock(START - timedelta(hours=2))
    leave(first)
    refused = refusal(places.promote, enrolment=third, by=world.organiser)
    assert (refused.code, refused.field) == ("reason_missing", "reason")
    row = places.promote(enrolment=third, by=world.organiser, reason="Nie odbiera telefonu")
    assert (row.state, now_in(second)) == ("confirmed", "waitlisted")


def test_nobody_is_promoted_into_a_full_edition(offered, world):
    _edition, _second, third = offered
    assert refusal(places.promote, enrolment=third, by=world.organiser).code == "edition_full"


def test_only_who_waits_is_promoted(offered, world):
    _edition, second, _third = offered
    assert refusal(places.promote, enrolment=second, by=world.organiser).code == "not_waiting"


def test_after_the_end_nobody_is_promoted(world, clock):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    clock(START - timedelta(hours=2))
    leave(first)
    clock(edition.ends_at)
    assert refusal(places.promote, enrolment=second, by=world.organiser).code == "edition_over"


def test_only_the_organiser_promotes(offered, world):
    _edition, _second, third = offered
    refused = refusal(places.promote, enrolment=third, by=world.coordinator)
    assert (refused.code, refused.status) == ("organiser_only", 403)


def test_the_coordinator_of_the_city_may_answer(offered, world):
    _edition, second, _third = offered
    row = places.accept_offer(enrolment=second, by=world.coordinator)
    assert (row.state, row.events.last().acting_as) == ("confirmed", "coordinator")


@pytest.mark.parametrize("answer", [places.accept_offer, places.decline_offer])
def test_nobody_else_answers_an_offer(offered, world, answer):
    _edition, second, _third = offered
    other = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town).user
    for by, code in ((world.organiser, "not_your_offer"), (world.clerk(), NOT_YOURS), (other, NOT_YOURS)):
        refused = refusal(answer, enrolment=second, by=by)
        assert (refused.code, refused.status) == (code, 403)

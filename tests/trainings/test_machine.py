"""Any order of enrolling, leaving, answering, lapsing, growing and shrinking keeps the rules."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.trainings import START
from kernel.errors import Refused
from tests.trainings import invariants
from tests.trainings.conftest import ENROLMENT_OPEN, World, make_world
from trainings.choices import EnrolmentState
from trainings.models import Approval, CityAllocation, Edition, Enrolment, PlaceOffer
from trainings.queries import with_places
from trainings.services import places

THOROUGH = bool(os.environ.get("RATUSZ_VERIFY"))
SETTINGS = settings(
    max_examples=150 if THOROUGH else 12,
    stateful_step_count=60 if THOROUGH else 25,
    deadline=None,
    derandomize=not THOROUGH,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=set(Phase) if THOROUGH else {Phase.explicit, Phase.generate},
)
REFUSALS = {
    "already_enrolled",
    "approval_expired",
    "approval_over",
    "allocations",
    "no_place",
    "not_transferable",
    "edition_full",
    "edition_started",
    "enrolment_closed",
    "enrolment_over",
    "no_offer",
    "not_waiting",
    "offer_expired",
}
"""The only ways in which a step may be refused."""

POLICIES = [
    {},
    {"per_city_limit": 2},
    {"approval_steps": 1},
    {"approval_steps": 2, "approval_holds_seat": False, "per_city_limit": 2},
]
pick = st.integers(0, 99)


class Places(RuleBasedStateMachine):
    """Two dates, twelve people from two towns, their offices, an organiser and the clock."""

    world: World

    @initialize(capacity=st.integers(1, 4), waiting=st.integers(0, 4), policy=st.sampled_from(POLICIES))
    def begin(self, capacity: int, waiting: int, policy: dict) -> None:
        self.undo = transaction.atomic()
        self.undo._from_testcase = True  # as Django marks its own, so that durable transactions may stand inside
        self.undo.__enter__()
        self.traveller = time_machine.travel(ENROLMENT_OPEN, tick=False)
        self.clock = self.traveller.start()
        self.now = ENROLMENT_OPEN
        self.edition = self.world.edition(capacity=capacity, **policy)
        self.other = self.world.edition(capacity=2)
        for number in range(capacity + waiting):
            self.enrol(number)

    def teardown(self) -> None:
        """Nothing of one run is left for the next."""
        if hasattr(self, "traveller"):
            self.traveller.stop()
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def attempt(self, call, **given) -> None:
        try:
            call(**given)
        except Refused as refused:
            if refused.code not in REFUSALS:
                raise

    def rows(self) -> list[Enrolment]:
        """Those about whom most can be done come first."""
        rows = Enrolment.objects.filter(edition=self.edition).order_by("queue_no")
        return sorted(rows, key=lambda row: (not row.is_active(), row.state != EnrolmentState.OFFERED))

    def reach(self) -> int:
        """How far down the list a step looks: mostly at who is still in."""
        active = sum(row.is_active() for row in self.rows())
        return min(len(self.rows()), active + 1)

    @rule(number=pick)
    def enrol(self, number: int) -> None:
        person = self.world.people[number % len(self.world.people)]
        self.attempt(places.enrol, edition=self.edition, person=person, by=person)

    @precondition(lambda self: self.pending())
    @rule(number=pick, approves=st.booleans())
    def decide(self, number: int, approves: bool) -> None:  # noqa: FBT001 -- Hypothesis gives it by name
        approval = self.pending()[number % len(self.pending())]
        call = places.approve if approves else places.decline
        by = self.world.offices[approval.enrolment.city_id]
        self.attempt(call, approval=approval, by=by, comment="Decyzja")

    def pending(self) -> list[Approval]:
        """Questions not answered yet, the overdue ones too."""
        rows = Approval.objects.filter(enrolment__edition=self.edition, state="pending").order_by("pk")
        return list(rows.select_related("enrolment__edition__course"))

    @precondition(lambda self: self.rows())
    @rule(number=pick, colleague=pick)
    def substitute(self, number: int, colleague: int) -> None:
        row = self.rows()[number % self.reach()]
        people = [person for person in self.world.people if self.world.towns[person.pk] == row.city_id]
        person = people[colleague % len(people)]
        self.attempt(places.substitute, enrolment=row, person=person, by=self.world.offices[row.city_id])

    @precondition(lambda self: self.rows())
    @rule(number=pick)
    def move(self, number: int) -> None:
        row = self.rows()[number % self.reach()]
        by, reason = self.world.organiser, "Inny termin"
        self.attempt(places.transfer, enrolment=row, to=self.other, by=by, reason=reason)

    @precondition(lambda self: self.rows())
    @rule(number=pick)
    def cancel(self, number: int) -> None:
        row = self.rows()[number % self.reach()]
        self.attempt(places.cancel, enrolment=row, by=self.world.organiser, reason="Pomyłka")

    @rule(seats=st.integers(0, 2), hours=st.sampled_from([10, 100]))
    def allocate(self, seats: int, hours: int) -> None:
        release = min(self.now + timedelta(hours=hours), START)
        city, by = self.world.other_town, self.world.organiser
        self.attempt(places.allocate, edition=self.edition, city=city, seats=seats, release_at=release, by=by)

    @precondition(lambda self: self.rows())
    @rule(number=pick, answer=st.sampled_from([places.withdraw, places.accept_offer, places.decline_offer]))
    def act(self, number: int, answer) -> None:
        row = self.rows()[number % self.reach()]
        self.attempt(answer, enrolment=row, by=row.person)

    @precondition(lambda self: self.rows())
    @rule(number=pick)
    def promote(self, number: int) -> None:
        row = self.rows()[number % self.reach()]
        self.attempt(places.promote, enrolment=row, by=self.world.organiser, reason="Telefon")

    @rule(capacity=st.integers(1, 5))
    def resize(self, capacity: int) -> None:
        by = self.world.organiser
        self.attempt(places.change_capacity, edition=self.edition, capacity=capacity, by=by, reason="Sala")

    @rule()
    def lapse(self) -> None:
        places.lapse_due()
        assert not self.is_overdue()

    @rule(hours=st.sampled_from([1, 24, 47, 48, 150]))
    def pass_time(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), START - timedelta(minutes=1))
        self.clock.move_to(self.now)

    @invariant()
    def the_rules_hold(self) -> None:
        if not hasattr(self, "edition"):
            return
        invariants.check(self.edition)
        invariants.check(self.other)
        edition = with_places(Edition.objects.filter(pk=self.edition.pk)).get()
        if edition.taken > edition.capacity:
            assert not Enrolment.objects.filter(edition=edition, state=EnrolmentState.OFFERED).exists()
        if self.is_overdue() or not edition.makes_offers(self.now):
            return
        # Nobody waits beside a place he could have.
        held = Counter(Enrolment.objects.filter(edition=edition, holds_seat=True).values_list("city", flat=True))
        kept = dict(edition.allocations.filter(released_at__isnull=True).values_list("city", "seats"))
        for row in Enrolment.objects.filter(edition=edition).waiting():
            own = max(0, kept.get(row.city_id, 0) - held[row.city_id])
            limit = edition.per_city_limit
            assert edition.free + own <= 0 or (limit is not None and held[row.city_id] >= limit), row

    def is_overdue(self) -> bool:
        """Whether the clock ended something that nobody has come by to finish."""
        return (
            PlaceOffer.objects.filter(state="pending", expires_at__lte=self.now).exists()
            or Approval.objects.filter(state="pending", due_at__lte=self.now).exists()
            or CityAllocation.objects.filter(released_at__isnull=True, release_at__lte=self.now).exists()
        )


@pytest.mark.django_db
def test_any_order_of_steps_keeps_the_rules():
    world = make_world()
    world.people = [world.clerk(world.town if number % 3 else world.other_town) for number in range(12)]
    world.towns = {person.pk: person.roles.get().organisation_id for person in world.people}
    other = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town).user
    world.offices = {world.town.pk: world.coordinator, world.other_town.pk: other}
    Places.world = world
    run_state_machine_as_test(Places, settings=SETTINGS)

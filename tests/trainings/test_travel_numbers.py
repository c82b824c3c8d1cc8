"""Any journeys, any steps: never more than was spent, the total is the sum, and two people handle the money."""

from __future__ import annotations

import os
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.choices import RoleCode
from accounts.models import User
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import START, TravelClaimFactory, TravelLineFactory
from kernel.encryption import decrypt
from kernel.errors import Refused
from kernel.time import local_day, today
from tests.trainings.conftest import make_world
from tests.trainings.travelling import ACCOUNT, DIGITS, Trip, trip
from trainings.choices import NEXT_TRAVEL_STATES, TravelKind, TravelState
from trainings.models import TravelClaim, TravelLine
from trainings.services import travel
from trainings.services.travel.rules import most_of, require_journey, total_of

THOROUGH = bool(os.environ.get("RATUSZ_VERIFY"))
SETTINGS = settings(
    max_examples=200 if THOROUGH else 15,
    stateful_step_count=40 if THOROUGH else 20,
    deadline=None,
    derandomize=not THOROUGH,
    database=None,
    suppress_health_check=list(HealthCheck),
)

rates = st.decimals(Decimal("0.0001"), Decimal("9.9999"), places=4)
kilometres = st.integers(1, 10_000)
grosze = st.integers(1, 99_999_999).map(lambda n: Decimal(n) / 100)


def line(**facts) -> TravelLine:
    return TravelLine(from_place="A", to_place="B", **facts)


def code_of(made: TravelLine) -> str:
    try:
        require_journey(made)
    except Refused as refusal:
        return refusal.code
    return ""


# -- arithmetic ------------------------------------------------------------------------------------------


@given(rates, kilometres)
def test_rate_by_kilometres_is_rounded_half_up_to_the_grosz(rate, km):
    exact = Fraction(rate) * km * 100
    rounded = int(exact) + (exact - int(exact) >= Fraction(1, 2))
    assert most_of(line(kind=TravelKind.CAR, rate=rate, km=km)) * 100 == rounded


@given(rates, kilometres, grosze)
def test_by_car_anything_up_to_the_rate_is_taken_and_nothing_above(rate, km, claimed):
    most = (rate * km).quantize(Decimal("0.01"), ROUND_HALF_UP)
    made = line(kind=TravelKind.CAR, rate=rate, km=km, claimed=claimed)
    assert code_of(made) == ("over_rate" if claimed > most else "")


@given(grosze, grosze)
def test_by_ticket_anything_up_to_its_price_is_taken_and_nothing_above(price, claimed):
    made = line(kind=TravelKind.TICKET, ticket_amount=price, claimed=claimed)
    assert code_of(made) == ("over_ticket" if claimed > price else "")


@given(st.lists(grosze, max_size=50))
def test_the_total_is_the_sum_to_the_grosz(amounts):
    found = total_of([line(kind=TravelKind.TICKET, claimed=amount) for amount in amounts])
    assert (found * 100, found.as_tuple().exponent) == (sum(int(amount * 100) for amount in amounts), -2)


def accepted(claim: TravelClaim, **facts) -> bool:
    try:
        with transaction.atomic():
            TravelLineFactory(claim=claim, **facts).delete()
    except IntegrityError:
        return False
    return True


@pytest.mark.django_db
def test_the_database_draws_the_line_where_the_service_does():
    claim = TravelClaimFactory()

    @settings(SETTINGS, max_examples=400 if THOROUGH else 60)
    @given(rates, kilometres)
    def draws_it(rate, km):
        most = most_of(line(kind=TravelKind.CAR, rate=rate, km=km))
        facts = {"rate": rate, "km": km}
        if most:
            assert accepted(claim, **facts, claimed=most)
        assert not accepted(claim, **facts, claimed=most + Decimal("0.01"))

    draws_it()


# -- the machine -----------------------------------------------------------------------------------------

REFUSALS = {
    "claim_state",
    "four_eyes",
    "lines_missing",
    "nothing_attended",
    "not_attended",
    "over_limit",
    "paid_on",
}
"""The only ways in which a step may be refused."""
LIMIT = Decimal("300.00")


class Travelling(RuleBasedStateMachine):
    """One person, two organisers of whom one also pays, a finance officer, attendance that is corrected, a clock."""

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo._from_testcase = True
        self.undo.__enter__()
        self.traveller = time_machine.travel(START + timedelta(days=2), tick=False)
        self.clock = self.traveller.start()
        world = make_world()
        self.trip: Trip = trip(world, travel_limit=LIMIT)
        both = ProjectRoleFactory(project=world.project, role=RoleCode.ORGANISER).user
        ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER, user=both)
        self.both = User.objects.get(pk=both.pk)
        self.seen: dict[int, TravelState] = {}

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            self.traveller.stop()
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def newest(self) -> TravelClaim | None:
        return TravelClaim.objects.order_by("-pk").first()

    def attempt(self, call, **facts) -> None:
        try:
            with transaction.atomic():
                call(**facts)
        except Refused as refusal:
            if refusal.code not in REFUSALS:
                raise

    @rule()
    def start(self) -> None:
        self.attempt(travel.begin, enrolment=self.trip.enrolment, by=self.trip.person)

    @rule(km=st.integers(1, 200))
    def drive(self, km: int) -> None:
        if claim := self.newest():
            self.attempt(self.trip.car, claim=claim, km=km)

    @rule()
    def drop(self) -> None:
        claim = self.newest()
        if claim and (last := claim.lines.last()):
            self.attempt(travel.remove_line, line=last, by=self.trip.person)

    @rule()
    def give(self) -> None:
        if claim := self.newest():
            self.attempt(travel.submit, claim=claim, account=ACCOUNT, by=self.trip.person)

    @rule(step=st.sampled_from(["approve", "send_back", "reject"]), by_both=st.booleans())
    def decide(self, step: str, by_both: bool) -> None:  # noqa: FBT001 -- drawn by hypothesis
        if claim := self.newest():
            by = self.both if by_both else self.trip.organiser
            facts = {} if step == "approve" else {"reason": "Tak postanowiono."}
            self.attempt(getattr(travel, step), claim=claim, by=by, **facts)

    @rule(by_both=st.booleans(), days=st.integers(-3, 1))
    def disburse(self, by_both: bool, days: int) -> None:  # noqa: FBT001 -- as above
        if claim := self.newest():
            by = self.both if by_both else self.trip.finance
            self.attempt(travel.pay, claim=claim, paid_on=today() + timedelta(days=days), by=by)

    @rule()
    def throw_away(self) -> None:
        if claim := self.newest():
            self.attempt(travel.withdraw, claim=claim, by=self.trip.person)

    @rule(minutes=st.sampled_from([0, 360]))
    def correct_attendance(self, minutes: int) -> None:
        self.trip.attended(minutes)

    @rule()
    def wait(self) -> None:
        self.clock.shift(timedelta(days=1))

    @invariant()
    def the_rules_hold(self) -> None:
        if not hasattr(self, "trip"):
            return
        claims = list(TravelClaim.objects.prefetch_related("lines"))
        assert sum(claim.state != TravelState.REJECTED for claim in claims) <= 1
        for claim in claims:
            self.check(claim)
        self.seen = {claim.pk: TravelState(claim.state) for claim in claims}

    def check(self, claim: TravelClaim) -> None:
        before = self.seen.get(claim.pk, TravelState.DRAFT)
        assert claim.state == before or claim.state in NEXT_TRAVEL_STATES[before]
        lines = list(claim.lines.all())
        assert all(Decimal(0) < one.claimed <= most_of(one) for one in lines)
        if claim.state not in {TravelState.DRAFT, TravelState.RETURNED}:
            assert claim.amount == total_of(lines) <= LIMIT
            assert decrypt(claim.closed_account) == DIGITS
        if claim.state == TravelState.PAID:
            assert claim.paid_by_id != claim.decided_by_id
            assert local_day(claim.decided_at) <= claim.paid_on <= today()


@pytest.mark.django_db
def test_any_order_of_steps_keeps_the_rules():
    run_state_machine_as_test(Travelling, settings=SETTINGS)

"""Two organisers decide at the same moment; a payment and an approval; two drafts begun at once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.grants import ProjectRoleFactory
from kernel.errors import Refused
from kernel.time import now, today
from mail.models import Message
from tests.threads import at_once, codes
from tests.trainings.conftest import make_world
from tests.trainings.travelling import ACCOUNT, Trip, trip
from trainings.choices import TravelState
from trainings.models import TravelClaim
from trainings.services import travel

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture
def trip_(transactional_db) -> Trip:
    """By the real clock, a training of the day before yesterday."""
    world = make_world()
    begins = now() - timedelta(days=2)
    world.project.periods.update(
        starts_on=today() - timedelta(days=200),
        ends_on=today() + timedelta(days=200),
        due_on=today() + timedelta(days=220),
    )
    return trip(world, starts_at=begins)


def happened(action: str) -> int:
    return Event.objects.filter(action=f"trainings.travel_claim.{action}").count()


def test_two_approvals_at_once_are_one(trip_):
    other = ProjectRoleFactory(project=trip_.world.project, role=RoleCode.ORGANISER).user
    claim = trip_.submitted()
    answers = at_once(*[partial(travel.approve, claim=claim, by=by) for by in (trip_.organiser, other) * 3])
    assert codes(answers) == []
    assert {answer.decided_by_id for answer in answers} == {TravelClaim.objects.get().decided_by_id}
    assert (happened("approved"), Message.objects.count()) == (1, 1)


def test_an_approval_and_a_rejection_at_once_end_in_one_of_them(trip_):
    claim = trip_.submitted()
    answers = at_once(
        partial(travel.approve, claim=claim, by=trip_.organiser),
        partial(travel.reject, claim=claim, reason="Nie", by=trip_.organiser),
    )
    assert codes(answers) == ["claim_state"]
    assert TravelClaim.objects.get().state in {TravelState.APPROVED, TravelState.REJECTED}
    assert happened("approved") + happened("rejected") == 1


def test_two_payments_at_once_are_one(trip_):
    claim = trip_.approved()
    answers = at_once(
        *[partial(travel.pay, claim=claim, paid_on=today(), by=by) for by in (trip_.finance, trip_.manager) * 2]
    )
    assert codes(answers) == []
    assert (happened("paid"), Message.objects.filter(template="trainings_travel_paid").count()) == (1, 1)


def test_two_drafts_begun_at_once_are_one(trip_):
    answers = at_once(*[partial(travel.begin, enrolment=trip_.enrolment, by=trip_.person)] * 6)
    assert sorted(is_new for _claim, is_new in answers) == [False] * 5 + [True]
    assert TravelClaim.objects.count() == 1


def test_a_line_and_the_submission_at_once_never_change_what_was_frozen(trip_):
    claim = trip_.draft()
    trip_.car(claim, km=100)
    added, _done = at_once(
        partial(trip_.car, claim, km=10), partial(travel.submit, claim=claim, account=ACCOUNT, by=trip_.person)
    )
    claim.refresh_from_db()
    assert claim.amount == sum(line.claimed for line in claim.lines.all())
    assert not isinstance(added, Refused) or added.code == "claim_state"

"""Giving a place or the wait up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import START
from grants.choices import PeriodState
from grants.models import ReportingPeriod
from mail.models import Message
from tests.trainings.conftest import refusal, states
from trainings.permissions import can_withdraw
from trainings.services import places

pytestmark = pytest.mark.django_db


def test_withdrawing_frees_the_seat_and_is_on_record(world):
    (row,) = world.enrol(world.edition())
    row = places.withdraw(enrolment=row, by=row.person)
    assert (row.state, row.holds_seat, row.late_withdrawal) == ("withdrawn", False, False)
    step = row.events.last()
    assert (step.from_state, step.to_state, step.acting_as, step.reason) == (
        "confirmed",
        "withdrawn",
        "person",
        "withdrawal",
    )


def test_withdrawing_again_changes_nothing(world):
    (row,) = world.enrol(world.edition())
    for _ in range(2):
        places.withdraw(enrolment=row, by=row.person)
    assert row.events.count() == 2
    assert Message.objects.filter(template="trainings_withdrawn").count() == 1


def test_somebody_who_waits_leaves_the_line_and_the_others_move_up(world):
    edition = world.edition(capacity=1)
    rows = world.enrol(edition, 3)
    places.withdraw(enrolment=rows[1], by=rows[1].person)
    assert states(edition) == [(1, "confirmed"), (2, "withdrawn"), (3, "waitlisted")]


@pytest.mark.parametrize(("after", "is_late"), [(timedelta(0), False), (timedelta(minutes=1), True)])
def test_after_the_free_days_a_withdrawal_is_late(world, clock, after, is_late):
    edition = world.edition()
    (row,) = world.enrol(edition)
    clock(edition.withdraw_until + after)
    assert places.withdraw(enrolment=row, by=row.person).late_withdrawal is is_late


def test_leaving_the_line_is_never_late(world, clock):
    edition = world.edition(capacity=1)
    _first, row = world.enrol(edition, 2)
    clock(START - timedelta(hours=1))
    assert places.withdraw(enrolment=row, by=row.person).late_withdrawal is False


def test_once_the_training_has_begun_only_the_organiser_takes_people_off(world, clock):
    (row,) = world.enrol(world.edition())
    clock(START)
    for by in (row.person, world.coordinator):
        assert refusal(places.withdraw, enrolment=row, by=by).code == "edition_started"
    assert refusal(places.withdraw, enrolment=row, by=world.organiser).code == "reason_missing"
    row = places.withdraw(enrolment=row, by=world.organiser, reason="Nie dojechał")
    assert (row.state, row.reason, row.events.last().acting_as) == ("withdrawn", "Nie dojechał", "organiser")


def test_who_coordinates_the_city_and_organises_takes_people_off_as_the_organiser(world, clock):
    (row,) = world.enrol(world.edition())
    ProjectRoleFactory(project=world.project, role=RoleCode.ORGANISER, user=world.coordinator)
    clock(START)
    assert can_withdraw(world.coordinator, row)
    row = places.withdraw(enrolment=row, by=world.coordinator, reason="Nie dojechał")
    assert row.events.last().acting_as == "organiser"


def test_after_the_report_went_out_the_list_stays(world, clock):
    (row,) = world.enrol(world.edition())
    ReportingPeriod.objects.update(state=PeriodState.LOCKED)
    clock(START)
    assert refusal(places.withdraw, enrolment=row, by=world.organiser, reason="x").code == "period_locked"


def test_a_coordinator_withdraws_people_of_the_own_city_only(world):
    edition = world.edition()
    own, other = world.enrol(edition, 2)
    stranger = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town).user
    assert places.withdraw(enrolment=own, by=world.coordinator).state == "withdrawn"
    assert refusal(places.withdraw, enrolment=other, by=stranger).code == "not_your_enrolment"


def test_a_change_based_on_an_old_version_is_refused(world):
    (row,) = world.enrol(world.edition())
    assert refusal(places.withdraw, enrolment=row, by=row.person, version=row.version + 1).code == "stale"


def test_what_is_over_stays_over(world, clock):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    places.withdraw(enrolment=first, by=first.person)
    clock(START - timedelta(days=10))
    places.lapse_due()
    assert refusal(places.withdraw, enrolment=second, by=second.person).code == "enrolment_over"

"""Periods open and lock; a locked one takes no dated fact."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.grants import PeriodFactory, ProjectFactory, ProjectRoleFactory
from grants import services
from grants.choices import PeriodState
from kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def manager(project):
    return ProjectRoleFactory(project=project).user


def refusal(call, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value


def test_a_day_in_an_open_period_may_be_written(project):
    period = PeriodFactory(project=project)
    assert services.require_open(project_id=project.pk, day=date(2026, 12, 31)) == period


@pytest.mark.parametrize(
    ("state", "code"), [(PeriodState.PLANNED, "period_not_open"), (PeriodState.LOCKED, "period_locked")]
)
def test_a_day_in_a_period_that_is_not_open_is_refused(project, state, code):
    PeriodFactory(project=project, state=state)
    assert refusal(services.require_open, project_id=project.pk, day=date(2026, 5, 1)).code == code


def test_a_day_outside_all_periods_is_refused(project):
    PeriodFactory(project=project)
    assert refusal(services.require_open, project_id=project.pk, day=date(2027, 1, 1)).code == "period_missing"


def test_the_manager_opens_and_locks_a_period_and_both_are_on_record(project, manager):
    period = PeriodFactory(project=project, state=PeriodState.PLANNED)
    services.open_period(period=period, by=manager)
    locked = services.lock_period(period=period, by=manager)
    assert (locked.state, locked.version) == (PeriodState.LOCKED, 3)
    assert list(Event.objects.order_by("id").values_list("action", "actor", "after")) == [
        ("grants.period.opened", manager.pk, {"state": "open"}),
        ("grants.period.locked", manager.pk, {"state": "locked"}),
    ]


def test_a_locked_period_cannot_be_opened_again(project, manager):
    period = PeriodFactory(project=project, state=PeriodState.LOCKED)
    assert refusal(services.open_period, period=period, by=manager).code == "period_state"


def test_only_the_manager_of_the_project_moves_its_periods(project):
    stranger = ProjectRoleFactory().user
    period = PeriodFactory(project=project, state=PeriodState.PLANNED)
    refused = refusal(services.open_period, period=period, by=stranger)
    assert (refused.code, refused.status) == ("manager_only", 403)


def test_a_change_based_on_an_old_version_is_refused(project, manager):
    period = PeriodFactory(project=project, state=PeriodState.PLANNED, version=4)
    assert refusal(services.open_period, period=period, by=manager, version=3).code == "stale"


def test_periods_of_a_project_never_overlap(project, manager):
    PeriodFactory(project=project)
    days = {"starts_on": date(2026, 12, 31), "ends_on": date(2027, 6, 30), "due_on": date(2027, 7, 31)}
    assert refusal(services.plan_period, project=project, by=manager, **days).code == "period_overlaps"


def test_the_next_period_gets_the_next_number(project, manager):
    PeriodFactory(project=project)
    days = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 6, 30), "due_on": date(2027, 7, 31)}
    period = services.plan_period(project=project, by=manager, **days)
    assert (period.number, period.state) == (2, PeriodState.PLANNED)


def test_a_role_that_ended_gives_no_right(project):
    role = ProjectRoleFactory(project=project, valid_to=date(2026, 2, 1))
    period = PeriodFactory(project=project, state=PeriodState.PLANNED)
    assert refusal(services.open_period, period=period, by=role.user).code == "manager_only"


def test_somebody_without_a_role_sees_no_project(project):
    assert list(type(project).objects.visible_to(UserFactory())) == []

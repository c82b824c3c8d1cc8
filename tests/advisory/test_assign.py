"""The project manager sends one advisor at a time to a town that the project supports."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from advisory import services
from advisory.choices import AssignmentState
from advisory.models import Assignment
from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.advisory import AdvisorFactory, AssignmentFactory, ConsultationFactory, SubmittedFactory
from config.factories.grants import ProjectPartnerFactory
from config.factories.organisations import MunicipalityFactory
from tests.advisory.conftest import at, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


@pytest.fixture
def order(project, manager):
    """What the manager asks for."""
    return {
        "advisor": AdvisorFactory().user,
        "city": ProjectPartnerFactory(project=project, organisation=MunicipalityFactory()).organisation,
        "project": project,
        "valid_from": date(2026, 6, 1),
        "valid_to": date(2026, 12, 1),
        "minutes_budget": 2400,
        "by": manager,
    }


@pytest.mark.parametrize(
    ("first", "state"),
    [(date(2026, 6, 1), AssignmentState.ACTIVE), (date(2026, 6, 16), AssignmentState.PLANNED)],
)
def test_an_assignment_holds_from_its_first_day(order, first, state):
    made = services.assign_advisor(**{**order, "valid_from": first})
    assert (made.state, made.last_day) == (state, date(2026, 11, 30))
    assert Event.objects.get(action="advisory.assignment.made").after["minutes_budget"] == 2400


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valid_to": date(2026, 6, 1)}, "assignment_dates"),
        ({"valid_from": date(2025, 12, 31)}, "assignment_dates"),
        ({"valid_to": date(2028, 1, 2)}, "assignment_dates"),
    ],
)
def test_days_that_cannot_be_are_refused(order, change, code):
    assert refusal(services.assign_advisor, **{**order, **change}).code == code


def test_it_may_last_as_long_as_the_project(order):
    assert services.assign_advisor(**{**order, "valid_to": date(2028, 1, 1)}).last_day == date(2027, 12, 31)


def test_only_advisors_are_sent(order):
    assert refusal(services.assign_advisor, **{**order, "advisor": UserFactory()}).code == "advisor_role"


def test_only_supported_towns_get_one(order):
    assert refusal(services.assign_advisor, **{**order, "city": MunicipalityFactory()}).code == "city_not_supported"


def test_a_town_has_one_advisor_at_a_time_in_a_project(order):
    services.assign_advisor(**order)
    second = {**order, "advisor": AdvisorFactory().user, "valid_to": date(2027, 6, 1)}
    assert refusal(services.assign_advisor, **{**second, "valid_from": date(2026, 11, 30)}).code == (
        "city_has_an_advisor"
    )
    successor = services.assign_advisor(**{**second, "valid_from": date(2026, 12, 1)})
    assert successor.state == AssignmentState.PLANNED


def test_the_database_keeps_that_rule_too(assignment):
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentFactory(project=assignment.project, city=assignment.city)


def test_only_the_manager_of_the_project_assigns(order, advisor):
    refused = refusal(services.assign_advisor, **{**order, "by": advisor})
    assert (refused.code, refused.status) == ("manager_only", 403)


def test_an_assignment_ends_before_a_day_on_which_nothing_was_logged(assignment, manager):
    SubmittedFactory(assignment=assignment, starts_at=at(10, 9))
    ConsultationFactory(assignment=assignment, starts_at=at(14, 9), state="withdrawn")
    end = {"assignment": assignment, "reason": "Rezygnacja", "by": manager}
    assert refusal(services.end_assignment, valid_to=date(2026, 6, 10), **end).code == "consultations_later"
    ended = services.end_assignment(valid_to=date(2026, 6, 11), version=1, **end)
    assert (ended.state, ended.valid_to, ended.version) == (AssignmentState.ENDED, date(2026, 6, 11), 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valid_to": date(2026, 1, 1)}, "assignment_dates"),
        ({"valid_to": date(2027, 1, 2)}, "assignment_dates"),
        ({"reason": ""}, "reason_missing"),
        ({"version": 2}, "stale"),
    ],
)
def test_an_end_that_makes_no_sense_is_refused(assignment, manager, change, code):
    given = {"assignment": assignment, "valid_to": date(2026, 7, 1), "reason": "x", "by": manager, **change}
    assert refusal(services.end_assignment, **given).code == code


def test_the_budget_grows_with_a_reason_and_shrinks_to_what_is_used(assignment, manager):
    SubmittedFactory(assignment=assignment)
    change = {"assignment": assignment, "reason": "Aneks", "by": manager}
    refused = refusal(services.change_budget, minutes_budget=59, **change)
    assert (refused.code, refused.facts) == ("budget_below_used", {"minutes_used": 60})
    assert services.change_budget(minutes_budget=60, **change).minutes_budget == 60
    assert refusal(services.change_budget, minutes_budget=90, **{**change, "reason": ""}).code == "reason_missing"


def test_the_sweep_ends_one_and_begins_the_next_and_once(order):
    first = services.assign_advisor(**{**order, "valid_to": date(2026, 7, 1)})
    following = {"valid_from": date(2026, 7, 1), "advisor": AdvisorFactory().user}
    second = services.assign_advisor(**{**order, **following})
    with time_machine.travel(datetime(2026, 6, 30, 22, tzinfo=UTC), tick=False):  # midnight in Warsaw
        assert (services.settle_assignments(), services.settle_assignments()) == (2, 0)
    states = dict(Assignment.objects.values_list("pk", "state"))
    assert states == {first.pk: AssignmentState.ENDED, second.pk: AssignmentState.ACTIVE}

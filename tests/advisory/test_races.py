"""Two phones at once: one consultation is kept, a minute is spent once, a number is given once."""

from __future__ import annotations

from functools import partial

import pytest

from accounts.choices import RoleCode
from accounts.models import BusyTime
from advisory import services
from advisory.choices import ConsultationState
from advisory.models import Consultation
from config.factories.accounts import RoleFactory
from config.factories.advisory import AdvisorFactory, AssignmentFactory, SubmittedFactory
from config.factories.grants import ProjectPartnerFactory
from config.factories.organisations import MunicipalityFactory
from kernel.errors import Refused
from mail.models import Message
from tests.advisory.conftest import at, told
from tests.threads import at_once, codes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, pytest.mark.usefixtures("evening")]


def log(assignment, starts_at, ends_at):
    return partial(
        services.log_consultation,
        assignment=assignment,
        send=True,
        by=assignment.advisor,
        **told(starts_at, ends_at),
    )


@pytest.mark.parametrize("towns", [1, 2])
def test_of_two_that_overlap_exactly_one_is_kept(assignment, advisor, towns):
    other = AssignmentFactory(advisor=advisor, project=assignment.project) if towns == 2 else assignment
    outcomes = at_once(log(assignment, at(15, 10), at(15, 12)), log(other, at(15, 11, 59), at(15, 13)))
    assert codes(outcomes) == ["person_busy"]
    assert (Consultation.objects.count(), BusyTime.objects.count(), Consultation.objects.get().number) == (1, 1, 1)


def test_two_that_touch_are_both_kept(assignment):
    assert codes(at_once(log(assignment, at(15, 10), at(15, 12)), log(assignment, at(15, 12), at(15, 13)))) == []
    assert Consultation.objects.count() == 2


def test_eighty_hours_seventy_eight_used_two_more_submitted_twice(assignment):
    assignment.minutes_budget = 80 * 60
    assignment.save()
    for day in range(1, 14):
        SubmittedFactory(assignment=assignment, starts_at=at(day, 8), ends_at=at(day, 14), number=100 + day)
    outcomes = at_once(log(assignment, at(15, 8), at(15, 10)), log(assignment, at(15, 10), at(15, 11, 30)))
    refusal = next(outcome for outcome in outcomes if isinstance(outcome, Refused))
    assert refusal.code == "budget_exceeded"
    assert refusal.facts in (
        {"minutes_left": 0, "minutes_over": 90},
        {"minutes_left": 30, "minutes_over": 90},
    )
    spent = sum(Consultation.objects.using_budget().values_list("minutes_counted", flat=True))
    assert spent in (80 * 60, 79 * 60 + 30)


def test_eight_towns_at_once_get_eight_numbers_without_a_gap(project, period):
    assignments = [AssignmentFactory(project=project) for _ in range(8)]
    assert codes(at_once(*(log(one, at(15, 10), at(15, 12)) for one in assignments))) == []
    numbers = sorted(Consultation.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 9))


def test_a_double_click_accepts_once_and_tells_once(assignment):
    waiting = SubmittedFactory(assignment=assignment)
    people = [RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=assignment.city).user for _ in range(2)]
    accept = [partial(services.accept, consultation=waiting, by=person) for person in people]
    assert codes(at_once(*accept)) == ["consultation_state"]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.version) == (ConsultationState.ACCEPTED, 2)
    assert Message.objects.filter(template="advisory_accepted").count() == 1


def test_accepting_and_withdrawing_at_once_end_in_one_of_the_two(assignment, advisor, coordinator):
    waiting = SubmittedFactory(assignment=assignment)
    outcomes = at_once(
        partial(services.accept, consultation=waiting, by=coordinator),
        partial(services.withdraw, consultation=waiting, by=advisor),
    )
    assert codes(outcomes) == ["consultation_state"]


def test_two_managers_send_one_advisor_to_a_town(project, manager):
    city = ProjectPartnerFactory(project=project, organisation=MunicipalityFactory()).organisation
    days = {"valid_from": assignment_day(1), "valid_to": assignment_day(30), "minutes_budget": 60}
    order = partial(services.assign_advisor, city=city, project=project, by=manager, **days)
    outcomes = at_once(*(partial(order, advisor=AdvisorFactory().user) for _ in range(2)))
    assert codes(outcomes) == ["city_has_an_advisor"]


def assignment_day(day: int):
    return at(day, 12).date()

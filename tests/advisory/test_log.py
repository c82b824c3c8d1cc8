"""An advisor writes down what was consulted: when it may be, and what it is counted as."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from accounts.models import BusyTime
from advisory import services
from advisory.choices import ConsultationState
from advisory.models import Consultation, ConsultationEvent
from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.advisory import AssignmentFactory
from config.factories.grants import PeriodFactory
from grants.choices import PeriodState
from tests.advisory.conftest import at, refusal, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def log(assignment, starts_at, ends_at, **more):
    return services.log_consultation(assignment=assignment, by=assignment.advisor, **told(starts_at, ends_at, **more))


def test_a_draft_is_kept_its_time_is_booked_and_it_has_no_number(assignment, advisor):
    draft = log(assignment, at(15, 10), at(15, 12))
    assert (draft.state, draft.minutes_counted, draft.number) == (ConsultationState.DRAFT, 120, None)
    assert (draft.city, draft.project) == (assignment.city, assignment.project)
    assert BusyTime.objects.get(user=advisor).source_id == draft.pk
    assert ConsultationEvent.objects.values_list("from_state", "to_state", "actor").get() == (
        "",
        "draft",
        advisor.pk,
    )
    assert Event.objects.filter(action="advisory.consultation.logged").count() == 1


def test_sent_at_once_it_gets_the_first_number_of_the_year(assignment):
    sent = log(assignment, at(15, 10), at(15, 12), send=True)
    assert (sent.state, sent.reference, sent.version) == (ConsultationState.SUBMITTED, "1/2026", 1)


def test_numbers_have_no_gap_where_a_submission_is_refused(assignment):
    log(assignment, at(14, 10), at(14, 11), send=True)
    refusal(log, assignment=assignment, starts_at=at(14, 12), ends_at=at(14, 13), summary="", send=True)
    assert log(assignment, at(14, 14), at(14, 15), send=True).number == 2


def test_each_project_and_year_counts_for_itself(assignment):
    other = AssignmentFactory(project__starts_on=date(2025, 1, 1), valid_from=date(2025, 12, 1))
    PeriodFactory(project=other.project, starts_on=date(2025, 12, 1))
    numbers = [
        log(assignment, at(14, 10), at(14, 11), send=True).reference,
        log(other, at(14, 10), at(14, 11), send=True).reference,
        log(other, datetime(2025, 12, 31, 9, tzinfo=UTC), datetime(2025, 12, 31, 10, tzinfo=UTC), send=True).reference,
    ]
    assert numbers == ["1/2026", "1/2026", "1/2025"]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "code"),
    [
        (at(15, 12), at(15, 12), "consultation_times"),
        (at(15, 12), at(15, 11), "consultation_times"),
        (at(15, 7), at(15, 19, 1), "consultation_too_long"),
        (at(15, 19), at(15, 20, 1), "consultation_in_future"),
    ],
)
def test_a_time_that_cannot_be_is_refused(assignment, starts_at, ends_at, code):
    assert refusal(log, assignment=assignment, starts_at=starts_at, ends_at=ends_at).code == code


def test_twelve_hours_up_to_this_minute_are_accepted(assignment):
    assert log(assignment, at(15, 8), at(15, 20)).minutes_counted == 720


def test_touching_is_no_overlap_and_one_minute_is(assignment):
    log(assignment, at(15, 10), at(15, 12))
    refused = refusal(log, assignment=assignment, starts_at=at(15, 11, 59), ends_at=at(15, 13))
    assert refused.code == "person_busy"
    assert log(assignment, at(15, 12), at(15, 13)).minutes_counted == 60
    assert Consultation.objects.count() == 2


def test_two_towns_share_one_advisor_and_one_clock(assignment, advisor):
    other = AssignmentFactory(advisor=advisor, project=assignment.project)
    log(assignment, at(15, 10), at(15, 12))
    assert refusal(log, assignment=other, starts_at=at(15, 11), ends_at=at(15, 13)).code == "person_busy"


def test_a_night_belongs_to_the_warsaw_day_on_which_it_began(assignment):
    night = log(assignment, at(14, 23), at(15, 1))
    assert (night.day, night.minutes_counted) == (date(2026, 6, 14), 120)


@pytest.mark.parametrize(("month", "day", "minutes"), [(3, 28, 6 * 60), (10, 24, 8 * 60)])
def test_from_23_to_6_a_change_of_the_clock_counts_what_really_passed(assignment, month, day, minutes):
    starts_at, ends_at = at(day, 23, 0, month), at(day + 1, 6, 0, month)
    with time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC), tick=False):
        assert log(assignment, starts_at, ends_at).minutes_counted == minutes


@pytest.mark.parametrize(
    ("first", "end", "code"),
    [
        (date(2026, 6, 16), date(2027, 1, 1), "outside_assignment"),
        (date(2026, 1, 1), date(2026, 6, 15), "outside_assignment"),
        (date(2026, 6, 15), date(2026, 6, 16), None),
    ],
)
def test_it_lies_within_the_days_of_the_assignment(project, period, first, end, code):
    assignment = AssignmentFactory(project=project, valid_from=first, valid_to=end)
    given = {"assignment": assignment, "starts_at": at(15, 10), "ends_at": at(15, 11)}
    if code:
        assert refusal(log, **given).code == code
    else:
        assert log(**given).state == ConsultationState.DRAFT


@pytest.mark.parametrize(
    ("state", "code"), [(PeriodState.LOCKED, "period_locked"), (PeriodState.PLANNED, "period_not_open")]
)
def test_a_day_in_a_period_that_is_not_open_is_refused(assignment, period, state, code):
    period.state = state
    period.save()
    assert refusal(log, assignment=assignment, starts_at=at(15, 10), ends_at=at(15, 11)).code == code
    assert not BusyTime.objects.exists()


def test_nobody_writes_for_the_advisor(assignment, manager):
    given = {"assignment": assignment, **told(at(15, 10), at(15, 11))}
    for person in (manager, UserFactory()):
        refused = refusal(services.log_consultation, by=person, **given)
        assert (refused.code, refused.status) == ("advisor_only", 403)


def test_an_advisor_whose_role_ended_writes_no_more(assignment, advisor):
    advisor.roles.update(valid_to=date(2026, 6, 15))
    given = {"assignment": assignment, **told(at(14, 10), at(14, 11))}
    assert refusal(services.log_consultation, by=advisor, **given).code == "advisor_only"

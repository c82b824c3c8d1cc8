"""What must hold of trainings and advice, however their rows came to be."""

from __future__ import annotations

from collections import defaultdict

from accounts.choices import RoleCode
from advisory.choices import USING_BUDGET
from advisory.models import Assignment, Consultation
from jobs.models import Sequence
from kernel.time import local_day
from trainings.choices import NEXT_STATES, EnrolmentState, OfferState
from trainings.models import Attendance, Edition, Enrolment


def check_places():
    """Nobody is overbooked, nobody waits beside a free place, numbers are given in order."""
    for edition in Edition.objects.all():
        rows = list(edition.enrolments.order_by("queue_no"))
        seats = sum(row.holds_seat for row in rows)
        waiting = [row for row in rows if row.state == EnrolmentState.WAITLISTED]
        assert seats <= edition.capacity
        assert not waiting or seats == edition.capacity or edition.state == "cancelled"
        assert [row.queue_no for row in rows] == list(range(1, len(rows) + 1))
        assert edition.next_queue_no == len(rows) + 1
        assert [row.submitted_at for row in rows] == sorted(row.submitted_at for row in rows)
        assert all(edition.opens_at <= row.submitted_at < edition.closes_at for row in rows)


def check_ways():
    """The steps of each enrolment lead where it stands, in the order of time; offers fit."""
    for row in Enrolment.objects.prefetch_related("events", "offers"):
        steps = list(row.events.all())
        assert steps, (row.edition.code, row.state, row.source)
        assert steps[0].from_state == EnrolmentState.DRAFT
        assert [step.from_state for step in steps[1:]] == [step.to_state for step in steps[:-1]]
        assert steps[-1].to_state == row.state
        assert all(step.to_state in NEXT_STATES[step.from_state] for step in steps)
        assert [step.at for step in steps] == sorted(step.at for step in steps)
        assert row.version == len(steps) + bool(row.outcome)  # the settlement is a version, and no step
        offered = sum(step.to_state == EnrolmentState.OFFERED for step in steps)
        assert len(row.offers.all()) == offered
        pending = [offer for offer in row.offers.all() if offer.state == OfferState.PENDING]
        assert bool(pending) == (row.state == EnrolmentState.OFFERED)


def check_attendance():
    """Only who has a place is there, for no longer than the session, after it began, in a period of the project."""
    rows = Attendance.objects.select_related("session__edition__course__project", "enrolment")
    for row in rows.prefetch_related("session__edition__course__project__periods"):
        assert row.enrolment.edition_id == row.session.edition_id
        assert row.enrolment.state == EnrolmentState.CONFIRMED
        assert row.minutes <= row.session.counted_min
        assert row.recorded_at > row.session.starts_at
        assert _in_a_period(row.session.edition.course.project, row.session.starts_at)


def check_consultations():
    """Numbers without gaps, within the budget, decided by the town, steps that lead where it stands."""
    numbers, used = defaultdict(list), defaultdict(int)
    rows = Consultation.objects.select_related("project", "assignment__advisor", "city", "decided_by")
    for row in rows.prefetch_related("events", "project__periods"):
        assert row.city_id == row.assignment.city_id
        assert row.assignment.covers(row.day)
        assert _in_a_period(row.project, row.starts_at)
        if row.number:
            numbers[row.project_id, row.year].append(row.number)
        if row.state in USING_BUDGET:
            used[row.assignment_id] += row.minutes_counted
        if row.decided_by:
            held = row.decided_by.roles.filter(role=RoleCode.CITY_COORDINATOR, organisation=row.city)
            assert held.exists()
        steps = list(row.events.all())
        assert [step.from_state for step in steps] == ["", *(step.to_state for step in steps[:-1])]
        assert steps[-1].to_state == row.state
        assert [step.at for step in steps] == sorted(step.at for step in steps)
    for (project, year), given in numbers.items():
        assert sorted(given) == list(range(1, len(given) + 1))
        assert Sequence.objects.get(name=f"advisory.consultation.{project}.{year}").last == len(given)
    for assignment in Assignment.objects.all():
        assert used[assignment.pk] <= assignment.minutes_budget


def _in_a_period(project, instant):
    return any(period.covers(local_day(instant)) for period in project.periods.all())

"""An advisor is sent to a town with minutes to spend, and comes back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import Role, User
from advisory.choices import AssignmentState, ConsultationState
from advisory.models import Assignment
from advisory.permissions import can_assign
from audit.services import record
from grants.choices import PartnerRole
from grants.models import Project
from kernel.errors import Refused
from kernel.time import start_of, today
from organisations.models import Organisation
from ui.format import hours


def lock_assignment(pk: int) -> Assignment:
    """The assignment as it is now, held until the transaction ends: whoever spends its minutes comes one by one."""
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True).select_related("project", "city", "advisor")
    return rows.get(pk=pk)


def minutes_used(assignment: Assignment, *, without: int | None = None) -> int:
    """Minutes that submitted, queried and accepted consultations take; `without` leaves one of them out."""
    taken = assignment.consultations.using_budget()
    if without is not None:
        taken = taken.exclude(pk=without)
    return sum(taken.values_list("minutes_counted", flat=True))


@transaction.atomic
def assign_advisor(
    *,
    advisor: User,
    city: Organisation,
    project: Project,
    valid_from: date,
    valid_to: date,
    minutes_budget: int,
    by: User,
) -> Assignment:
    """Send an advisor to a town for [valid_from, valid_to). A town has one advisor at a time in a project.

    Raises Refused assignment_dates, advisor_role, city_not_supported, city_has_an_advisor.
    """
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    can_assign(by, project).require()
    _require_dates(project, valid_from, valid_to)
    _require_role(advisor, valid_from)
    _require_supported(project, city, valid_from)
    others = Assignment.objects.filter(project=project, city=city)
    if others.filter(valid_from__lt=valid_to, valid_to__gt=valid_from).exists():
        raise Refused("city_has_an_advisor", _("This town has an advisor on some of these days."), field="valid_from")
    _settle(others)
    assignment = Assignment(
        advisor=advisor,
        city=city,
        project=project,
        valid_from=valid_from,
        valid_to=valid_to,
        minutes_budget=minutes_budget,
    )
    assignment.state = _state_today(assignment)
    assignment.save()
    record(
        action="advisory.assignment.made",
        about=assignment,
        by=by,
        after={
            "advisor": advisor.pk,
            "city": city.pk,
            "project": project.pk,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "minutes_budget": minutes_budget,
        },
    )
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, valid_to: date, reason: str, by: User, version: int | None = None
) -> Assignment:
    """Let it hold no longer than before a day. What was logged for earlier days may still be finished.

    Raises Refused assignment_dates, consultations_later, reason_missing, stale.
    """
    assignment = lock_assignment(assignment.pk)
    can_assign(by, assignment.project).require()
    if not assignment.valid_from < valid_to <= assignment.valid_to:
        raise Refused(
            "assignment_dates",
            _("An assignment ends after its first day, and not later than it would anyway."),
            field="valid_to",
        )
    later = assignment.consultations.exclude(state=ConsultationState.WITHDRAWN)
    if later.filter(starts_at__gte=start_of(valid_to)).exists():
        raise Refused("consultations_later", _("There are consultations on that day or later."), field="valid_to")
    if not reason.strip():
        raise Refused("reason_missing", _("Say why."), field="reason")
    before = assignment.valid_to
    assignment.next_version(version)
    assignment.valid_to = valid_to
    assignment.state = _state_today(assignment)
    assignment.save(update_fields=["valid_to", "state", "version"])
    record(
        action="advisory.assignment.ended",
        about=assignment,
        by=by,
        before={"valid_to": before},
        after={"valid_to": valid_to, "state": assignment.state},
        reason=reason,
    )
    return assignment


@transaction.atomic
def change_budget(
    *, assignment: Assignment, minutes_budget: int, reason: str, by: User, version: int | None = None
) -> Assignment:
    """Give more minutes, or take back what is not used. Raises Refused budget_below_used, reason_missing, stale."""
    assignment = lock_assignment(assignment.pk)
    can_assign(by, assignment.project).require()
    used = minutes_used(assignment)
    if minutes_budget < max(used, 1):
        raise Refused(
            "budget_below_used",
            _("%(used)s are used already.") % {"used": hours(used)},
            field="minutes_budget",
            minutes_used=used,
        )
    if not reason.strip():
        raise Refused("reason_missing", _("Say why."), field="reason")
    before = assignment.minutes_budget
    assignment.next_version(version)
    assignment.minutes_budget = minutes_budget
    assignment.save(update_fields=["minutes_budget", "version"])
    record(
        action="advisory.assignment.budget_changed",
        about=assignment,
        by=by,
        before={"minutes_budget": before},
        after={"minutes_budget": minutes_budget},
        reason=reason,
    )
    return assignment


@transaction.atomic
def settle_assignments() -> int:
    """Let each state say what the dates say by now; returns how many changed. For the sweep: rules read the dates."""
    return _settle(Assignment.objects.all())


def _settle(rows: QuerySet[Assignment]) -> int:
    changed = 0
    # Ended ones first: the active one of a town makes room for the next.
    for row in rows.exclude(state=AssignmentState.ENDED).order_by("valid_from").select_for_update(no_key=True):
        before, row.state = row.state, _state_today(row)
        if row.state == before:
            continue
        row.version += 1
        row.save(update_fields=["state", "version"])
        record(
            action=f"advisory.assignment.{row.state}",
            about=row,
            by=None,
            before={"state": before},
            after={"state": row.state},
        )
        changed += 1
    return changed


def _state_today(assignment: Assignment) -> str:
    if assignment.valid_to <= today():
        return AssignmentState.ENDED
    return AssignmentState.PLANNED if assignment.valid_from > today() else AssignmentState.ACTIVE


def _require_dates(project: Project, valid_from: date, valid_to: date) -> None:
    if not project.starts_on <= valid_from < valid_to <= project.ends_on + timedelta(days=1):
        raise Refused(
            "assignment_dates",
            _("An assignment ends after it starts and lies within the days of the project."),
            field="valid_to",
        )


def _require_role(advisor: User, valid_from: date) -> None:
    day = max(valid_from, today())
    if not Role.objects.on(day).filter(user=advisor, role=RoleCode.ADVISOR).exists():
        raise Refused(
            "advisor_role",
            _("%(person)s is not an advisor on that day; give the role first.") % {"person": advisor},
            field="advisor",
        )


def _require_supported(project: Project, city: Organisation, day: date) -> None:
    partner = project.partners.filter(organisation=city, role=PartnerRole.CITY, joined_on__lte=day)
    if not partner.exclude(left_on__lte=day).exists():
        raise Refused(
            "city_not_supported", _("This town is not one that the project supports on that day."), field="city"
        )

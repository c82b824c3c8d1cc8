"""What happens to a project's frame: its periods open and lock, and everybody who writes a dated fact asks here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from grants.choices import PeriodState
from grants.models import Indicator, Project, ProjectRole, ReportingPeriod
from grants.permissions import can_manage
from kernel.errors import Refused


def require_open(*, project_id: int, day: date) -> ReportingPeriod:
    """The open period of a project that holds the day, kept open until the transaction ends.

    Every service that writes a dated fact calls it. It takes the same row lock as `lock_period`, so that a fact and
    a closing never cross.
    Raises Refused period_missing, period_not_open, period_locked.
    """
    period = require_not_locked(project_id=project_id, day=day)
    shown = date_format(day, "SHORT_DATE_FORMAT")
    if period is None:
        raise Refused(
            "period_missing",
            _("No reporting period of this project covers %(day)s. Ask the project manager.") % {"day": shown},
        )
    if period.state == PeriodState.PLANNED:
        raise Refused(
            "period_not_open",
            _("The reporting period with %(day)s is not open yet. Ask the project manager.") % {"day": shown},
        )
    return period


def require_not_locked(*, project_id: int, day: date) -> ReportingPeriod | None:
    """The period that holds the day, if there is one; kept as it is until the transaction ends.

    For what is part of a fact that is still to be dated. Raises Refused period_locked.
    """
    period = (
        ReportingPeriod.objects.filter(project_id=project_id)
        .covering(day)
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if period is not None and period.state == PeriodState.LOCKED:
        raise Refused(
            "period_locked",
            _("The reporting period with %(day)s is closed: its report was sent to the donor.")
            % {"day": date_format(day, "SHORT_DATE_FORMAT")},
        )
    return period


@transaction.atomic
def plan_period(*, project: Project, starts_on: date, ends_on: date, due_on: date, by: User) -> ReportingPeriod:
    """Add the next reporting period. Raises Refused period_dates, period_overlaps."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    can_manage(by, project).require()
    if not starts_on <= ends_on <= due_on:
        raise Refused(
            "period_dates",
            _("A period ends after its first day, and its report is due after its last day."),
            field="ends_on",
        )
    if project.periods.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise Refused(
            "period_overlaps", _("Another period of this project holds some of these days."), field="starts_on"
        )
    period = ReportingPeriod.objects.create(
        project=project,
        number=project.periods.count() + 1,
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=due_on,
    )
    record(action="grants.period.planned", about=period, by=by, after={"starts_on": starts_on, "ends_on": ends_on})
    return period


@transaction.atomic
def open_period(*, period: ReportingPeriod, by: User, version: int | None = None) -> ReportingPeriod:
    """Let dated facts in. Raises Refused period_state, stale."""
    return _move(
        period,
        source=PeriodState.PLANNED,
        target=PeriodState.OPEN,
        by=by,
        action="grants.period.opened",
        version=version,
    )


@transaction.atomic
def lock_period(*, period: ReportingPeriod, by: User, version: int | None = None) -> ReportingPeriod:
    """Let no dated fact in any more; waits for those under way. Raises Refused period_state, stale."""
    return _move(
        period,
        source=PeriodState.OPEN,
        target=PeriodState.LOCKED,
        by=by,
        action="grants.period.locked",
        version=version,
    )


def _move(
    period: ReportingPeriod,
    *,
    source: PeriodState,
    target: PeriodState,
    by: User,
    action: str,
    version: int | None,
) -> ReportingPeriod:
    period = ReportingPeriod.objects.select_for_update(of=("self",)).select_related("project").get(pk=period.pk)
    can_manage(by, period.project).require()
    if period.state != source:
        raise Refused(
            "period_state",
            _("This period is %(state)s now; reload the page.") % {"state": period.get_state_display()},
        )
    period.next_version(version)
    period.state = target
    period.save(update_fields=["state", "version"])
    record(action=action, about=period, by=by, before={"state": source}, after={"state": target})
    return period


def grant_project_role(
    *, user: User, role: str, project: Project, valid_from: date, valid_to: date | None, by: User, reason: str
) -> ProjectRole:
    """Give a role in a project that somebody held under another account. The caller asked who may.

    Raises Refused own_role.
    """
    if by.pk == user.pk:
        raise Refused("own_role", _("Nobody gives a role to himself: ask another administrator."), status=403)
    given = ProjectRole.objects.create(project=project, user=user, role=role, valid_from=valid_from, valid_to=valid_to)
    after = {"user": user.pk, "role": role, "project": project.pk, "valid_from": valid_from, "valid_to": valid_to}
    record(action="grants.role.granted", about=given, by=by, after=after, reason=reason)
    return given


@transaction.atomic
def change_target(
    *, indicator: Indicator, target: Decimal | None, reason: str, by: User, version: int | None = None
) -> Indicator:
    """Set another target, or none. Raises Refused reason_missing, stale."""
    indicator = Indicator.objects.select_for_update(of=("self",)).select_related("project").get(pk=indicator.pk)
    can_manage(by, indicator.project).require()
    if not reason.strip():
        raise Refused("reason_missing", _("Say why the target changes."), field="reason")
    before = indicator.target
    indicator.next_version(version)
    indicator.target = target
    indicator.save(update_fields=["target", "version"])
    record(
        action="grants.indicator.target_changed",
        about=indicator,
        by=by,
        before={"target": before},
        after={"target": target},
        reason=reason,
    )
    return indicator

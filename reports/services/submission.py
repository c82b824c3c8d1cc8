"""Submitting: the period closes, the figures are counted once more and frozen, the files are ordered."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from grants.choices import PeriodState
from grants.models import Project, ReportingPeriod
from grants.services import lock_period
from kernel.errors import Refused
from kernel.text import canonical_json, new_code, sha256
from kernel.time import now
from reports.choices import State
from reports.models import Report, Snapshot
from reports.permissions import can_manage_report
from reports.services.artifacts import order_artifacts
from reports.services.content import SCHEMA_VERSION, content_of, figures_of
from reports.services.writing import locked, require_printable, require_writable


@transaction.atomic
def submit_report(*, report: Report, by: User, version: int | None = None) -> Snapshot:
    """Freeze the report for ever.

    The period is locked before anything is counted, so that no fact slips in between; the project's row is locked
    first, so that its snapshots form one chain.
    Raises Refused report_state, stale, no_indicators, measure_unknown, unprintable, period_state.
    """
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=report.project_id)
    report = locked(report=report)
    can_manage_report(by, report).require()
    require_writable(report=report)
    before = report.state
    report.next_version(version)
    report.period = _closed(report.period_id, by)
    snapshot = _freeze(report, by)
    report.state = State.SUBMITTED
    report.save(update_fields=["state", "version"])
    record(
        action="reports.report.submitted",
        about=report,
        by=by,
        before={"state": before},
        after={"state": report.state, "revision": snapshot.revision, "sha256": snapshot.sha256},
    )
    order_artifacts(snapshot=snapshot, by=by)
    return snapshot


def _closed(pk: int, by: User) -> ReportingPeriod:
    """The period, locked; it may have been before, by another report or a returned one."""
    period = ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=pk)
    return period if period.state == PeriodState.LOCKED else lock_period(period=period, by=by)


def _freeze(report: Report, by: User) -> Snapshot:
    figures = figures_of(report=report)
    if not figures:
        raise Refused("no_indicators", _("This project has no indicators yet; there is nothing to report on."))
    chain = Snapshot.objects.filter(report__project=report.project_id).order_by("-pk")
    previous = chain.values_list("sha256", flat=True).first() or ""
    revision = report.snapshots.count() + 1
    code, at = new_code(), now()
    content = content_of(report=report, figures=figures, revision=revision, code=code, at=at, previous=previous)
    for text in _texts(content):
        require_printable(text=text)
    text = canonical_json(content)
    return Snapshot.objects.create(
        report=report,
        revision=revision,
        content=text,
        sha256=sha256(text),
        previous_sha256=previous,
        schema_version=SCHEMA_VERSION,
        code=code,
        created_by=by,
        created_at=at,
    )


def _texts(value: Any) -> list[str]:
    """Every text in the content."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]

"""Opening a report and writing its text."""

from __future__ import annotations

import unicodedata

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from grants.models import Project, ReportingPeriod
from jobs.sequences import next_number
from kernel.errors import Refused
from kernel.time import now
from reports.choices import Kind
from reports.models import Report
from reports.permissions import can_manage_report, can_open
from ui.documents import fonts

NARRATIVE_LIMIT = 50_000
"""Characters: some fifteen pages."""


@transaction.atomic
def open_report(*, period: ReportingPeriod, by: User, kind: str = Kind.INTERIM) -> Report:
    """Begin the report on a period; it takes the project's next number. Raises Refused report_exists."""
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=period.project_id)
    can_open(by, project).require()
    if Report.objects.filter(period=period, kind=kind).exists():
        raise Refused("report_exists", _("This period has a report of this kind already."), field="period")
    report = Report.objects.create(
        project=project,
        period=period,
        kind=kind,
        number=next_number(f"reports.report:{project.pk}"),
        created_by=by,
        created_at=now(),
    )
    record(
        action="reports.report.opened",
        about=report,
        by=by,
        after={"period": period.pk, "kind": kind, "number": report.number},
    )
    return report


@transaction.atomic
def change_narrative(
    *, report: Report, narrative_pl: str, narrative_en: str, by: User, version: int | None = None
) -> Report:
    """Write the text in both languages. Raises Refused report_state, narrative_too_long, unprintable, stale."""
    report = locked(report=report)
    can_manage_report(by, report).require()
    require_writable(report=report)
    texts = {"narrative_pl": _plain(narrative_pl), "narrative_en": _plain(narrative_en)}
    for field, text in texts.items():
        _require_fit(field, text)
    report.next_version(version)
    before = {field: len(getattr(report, field)) for field in texts}
    for field, text in texts.items():
        setattr(report, field, text)
    report.save(update_fields=[*texts, "version"])
    record(
        action="reports.report.narrative_changed",
        about=report,
        by=by,
        before={"characters": before},
        after={"characters": {field: len(text) for field, text in texts.items()}},
    )
    return report


def locked(*, report: Report) -> Report:
    """The report's row, ours until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).select_related("project__programme__donor").get(pk=report.pk)


def require_writable(*, report: Report) -> None:
    """Raises Refused report_state once it was submitted."""
    if not report.is_writable:
        raise Refused(
            "report_state",
            _("This report is %(state)s: its text and figures are frozen.") % {"state": report.get_state_display()},
        )


def _plain(text: str) -> str:
    """One form of letters and line breaks, nothing at the ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ")).strip()


def _require_fit(field: str, text: str) -> None:
    if len(text) > NARRATIVE_LIMIT:
        raise Refused(
            "narrative_too_long",
            _("This text has %(length)d characters; at most %(limit)d fit into a report.")
            % {"length": len(text), "limit": NARRATIVE_LIMIT},
            field=field,
        )
    require_printable(text=text, field=field)


def require_printable(*, text: str, field: str | None = None) -> None:
    """Raises Refused unprintable: found here, while it can still be mended, and not by the printer."""
    if missing := fonts.unprintable(text):
        raise Refused(
            "unprintable",
            _("A report cannot print: %(characters)s. Please replace these characters.")
            % {"characters": ", ".join(fonts.name_of(character) for character in missing[:10])},
            field=field,
        )

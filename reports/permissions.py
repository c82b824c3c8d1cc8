"""Who may do what with a report. Who may see it: `Report.objects.visible_to`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Visitor
from grants.models import Project
from grants.permissions import can_manage
from kernel.decisions import Decision, when
from reports.models import Report


def can_open(user: Visitor, project: Project) -> Decision:
    """The project manager opens the reports of the project."""
    return can_manage(user, project)


def can_manage_report(user: Visitor, report: Report) -> Decision:
    """The project manager writes it, submits it, orders its files."""
    return can_manage(user, report.project)


def can_write(user: Visitor, report: Report) -> Decision:
    """What the buttons ask: the project manager, until it is submitted and again when it was returned."""
    decision = can_manage_report(user, report)
    if not decision:
        return decision
    return when(
        report.is_writable,
        "report_state",
        _("This report was submitted: its text and figures are frozen."),
    )

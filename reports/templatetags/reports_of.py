"""The reports on the periods of a project, for its page."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from accounts.permissions import Visitor
from grants.models import Project, ReportingPeriod
from reports.models import Report

register = template.Library()


@register.simple_tag
def reports_on(project: Project, reader: Visitor) -> dict[int, list[Report]]:
    """Those that the reader may open, by the id of the period; one statement."""
    found: dict[int, list[Report]] = {}
    for report in Report.objects.visible_to(reader).filter(project=project).select_related("project").order_by("pk"):
        found.setdefault(report.period_id, []).append(report)
    return found


@register.filter
def of_period(reports: Mapping[int, list[Report]], period: ReportingPeriod) -> list[Report]:
    """Those on one period."""
    return reports.get(period.pk, [])

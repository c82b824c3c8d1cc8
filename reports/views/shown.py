"""What several pages of a report show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from kernel.errors import Refused
from reports import services
from reports.documents import reading
from reports.models import Report, Snapshot


def find(request: HttpRequest, pk: int) -> Report:
    """The report for who may see it. Raises Http404."""
    rows = Report.objects.visible_to(request.user).select_related("project__programme__donor", "period")
    return get_object_or_404(rows, pk=pk)


def newest_snapshot(report: Report) -> Snapshot | None:
    """What was submitted last."""
    return report.snapshots.order_by("-revision").first()


def counted(report: Report) -> tuple[list[dict[str, Any]], Refused | None]:
    """The figures as counted now; none, and why, where an indicator names a measure that nobody knows."""
    try:
        return services.figures_of(report=report), None
    except Refused as refusal:
        return [], refusal


def figures_context(report: Report, snapshot: Snapshot | None) -> dict[str, Any]:
    """Frozen figures with what has moved since, or the live ones of a draft."""
    live, problem = counted(report)
    if snapshot is None or report.is_writable:
        return {"figures": reading.figure_lines(live), "figures_problem": problem, "differences": []}
    moved = services.difference(snapshot=snapshot, live=live)
    return {
        "figures": reading.figure_lines(snapshot.data["figures"]),
        "figures_problem": None,
        "differences": [_line(one) for one in moved],
    }


def _line(one: services.Difference) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": reading.chosen(one.name),
        "frozen": reading.value_text(one.frozen, one.places),
        "live": reading.value_text(one.live, one.places),
        "gone": one.gone,
        "new": one.new,
        "changed": one.changed,
    }

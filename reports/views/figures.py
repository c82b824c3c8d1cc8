"""Behind one figure: the rows it is the sum of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.documents.reading import FigureLine, RowLine
from reports.views.evidence import with_links
from reports.views.shown import figures_context, find, newest_snapshot
from web.paging import PER_PAGE


@dataclass(frozen=True)
class Rows:
    """What `page_links` reads."""

    page: Page[Any]
    query: QueryDict
    sort: str = ""


@require_safe
@login_required
def figure(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The page of a figure, or for htmx its rows alone."""
    found = find(request, pk)
    snapshot = newest_snapshot(found)
    shown = figures_context(found, snapshot)
    line: FigureLine | None = next((line for line in shown["figures"] if line.code == code), None)
    if line is None:
        raise Http404
    page = _page_of(request, line.rows)
    context = {
        "report": found,
        "figure": line,
        "listing": Rows(page, request.GET),
        "rows": with_links(request, page.object_list),
        "frozen": snapshot is not None and not found.is_writable,
        "difference": next((one for one in shown["differences"] if one["code"] == code), None),
    }
    template = "reports/_rows.html" if request.htmx else "reports/figure.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _page_of(request: HttpRequest, rows: list[RowLine]) -> Page[RowLine]:
    try:
        return Paginator(rows, PER_PAGE).page(request.GET.get("page") or 1)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error

"""From a row of evidence to the page of the thing itself, for who may open it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse

from reports.documents.reading import RowLine

PAGES = {
    "advisory.consultation": "advisory:consultation",
    "partnerships.partnership": "partnerships:partnership",
    "trainings.enrolment": "trainings:enrolment",
}


def with_links(request: HttpRequest, rows: Iterable[RowLine]) -> list[dict[str, Any]]:
    """The rows, each with `href` where the reader may see what is behind it."""
    rows = list(rows)
    ids = defaultdict(set)
    for row in rows:
        ids[row.kind].add(row.id)
    seen = {kind: _visible(request, kind, found) for kind, found in ids.items() if kind in PAGES}
    return [
        {"row": row, "href": reverse(PAGES[row.kind], args=[row.id]) if row.id in seen.get(row.kind, ()) else ""}
        for row in rows
    ]


def _visible(request: HttpRequest, kind: str, ids: set[int]) -> set[int]:
    model: Any = apps.get_model(kind)
    return set(model.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True))

"""A list with filter, sort and pages whose address can be shared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django_filters import FilterSet

from web.paging import NarrowPaginator, page_of


class WrongFilter(Exception):
    """A list was to be swapped, and the filter holds what cannot be read: only the whole page has room to say so."""


@dataclass(frozen=True)
class Pages:
    """A page out of several; the tag `page_links` of `ui` reads it."""

    page: Page[Any]
    query: QueryDict


@dataclass(frozen=True)
class Listing(Pages):
    """What a list page needs; the tag `sort_header` of `ui` reads it too."""

    filter: FilterSet
    sort: str
    sorts: Mapping[str, str]

    @property
    def is_filtered(self) -> bool:
        """Whether an empty list may be the filter's doing."""
        return any(self.query.get(name) for name in self.filter.filters)


def listing(
    request: HttpRequest,
    rows: QuerySet[Any],
    filterset: type[FilterSet],
    *,
    sorts: Mapping[str, str],
    sort: str,
    paginator: type[Paginator[Any]] = NarrowPaginator,
    read: Callable[[list[Any]], Iterable[Any]] | None = None,
) -> Listing:
    """Filter, order and cut `rows` as the address says; `sorts` and `sort` as `arranged` has them.

    `read` gives the rows of a page by their keys; without it they come as `rows` says.
    Django's own paginator is for lists that are never long: it asks once less.
    Raises WrongFilter where a piece of a page is asked for.
    """
    filtered, found, chosen = arranged(request, rows, filterset, sorts=sorts, sort=sort)
    if getattr(request, "htmx", False) and filtered.errors:
        raise WrongFilter
    return Listing(page_of(request, found, paginator=paginator, read=read), request.GET, filtered, chosen, sorts)


def arranged(
    request: HttpRequest,
    rows: QuerySet[Any],
    filterset: type[FilterSet],
    *,
    sorts: Mapping[str, str],
    sort: str,
) -> tuple[FilterSet, QuerySet[Any], str]:
    """Filter and order `rows` as the address says: the filter, all that it lets through, the name of the order.

    `sorts` maps the names allowed in ?sort= to columns ("-name" reverses); the primary key breaks ties,
    so that no row is lost between two pages. An unknown name falls back to `sort`.
    """
    filtered = filterset(request.GET, queryset=rows, request=request)
    wanted = request.GET.get("sort", "")
    chosen = wanted if wanted.removeprefix("-") in sorts else sort
    column = sorts[chosen.removeprefix("-")]
    sign = "-" if chosen.startswith("-") else ""
    found: QuerySet[Model] = filtered.qs.order_by(f"{sign}{column}", f"{sign}pk")
    return filtered, found, chosen

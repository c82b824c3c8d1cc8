"""Pages of lists: 50 rows, the count once, a page beyond the end is 404."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from kernel.text import read_number

PER_PAGE = 50
LONG, KEPT = 5_000, 60
"""Of a list of more rows the number is counted again after so many seconds: to turn its pages needs no new count."""


class NarrowPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Counts and cuts on primary keys alone, then reads the rows of one page.

    Skipping to a deep page would otherwise join and count for every row on the way. What is no question to the
    database, a list computed from it, is cut as it is.
    """

    object_list: QuerySet[Any] | Sequence[Any]

    def __init__(
        self,
        *given: Any,
        read: Callable[[list[Any]], Iterable[Any]] | None = None,
        request: HttpRequest | None = None,
        **options: Any,
    ) -> None:
        """`read` gives the rows of a page by their keys; without it they come of the question as it was put.

        By who asks `request` and for what, the number of rows of a long list is kept.
        """
        super().__init__(*given, **options)
        self._read = read or self._by_keys
        self._request = request
        self._is_kept = False

    def validate_number(self, number: Any) -> int:
        """The page. Raises EmptyPage, PageNotAnInteger; a list that has grown since it was counted is counted again."""
        try:
            return super().validate_number(number)
        except EmptyPage:
            if not self._is_kept:
                raise
            vars(self).pop("num_pages", None)
            self.count = super().count
            return super().validate_number(number)

    @cached_property
    def count(self) -> int:
        """How many rows there are; of a long list, were a moment ago."""
        if not settings.COUNTS_ARE_KEPT or self._request is None or not isinstance(self.object_list, QuerySet):
            return super().count
        key = self._key_of(self._request, self.object_list)
        known: int | None = cache.get(key)
        if known is not None:
            self._is_kept = True
            return known
        found = super().count
        if found > LONG:
            cache.set(key, found, KEPT)
        return found

    @staticmethod
    def _key_of(request: HttpRequest, rows: QuerySet[Any]) -> str:
        asked = sorted((name, values) for name, values in request.GET.lists() if name not in {"page", "sort"})
        facts = (request.user.pk, request.path, rows.model._meta.label, asked)
        return f"count:{sha256(repr(facts).encode()).hexdigest()}"

    def page(self, number: int | str) -> Page[Any]:
        """The page, its rows read. Raises EmptyPage, PageNotAnInteger."""
        cut = super().page(number)
        if not isinstance(self.object_list, QuerySet):
            return cut
        keys = self._keys_of(cut.number, self.object_list)
        found = {row.pk: row for row in self._read(keys)}
        # A row deleted between the two questions is left out.
        cut.object_list = [found[key] for key in keys if key in found]
        return cut

    def _keys_of(self, number: int, rows: QuerySet[Any]) -> list[Any]:
        """The keys of a page; of one in the second half counted from the end, so that fewer rows are skipped."""
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        keys = rows.values_list("pk", flat=True)
        if first <= self.count // 2 or not rows.ordered:
            return list(keys[first:last])
        return list(keys.reverse()[self.count - last : self.count - first])[::-1]

    def _by_keys(self, keys: list[Any]) -> QuerySet[Any]:
        """The rows, joined and annotated as they were: the keys of a page have met the conditions a moment ago."""
        rows = cast("QuerySet[Any]", self.object_list).order_by()
        rows.query.where = type(rows.query.where)()
        return rows.filter(pk__in=keys)


def page_of(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    *,
    per_page: int = PER_PAGE,
    paginator: type[Paginator[Any]] = NarrowPaginator,
    read: Callable[[list[Any]], Iterable[Any]] | None = None,
) -> Page[Any]:
    """The page that ?page= asks for, its rows by their keys where `read` gives them. Raises Http404 beyond the end."""
    try:
        by = partial(paginator, request=request, read=read) if paginator is NarrowPaginator else paginator
        return by(rows, per_page).page(request.GET.get("page") or 1)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error


class ApiPagination(PageNumberPagination):
    """?page= and ?page_size= up to 200."""

    page_size = PER_PAGE
    page_size_query_param = "page_size"
    max_page_size = 200

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        """One page, its rows read as the view reads them."""
        read = getattr(view, "rows_by_key", None)
        self.django_paginator_class: Any = partial(NarrowPaginator, read=read, request=request)
        return super().paginate_queryset(queryset, request, view)

    def get_page_size(self, request: Request) -> int | None:
        """How many rows; more than 200 are cut to so many. Raises ValidationError for what is no number."""
        if not read_number(request.query_params.get(self.page_size_query_param, "1")):
            raise ValidationError({self.page_size_query_param: _("Give a whole number from 1 to 200.")})
        return super().get_page_size(request)


class PlainPages(ApiPagination):
    """Of a list that is no query."""

    django_paginator_class = Paginator

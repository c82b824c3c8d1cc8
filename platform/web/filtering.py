"""Filters of the API that refuse what they do not know. Apart from `web.api`, because DRF's settings import it."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

M = TypeVar("M", bound=Model)

_PAGING = {"page", "page_size", "format"}


class StrictFilterBackend(DjangoFilterBackend):
    """Filters by `filterset_class`; a parameter nobody knows is refused, never ignored."""

    def filter_queryset(self, request: Request, queryset: QuerySet[M], view: Any) -> QuerySet[M]:
        """The filtered rows. Raises ValidationError for unknown parameters and values."""
        filterset = self.get_filterset(request, queryset, view)
        known = _PAGING | set(filterset.filters if filterset else ())
        unknown = {
            name: [ErrorDetail(str(_("There is no such parameter.")), "unknown_field")]
            for name in request.query_params.keys() - known
        }
        if unknown:
            raise ValidationError(unknown)
        return cast(QuerySet[M], super().filter_queryset(request, queryset, view))

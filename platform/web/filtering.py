"""Filters of the API that refuse what they do not know. Apart from `web.api`, because DRF's settings import it."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.utils import translate_validation
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

M = TypeVar("M", bound=Model)

_PAGING = {"page", "page_size", "format"}


class StrictFilterBackend(DjangoFilterBackend):
    """Filters by `filterset_class`; a parameter nobody knows is refused, never ignored."""

    def filter_queryset(self, request: Request, queryset: QuerySet[M], view: Any) -> QuerySet[M]:
        """The filtered rows. Raises ValidationError for unknown parameters and values."""
        given = request.query_params.keys() - _PAGING
        if not given:
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        filters = filterset.filters if filterset else {}
        if unknown := given - filters.keys():
            no_such = ErrorDetail(str(_("There is no such parameter.")), "unknown_field")
            raise ValidationError({name: [no_such] for name in unknown})
        # The form of a page has a field for each filter; here each field that nobody filled would be work for nothing.
        filterset.filters = {name: filters[name] for name in given}
        if not filterset.is_valid():
            raise translate_validation(filterset.errors)
        return cast(QuerySet[M], filterset.qs)

"""Filters whose choices are rows: only those the reader may see are offered, any other id is unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.http import HttpRequest
from django.utils.functional import lazy
from django_filters.utils import label_for_filter


def offered(model: Any) -> Callable[[HttpRequest | None], Any]:
    """The queryset of a filter by rows of the model: those the reader may see."""

    def rows(request: HttpRequest | None) -> Any:
        return model.objects.none() if request is None else model.objects.all().visible_to(request.user)

    return rows


def _visible(field: models.Field[Any, Any]) -> dict[str, Any]:
    """What django-filter needs to know of a foreign key."""
    return {"queryset": offered(field.related_model)}


_label = lazy(label_for_filter, str)


class ScopedFilterSet(django_filters.FilterSet):
    """The base of every filter: a foreign key in `fields` offers what `visible_to` gives."""

    FILTER_DEFAULTS: ClassVar[dict[type[models.Field[Any, Any]], dict[str, Any]]] = {
        **django_filters.FilterSet.FILTER_DEFAULTS,
        models.ForeignKey: {"filter_class": django_filters.ModelChoiceFilter, "extra": _visible},
        models.OneToOneField: {"filter_class": django_filters.ModelChoiceFilter, "extra": _visible},
    }

    @classmethod
    def filter_for_field(cls, field: Any, field_name: str, lookup_expr: str | None = None) -> django_filters.Filter:
        """With a label in the language of each reader: theirs is worked out once, in the language of the first."""
        made: django_filters.Filter = super().filter_for_field(field, field_name, lookup_expr)
        made.label = _label(cls._meta.model, made.field_name, made.lookup_expr, made.exclude)
        return made

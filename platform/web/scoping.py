"""Filters whose choices are rows: only those the reader may see are offered, any other id is unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.http import HttpRequest


def offered(model: Any) -> Callable[[HttpRequest | None], Any]:
    """The queryset of a filter by rows of the model: those the reader may see."""

    def rows(request: HttpRequest | None) -> Any:
        return model.objects.none() if request is None else model.objects.all().visible_to(request.user)

    return rows


def _visible(field: models.Field[Any, Any]) -> dict[str, Any]:
    """What django-filter needs to know of a foreign key."""
    return {"queryset": offered(field.related_model)}


class ScopedFilterSet(django_filters.FilterSet):
    """The base of every filter: a foreign key in `fields` offers what `visible_to` gives."""

    FILTER_DEFAULTS: ClassVar[dict[type[models.Field[Any, Any]], dict[str, Any]]] = {
        **django_filters.FilterSet.FILTER_DEFAULTS,
        models.ForeignKey: {"filter_class": django_filters.ModelChoiceFilter, "extra": _visible},
        models.OneToOneField: {"filter_class": django_filters.ModelChoiceFilter, "extra": _visible},
    }

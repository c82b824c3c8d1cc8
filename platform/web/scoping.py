"""The base of every filter. Of rows only those the reader may see are offered; any other id is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django_filters.fields import ModelChoiceField, ModelChoiceIterator
from django_filters.utils import label_for_filter


def offered(model: Any) -> Callable[[HttpRequest | None], Any]:
    """The queryset of a filter by rows of the model: those the reader may see."""

    def rows(request: HttpRequest | None) -> Any:
        return model.objects.none() if request is None else model.objects.all().visible_to(request.user)

    return rows


class _Rows(ModelChoiceIterator):
    """The rows at once: Django reads them through a cursor, which is three questions for these few."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, self.queryset)


class _RowField(ModelChoiceField):
    iterator = _Rows


class RowFilter(django_filters.ModelChoiceFilter):
    """By one of the rows that are offered."""

    field_class = _RowField


def _visible(field: models.Field[Any, Any]) -> dict[str, Any]:
    """What django-filter needs to know of a foreign key."""
    return {"queryset": offered(field.related_model)}


_label = lazy(label_for_filter, str)


class _Drawn(forms.BoundField):
    """A field of a filter: as long as nobody chose anything in it, it looks the same to every reader of a language.

    So it is drawn once; a list has up to a dozen of them, which are a fifth of its time. What offers rows is drawn
    anew for each reader.
    """

    form: Any
    known: ClassVar[dict[tuple[type, str, str | None], SafeString]] = {}

    def as_field_group(self) -> SafeString:
        """The field with its label."""
        if self.data or self.errors or isinstance(self.field, forms.ModelChoiceField):
            return super().as_field_group()
        key = self.form.filterset, self.name, get_language()
        if key not in self.known:
            self.known[key] = super().as_field_group()
        return self.known[key]


class ScopedFilterSet(django_filters.FilterSet):
    """The base of every filter: a foreign key in `fields` offers what `visible_to` gives."""

    FILTER_DEFAULTS: ClassVar[dict[type[models.Field[Any, Any]], dict[str, Any]]] = {
        **django_filters.FilterSet.FILTER_DEFAULTS,
        models.ForeignKey: {"filter_class": RowFilter, "extra": _visible},
        models.OneToOneField: {"filter_class": RowFilter, "extra": _visible},
    }

    def get_form_class(self) -> type[forms.Form]:
        """With fields that are drawn once."""
        made: Any = super().get_form_class()
        made.filterset, made.bound_field_class = type(self), _Drawn
        return made  # type: ignore[no-any-return]

    @classmethod
    def filter_for_field(cls, field: Any, field_name: str, lookup_expr: str | None = None) -> django_filters.Filter:
        """With a label in the language of each reader: theirs is worked out once, in the language of the first."""
        made: django_filters.Filter = super().filter_for_field(field, field_name, lookup_expr)
        made.label = _label(cls._meta.model, made.field_name, made.lookup_expr, made.exclude)
        return made

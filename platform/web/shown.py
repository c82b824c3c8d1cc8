"""How a row becomes what the API shows: the way to each value, worked out once for each serializer.

DRF asks every field of every row anew how its value is found; on a list that is a third of the processor time.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from types import MethodType
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from rest_framework import serializers

PLAIN: dict[type[serializers.Field[Any, Any, Any, Any]], type] = {
    serializers.BooleanField: bool,
    serializers.CharField: str,
    serializers.ChoiceField: str,
    serializers.EmailField: str,
    serializers.IntegerField: int,
    serializers.URLField: str,
}
"""What each of these fields shows as it is; a value of another type it is given to change."""


class Way(NamedTuple):
    """To one value: `read` finds it in the row, `show` changes it, unless it is None or of the type `plain`."""

    name: str
    read: Callable[[Any], Any]
    plain: type | None
    show: Callable[[Any], Any]


def quick_way(name: str, field: Any, model: type[Model]) -> Way | None:
    """The way to a plain value; None where the field itself has to find it."""
    kind = type(field)
    if kind is serializers.PrimaryKeyRelatedField:
        column = _column_of(model, field.source)
        return Way(name, attrgetter(column), int, str) if column else None
    if field.source == "*" or isinstance(field, serializers.BaseSerializer | serializers.RelatedField):
        return None
    if isinstance(field, serializers.ManyRelatedField | serializers.SerializerMethodField):
        return None
    return Way(name, attrgetter(field.source), PLAIN.get(kind), _shown_by(field))


def _shown_by(field: Any) -> Callable[[Any], Any]:
    def show(value: Any) -> Any:
        found = value() if isinstance(value, MethodType) else value
        return None if found is None else field.to_representation(found)

    return show


def _column_of(model: type[Model], name: str) -> str | None:
    """The column of a foreign key; None for what is none."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return getattr(field, "attname", None) if field.many_to_one or field.one_to_one else None

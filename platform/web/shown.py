"""How a row becomes what the API shows: the way to each value, worked out once for each serializer.

DRF asks every field of every row anew how its value is found; on a list that is a third of the processor time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
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

ONE_OF_SEVERAL: dict[type[serializers.RelatedField[Any, Any, Any]], Callable[[Any], Any]] = {
    serializers.PrimaryKeyRelatedField: attrgetter("pk"),
    serializers.StringRelatedField: str,
}
"""What is shown of each row behind a relation to several."""

ATTACHED = "_attached"
"""Where a row of a list keeps it."""


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
    if kind is serializers.ManyRelatedField:
        return _way_to_several(name, field)
    if field.source == "*" or isinstance(field, serializers.BaseSerializer | serializers.RelatedField):
        return None
    return Way(name, attrgetter(field.source), PLAIN.get(kind), _shown_by(field))


def columns_of(model: type[Model]) -> list[str]:
    """All of them, for `only`: of rows joined to it a list then names what it shows."""
    return [field.name for field in model._meta.concrete_fields]


def attach(rows: Iterable[Any], name: str, behind: Iterable[tuple[Any, Any]]) -> list[Any]:
    """The rows of a list, each with what is shown of a relation to several: of pairs of its key and one of them."""
    found: dict[Any, list[Any]] = {}
    for key, one in behind:
        found.setdefault(key, []).append(one)
    attached = list(rows)
    for row in attached:
        vars(row).setdefault(ATTACHED, {})[name] = found.get(row.pk, [])
    return attached


def _way_to_several(name: str, field: Any) -> Way | None:
    """To the rows behind a relation, by key or by name."""
    one = ONE_OF_SEVERAL.get(type(field.child_relation))
    if one is None or "." in field.source:
        return None

    def read(row: Any) -> list[Any]:
        attached = vars(row).get(ATTACHED, {})
        if name in attached:
            return list(attached[name])
        return [one(found) for found in getattr(row, field.source).all()]

    return Way(name, read, list, list)


def _shown_by(field: Any) -> Callable[[Any], Any]:
    # A copy belongs to no serializer, so that nothing of the request lives on that happened to be the first.
    alone = deepcopy(field)

    def show(value: Any) -> Any:
        found = value() if isinstance(value, MethodType) else value
        return None if found is None else alone.to_representation(found)

    return show


def _column_of(model: type[Model], name: str) -> str | None:
    """The column of a foreign key; None for what is none."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return getattr(field, "attname", None) if field.many_to_one or field.one_to_one else None

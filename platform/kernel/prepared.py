"""Questions that are asked in every request: Django works out their SQL once a process instead of each time."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")


class Slot(Expression):
    """Where a value will stand that each asking gives anew; `field` says how it is written for the database."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """A placeholder; among the parameters stands the slot itself until it is filled."""
        return "%s", [self]


@dataclass(frozen=True)
class _Compiled:
    """A queryset with its SQL; the compiler also knows which column belongs to what."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> _Compiled:
        compiler = rows.query.get_compiler(rows.db)
        sql, params = compiler.as_sql()
        return cls(rows, compiler, sql, tuple(params))

    def filled(self, values: dict[str, Any]) -> QuerySet[Any, Any]:
        """The queryset, which when it is read asks this SQL with these values."""
        connection = connections[self.rows.db]
        if self.rows.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        params = tuple(
            param.output_field.get_db_prep_value(values[param.name], connection) if isinstance(param, Slot) else param
            for param in self.params
        )
        ready = copy(self.compiler)
        ready.connection = connection
        vars(ready)["as_sql"] = lambda *_args, **_options: (self.sql, params)
        rows = self.rows.all()
        vars(rows.query)["get_compiler"] = lambda *_args, **_options: ready
        return rows


class Prepared(Generic[Row]):
    """A queryset of one shape whose values differ: `build` makes it out of values, or of slots where they will stand.

    A value may only be compared with: a list, or None for IS NULL, would make another shape. Working out the SQL costs
    Django several times what asking the database does; lists that people filter and order have too many shapes.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], **slots: Field[Any, Any]) -> None:
        self.build = build
        self.slots = {name: Slot(name, field) for name, field in slots.items()}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows, asked for now."""
        return list(self.rows(**values))

    def rows(self, **values: Any) -> QuerySet[Any, Row]:
        """The rows, asked for when they are read; narrowed further they would not know it."""
        return self._compiled.filled(values)

    @cached_property
    def _compiled(self) -> _Compiled:
        return _Compiled.of(self.build(**self.slots))


class ByKeys(Generic[Row]):
    """A question for rows by their keys, as many as a page has: `build` makes it out of the keys and of other values.

    Fewer keys name the last one again; for more the SQL is worked out anew.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any, Row]], key: Field[Any, Any], *, size: int, **slots: Field[Any, Any]
    ) -> None:
        def of_slots(**given: Any) -> QuerySet[Any, Row]:
            return build([given.pop(name) for name in self.names], **given)

        self.build = build
        self.names = [f"key_{number}" for number in range(size)]
        self.prepared = Prepared(of_slots, **dict.fromkeys(self.names, key), **slots)

    def __call__(self, keys: list[Any], **values: Any) -> list[Row]:
        """The rows, asked for now; without keys none."""
        if not keys:
            return []
        if len(keys) > len(self.names):
            return list(self.build(keys, **values))
        padded = keys + keys[-1:] * (len(self.names) - len(keys))
        return self.prepared(**dict(zip(self.names, padded, strict=True)), **values)

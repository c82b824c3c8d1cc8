"""Tables that only grow: triggers on both engines that refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE.

A migration calls `AppendOnly("app_table")`; the wall then holds whatever path a statement takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

GUARDED: set[str] = set()
"""Every table a migration has put behind the wall, for the start-up check and the tests."""

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append_only: % on %', TG_OP, TG_TABLE_NAME; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
_POSTGRESQL_DROP = """
DROP TRIGGER IF EXISTS {table}_append_only ON {table};
DROP TRIGGER IF EXISTS {table}_no_truncate ON {table};
"""
_SQLITE = [
    """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
       BEGIN SELECT RAISE(ABORT, 'append_only: UPDATE on {table}'); END""",
    """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
       BEGIN SELECT RAISE(ABORT, 'append_only: DELETE on {table}'); END""",
]
_SQLITE_DROP = [
    "DROP TRIGGER IF EXISTS {table}_no_update",
    "DROP TRIGGER IF EXISTS {table}_no_delete",
]


_STANDING = {
    # "O" and "A": fires in ordinary sessions; a disabled trigger is no wall.
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}
_NAMES = {
    "postgresql": ("{table}_append_only", "{table}_no_truncate"),
    "sqlite": ("{table}_no_update", "{table}_no_delete"),
}


def _run(connection: BaseDatabaseWrapper, postgresql: str, sqlite: list[str], table: str) -> None:
    statements = [postgresql] if connection.vendor == "postgresql" else sqlite
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(table=table))


def guard(table: str, connection: BaseDatabaseWrapper = default_connection) -> None:
    """Put the wall up."""
    _run(connection, _POSTGRESQL, _SQLITE, table)


def release(table: str, connection: BaseDatabaseWrapper = default_connection) -> None:
    """Take the wall down."""
    _run(connection, _POSTGRESQL_DROP, _SQLITE_DROP, table)


def missing(tables: Iterable[str], connection: BaseDatabaseWrapper = default_connection) -> set[str]:
    """Those of the tables whose wall is down."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    names = _NAMES[connection.vendor]
    return {table for table in tables if not {name.format(table=table) for name in names} <= standing}


@contextmanager
def all_released() -> Iterator[None]:
    """For the test runner alone, which empties every table between tests."""
    for table in GUARDED:
        release(table)
    yield
    for table in GUARDED:
        guard(table)


class AppendOnly(Operation):
    """Migration operation: from here on rows of the table are only ever added."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table
        GUARDED.add(table)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes in the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Put the wall up."""
        guard(self.table, schema_editor.connection)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the wall down."""
        release(self.table, schema_editor.connection)

    def describe(self) -> str:
        """The operation in words."""
        return f"Make {self.table} append-only"

"""The database's own refusal of a person booked twice at once; the service asks first, under the person's lock.

PostgreSQL: an exclusion constraint. A person's id is written as a range of one, so that no extension is needed.
SQLite: triggers, which see every committed row because one transaction writes at a time.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

NAME = "busy_person_once_at_a_time"
TABLE = "accounts_busytime"

_POSTGRESQL = f"""
ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} EXCLUDE USING gist (
  int8range(user_id, user_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
)
"""
_SQLITE = """
CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table}
WHEN EXISTS (
  SELECT 1 FROM {table} AS other WHERE other.user_id = NEW.user_id AND {but_itself}
  AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
)
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
_BUT_ITSELF = {"insert": "1", "update": "other.id <> OLD.id"}


class NoPersonTwiceAtOnce(Operation):
    """Migration operation: put the wall up."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes in the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Put the wall up."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRESQL)
            return
        for verb, but_itself in _BUT_ITSELF.items():
            schema_editor.execute(_SQLITE.format(name=NAME, table=TABLE, verb=verb, but_itself=but_itself))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take it down."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {NAME}")
            return
        for verb in _BUT_ITSELF:
            schema_editor.execute(f"DROP TRIGGER {NAME}_{verb}")

    def describe(self) -> str:
        """The operation in words."""
        return "Let no person be booked twice at once"

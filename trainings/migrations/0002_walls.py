"""Steps of enrolments are only ever added; sessions of one edition never overlap, whichever path a statement takes."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from audit.append_only import AppendOnly

NAME = "session_alone_in_its_edition"
TABLE = "trainings_session"

# An edition's id is written as a range of one, so that no extension is needed.
POSTGRESQL = """
ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist (
  int8range(edition_id, edition_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
) WHERE (state <> 'cancelled')
"""
SQLITE = """
CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table}
WHEN NEW.state <> 'cancelled' AND EXISTS (
  SELECT 1 FROM {table} AS other WHERE other.edition_id = NEW.edition_id AND other.id IS NOT {itself}
  AND other.state <> 'cancelled' AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
)
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
VERBS = {"insert": "NULL", "update": "OLD.id"}
"""What to do, and the row that may overlap because it is the same one."""


def put_up(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL.format(table=TABLE, name=NAME))
        return
    for verb, itself in VERBS.items():
        schema_editor.execute(SQLITE.format(table=TABLE, name=NAME, verb=verb, itself=itself))


def take_down(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {NAME}")
        return
    for verb in VERBS:
        schema_editor.execute(f"DROP TRIGGER {NAME}_{verb}")


class Migration(migrations.Migration):
    dependencies = [("trainings", "0001_initial")]
    operations = [AppendOnly("trainings_enrolmentevent"), migrations.RunPython(put_up, take_down)]

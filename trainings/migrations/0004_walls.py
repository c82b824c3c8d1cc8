"""Scans are only ever added. SQLite makes a table anew to change it, and with the old one goes its wall."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import migrations

from audit.append_only import AppendOnly

first = import_module("trainings.migrations.0002_walls")


def put_up_again(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    for verb in first.VERBS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {first.NAME}_{verb}")
    first.put_up(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("trainings", "0003_capability")]
    operations = [
        AppendOnly("trainings_scanevent"),
        migrations.RunPython(put_up_again, migrations.RunPython.noop),
    ]

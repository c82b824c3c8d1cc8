"""What was erased when is only ever added."""

from __future__ import annotations

from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial")]
    operations = [AppendOnly("retention_retentionrun")]

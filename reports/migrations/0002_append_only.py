from __future__ import annotations

from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [AppendOnly("reports_snapshot"), AppendOnly("reports_artifact")]

"""What was published and what people said to it is only ever added."""

from __future__ import annotations

from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("trainings", "0005_legal_texts")]
    operations = [AppendOnly("trainings_legaltextversion"), AppendOnly("trainings_consentrecord")]

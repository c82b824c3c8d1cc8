"""A certificate names its edition: lists of a project find certificates without joining every enrolment."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def name_the_edition(apps: Any, schema_editor: Any) -> None:
    """That of the enrolment."""
    enrolments = apps.get_model("trainings", "Enrolment").objects.filter(pk=models.OuterRef("enrolment"))
    apps.get_model("trainings", "Certificate").objects.update(edition=models.Subquery(enrolments.values("edition")))


class Migration(migrations.Migration):
    dependencies = [("trainings", "0007_subjects_name_the_project")]

    operations = [
        migrations.AddField(
            "certificate",
            "edition",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="trainings.edition",
            ),
        ),
        migrations.RunPython(name_the_edition, migrations.RunPython.noop),
        migrations.AlterField(
            "certificate",
            "edition",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="trainings.edition"
            ),
        ),
        migrations.AddIndex(
            "certificate",
            models.Index(fields=["-issued_at", "-id", "edition", "enrolment"], name="certificate_latest_first"),
        ),
    ]

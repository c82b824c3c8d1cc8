"""An approval names its city: the offices of a city find theirs without joining every enrolment."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def name_the_city(apps: Any, schema_editor: Any) -> None:
    """That of the enrolment."""
    enrolments = apps.get_model("trainings", "Enrolment").objects.filter(pk=models.OuterRef("enrolment"))
    apps.get_model("trainings", "Approval").objects.update(city=models.Subquery(enrolments.values("city")))


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("trainings", "0013_travel_claims")]

    operations = [
        migrations.AddField(
            "approval",
            "city",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.RunPython(name_the_city, migrations.RunPython.noop),
        migrations.AlterField(
            "approval",
            "city",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.RemoveIndex("approval", "approval_pending_by_due"),
        migrations.AddIndex(
            "approval",
            models.Index(
                fields=["due_at", "id", "city", "enrolment", "step"],
                condition=models.Q(state="pending"),
                name="approval_pending_by_deadline",
            ),
        ),
        migrations.AddIndex(
            "approval",
            models.Index(fields=["due_at", "id", "city", "enrolment"], name="approval_by_deadline"),
        ),
    ]

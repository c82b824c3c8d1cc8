"""Messages about an edition say whose project it is: an outbox of a project is found without joining editions."""

from typing import Any

from django.db import migrations


def name_the_project(apps: Any, schema_editor: Any) -> None:
    """Write the project before the edition."""
    messages = apps.get_model("mail", "Message").objects
    editions = apps.get_model("trainings", "Edition").objects.values_list("pk", "course__project")
    for pk, project in editions:
        messages.filter(about=f"trainings.edition:{pk}").update(
            about=f"grants.project:{project}/trainings.edition:{pk}"
        )


def forget_the_project(apps: Any, schema_editor: Any) -> None:
    """Back to the edition alone."""
    messages = apps.get_model("mail", "Message").objects
    for about in messages.filter(about__contains="/trainings.edition:").values_list("about", flat=True).distinct():
        messages.filter(about=about).update(about=about.rpartition("/")[2])


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0003_outbox"),
        ("trainings", "0006_walls"),
    ]

    operations = [migrations.RunPython(name_the_project, forget_the_project)]

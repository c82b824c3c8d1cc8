from django.db import migrations, models


class Migration(migrations.Migration):
    """PostgreSQL keeps JSON in an order of its own: a repeat would be answered in other bytes than the first."""

    dependencies = [("web", "0001_initial")]

    operations = [
        migrations.AlterField(
            "idempotencykey", "body", models.TextField(blank=True, default=""), preserve_default=False
        ),
    ]

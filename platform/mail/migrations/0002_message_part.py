from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.AddField("message", "part", models.CharField(blank=True, max_length=60)),
        migrations.AddField("message", "part_params", models.JSONField(default=dict)),
        migrations.AddIndex(
            "message",
            models.Index(fields=["to", "id"], condition=~models.Q(part=""), name="message_with_part"),
        ),
    ]

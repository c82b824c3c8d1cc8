import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mail.facts


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("token", models.CharField(blank=True, max_length=32)),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempt")),
                ("max_attempts", models.PositiveSmallIntegerField(default=3)),
                ("not_before", models.DateTimeField(verbose_name="not before")),
                ("queued_at", models.DateTimeField(verbose_name="queued")),
                ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("error_code", models.CharField(blank=True, max_length=80)),
                ("error", models.TextField(blank=True, verbose_name="what went wrong")),
                ("dedupe_key", models.CharField(max_length=200, unique=True)),
                ("to_email", models.EmailField(blank=True, max_length=254, verbose_name="address")),
                ("template", models.CharField(max_length=80, verbose_name="template")),
                (
                    "language",
                    models.CharField(
                        choices=[("pl", "Polish"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                (
                    "context",
                    models.JSONField(decoder=mail.facts.FactsDecoder, default=dict, encoder=mail.facts.FactsEncoder),
                ),
                ("message_id", models.CharField(max_length=200, unique=True)),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [models.Index(fields=["state", "not_before"], name="message_to_send")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_until__isnull", False),
                                ("state", "running"),
                                models.Q(("token", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "running"), _negated=True),
                                ("lease_until__isnull", True),
                                ("token", ""),
                            ),
                            _connector="OR",
                        ),
                        name="message_has_a_lease_while_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state__in", ["queued", "running"])),
                            models.Q(
                                models.Q(("state__in", ["queued", "running"]), _negated=True),
                                ("finished_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="message_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attempt__lte", models.F("max_attempts"))), name="message_tries_are_bounded"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to__isnull", False), models.Q(("to_email", ""), _negated=True), _connector="OR"
                        ),
                        name="message_has_a_recipient",
                    ),
                ],
            },
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("grants", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(verbose_name="to")),
                ("minutes_budget", models.PositiveIntegerField(verbose_name="minutes in all")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("active", "active"), ("ended", "ended")],
                        default="active",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="advisor",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advisor_assignments",
                        to="organisations.organisation",
                        verbose_name="town",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advisor_assignments",
                        to="grants.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["city__name", "-valid_from", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("starts_at", models.DateTimeField(verbose_name="start")),
                ("ends_at", models.DateTimeField(verbose_name="end")),
                ("minutes_counted", models.PositiveSmallIntegerField(verbose_name="minutes")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("onsite", "on site"),
                            ("online", "online"),
                            ("phone", "by telephone"),
                            ("desk", "desk work"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("topic", models.CharField(max_length=200, verbose_name="topic")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("next_steps", models.TextField(blank=True, verbose_name="next steps")),
                ("sought", models.TextField(default="", editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("queried", "queried"),
                            ("accepted", "accepted"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="year")),
                ("number", models.PositiveIntegerField(null=True, verbose_name="number")),
                ("query_reason", models.TextField(blank=True, verbose_name="what the town asks")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="advisory.assignment",
                        verbose_name="assignment",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="organisations.organisation",
                        verbose_name="town",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="grants.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "verbose_name_plural": "consultations",
                "ordering": ["-starts_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsultationEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("queried", "queried"),
                            ("accepted", "accepted"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("queried", "queried"),
                            ("accepted", "accepted"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="advisory.consultation"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a consultation",
                "verbose_name_plural": "steps of consultations",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")), fields=("project", "city"), name="city_has_one_active_advisor"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gt", models.F("valid_from"))), name="assignment_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes_budget__gt", 0)), name="assignment_has_a_budget"
            ),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["project", "state", "starts_at"], name="consultation_to_count"),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["city", "state"], name="consultation_by_city"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(fields=("project", "year", "number"), name="consultation_number_once"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="consultation_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes_counted__gte", 1), ("minutes_counted__lte", 720)),
                name="consultation_has_a_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number__isnull", True), ("year__isnull", True)),
                    models.Q(("number__isnull", False), ("year__isnull", False)),
                    _connector="OR",
                ),
                name="consultation_number_has_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["submitted", "queried", "accepted"]), _negated=True),
                    ("number__isnull", False),
                    _connector="OR",
                ),
                name="consultation_submitted_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="consultation_accepted_by_somebody",
            ),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("grants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[("interim", "interim report"), ("final", "final report")],
                        default="interim",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("returned", "returned"),
                            ("approved", "approved"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("narrative_pl", models.TextField(blank=True, verbose_name="narrative in Polish")),
                ("narrative_en", models.TextField(blank=True, verbose_name="narrative in English")),
                ("created_at", models.DateTimeField(verbose_name="opened")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="grants.reportingperiod",
                        verbose_name="reporting period",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="grants.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["project", "number"],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveSmallIntegerField(verbose_name="revision")),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("previous_sha256", models.CharField(blank=True, max_length=64)),
                ("schema_version", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="verification code")),
                ("created_at", models.DateTimeField(verbose_name="submitted")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="reports.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "snapshot",
                "verbose_name_plural": "snapshots",
                "ordering": ["report", "-revision"],
            },
        ),
        migrations.CreateModel(
            name="Artifact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("pl", "Polish"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                (
                    "format",
                    models.CharField(choices=[("pdf", "PDF")], default="pdf", max_length=4, verbose_name="format"),
                ),
                ("template_version", models.PositiveSmallIntegerField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("pages", models.PositiveIntegerField(verbose_name="pages")),
                ("created_at", models.DateTimeField(verbose_name="made")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="artifacts",
                        to="reports.snapshot",
                        verbose_name="snapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "report file",
                "verbose_name_plural": "report files",
                "ordering": ["snapshot", "language", "-template_version"],
            },
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("period", "kind"), name="report_once_per_period_and_kind"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="report_number_once"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="report_number_from_one"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "returned", "approved"])),
                name="report_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["interim", "final"])), name="report_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(fields=("report", "revision"), name="snapshot_revision_once"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("previous_sha256", ""), _negated=True),
                fields=("previous_sha256",),
                name="snapshot_chain_never_forks",
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.UniqueConstraint(
                fields=("snapshot", "language", "format", "template_version"), name="artifact_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.CheckConstraint(condition=models.Q(("pages__gte", 1)), name="artifact_has_pages"),
        ),
    ]

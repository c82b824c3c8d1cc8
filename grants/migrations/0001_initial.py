import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("name_pl", models.CharField(max_length=200, verbose_name="name in Polish")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("mechanism", models.CharField(max_length=100, verbose_name="mechanism")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="budget")),
                ("grant_amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="of it grant")),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                (
                    "donor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="organisations.organisation",
                        verbose_name="donor",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_pl", models.CharField(max_length=300, verbose_name="title in Polish")),
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="budget")),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                ("starts_on", models.DateField(verbose_name="start")),
                ("ends_on", models.DateField(verbose_name="end")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="grants.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name_pl", models.CharField(max_length=300, verbose_name="name in Polish")),
                ("name_en", models.CharField(max_length=300, verbose_name="name in English")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("person", "people"),
                            ("hour", "hours"),
                            ("town", "towns"),
                            ("partnership", "partnerships"),
                            ("number", "number"),
                        ],
                        max_length=20,
                        verbose_name="unit",
                    ),
                ),
                ("measure", models.CharField(max_length=60, verbose_name="measure")),
                ("baseline", models.DecimalField(decimal_places=2, default=0, max_digits=16, verbose_name="baseline")),
                (
                    "target",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="target"),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="grants.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["project", "position", "code"],
            },
        ),
        migrations.CreateModel(
            name="ProjectPartner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("promoter", "project promoter"),
                            ("partner", "partner"),
                            ("donor_partner", "donor partner"),
                            ("international", "international partner organisation"),
                            ("city", "supported town"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("joined_on", models.DateField(verbose_name="joined")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="partners", to="grants.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "project partner",
                "verbose_name_plural": "project partners",
                "ordering": ["role", "organisation__name"],
            },
        ),
        migrations.CreateModel(
            name="ProjectRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("organiser", "organiser"),
                            ("project_manager", "project manager"),
                            ("finance_officer", "finance officer"),
                            ("donor_reviewer", "donor reviewer"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="grants.project"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="project_roles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "project role",
                "verbose_name_plural": "project roles",
            },
        ),
        migrations.CreateModel(
            name="ReportingPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("due_on", models.DateField(verbose_name="report due")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("open", "open"), ("locked", "locked")],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="grants.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "reporting period",
                "verbose_name_plural": "reporting periods",
                "ordering": ["project", "number"],
            },
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("grant_amount__gte", 0), ("grant_amount__lte", models.F("amount"))),
                name="programme_grant_within_budget",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="project_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="project_amount_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("project", "code"), name="indicator_code_once"),
        ),
        migrations.AddConstraint(
            model_name="projectpartner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "promoter")), fields=("project",), name="project_has_one_promoter"
            ),
        ),
        migrations.AddConstraint(
            model_name="projectpartner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on__isnull", True)), fields=("project", "organisation"), name="partner_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="projectrole",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("project", "user", "role"),
                name="project_role_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectrole",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="project_role_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="period_number_once"),
        ),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.UniqueConstraint(fields=("project", "starts_on"), name="period_starts_once"),
        ),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="period_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("ends_on"))), name="period_due_after_end"
            ),
        ),
    ]

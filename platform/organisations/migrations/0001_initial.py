import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "municipality"),
                            ("county", "county"),
                            ("association", "association"),
                            ("ngo", "non-governmental organisation"),
                            ("company", "company"),
                            ("state_body", "state body"),
                            ("university", "university or institute"),
                            ("donor", "donor"),
                            ("donor_partner", "donor partner"),
                            ("international", "international organisation"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "voivodeship",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("02", "dolnośląskie"),
                            ("04", "kujawsko-pomorskie"),
                            ("06", "lubelskie"),
                            ("08", "lubuskie"),
                            ("10", "łódzkie"),
                            ("12", "małopolskie"),
                            ("14", "mazowieckie"),
                            ("16", "opolskie"),
                            ("18", "podkarpackie"),
                            ("20", "podlaskie"),
                            ("22", "pomorskie"),
                            ("24", "śląskie"),
                            ("26", "świętokrzyskie"),
                            ("28", "warmińsko-mazurskie"),
                            ("30", "wielkopolskie"),
                            ("32", "zachodniopomorskie"),
                        ],
                        max_length=2,
                        verbose_name="voivodeship",
                    ),
                ),
                ("county", models.CharField(blank=True, max_length=100, verbose_name="county")),
                ("country", models.CharField(default="PL", max_length=2, verbose_name="country")),
                ("nip", models.CharField(blank=True, max_length=10, verbose_name="tax number")),
                ("fictitious", models.BooleanField(default=False, verbose_name="fictitious")),
                ("sought", models.CharField(default="", editable=False, max_length=1000)),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name", "pk"],
                "indexes": [models.Index(fields=["name", "id"], name="organisation_by_name")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("nip", ""), _negated=True), fields=("nip",), name="organisation_nip_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="member since")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="member until")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("organisation",),
                        name="membership_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="membership_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TerytCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=7, verbose_name="TERYT code")),
                (
                    "unit_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "urban municipality"),
                            ("2", "rural municipality"),
                            ("3", "urban-rural municipality"),
                        ],
                        max_length=1,
                        verbose_name="type",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teryt_codes",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "TERYT code",
                "verbose_name_plural": "TERYT codes",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="teryt_code_starts_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)), fields=("code",), name="teryt_code_open_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("organisation",),
                        name="teryt_one_open_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="teryt_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                django.db.models.lookups.Exact(django.db.models.functions.text.Length("code"), 7),
                                ("unit_type__in", ["1", "2", "3"]),
                            ),
                            models.Q(
                                django.db.models.lookups.Exact(django.db.models.functions.text.Length("code"), 4),
                                ("unit_type", ""),
                            ),
                            _connector="OR",
                        ),
                        name="teryt_code_of_municipality_or_county",
                    ),
                ],
            },
        ),
    ]

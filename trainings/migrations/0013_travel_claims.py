"""Who was at a training claims the way back; an edition says what it pays."""

from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("organisations", "0001_initial"),
        ("trainings", "0012_materials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TravelClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("returned", "returned"),
                            ("approved", "approved"),
                            ("rejected", "rejected"),
                            ("paid", "paid"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("closed_account", models.TextField(blank=True, editable=False)),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=16, null=True, verbose_name="amount"
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="submitted")),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("paid_on", models.DateField(editable=False, null=True, verbose_name="paid on")),
            ],
            options={
                "verbose_name": "travel claim",
                "verbose_name_plural": "travel claims",
                "ordering": ["-submitted_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="TravelLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("ticket", "ticket"), ("car", "own car")], max_length=6, verbose_name="kind"
                    ),
                ),
                ("travelled_on", models.DateField(verbose_name="day")),
                ("from_place", models.CharField(blank=True, max_length=120, verbose_name="where from")),
                ("to_place", models.CharField(blank=True, max_length=120, verbose_name="where to")),
                (
                    "ticket_amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="price"),
                ),
                ("km", models.PositiveIntegerField(blank=True, null=True, verbose_name="kilometres")),
                (
                    "rate",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True, verbose_name="rate"),
                ),
                ("claimed", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="claimed")),
            ],
            options={
                "verbose_name": "line of a travel claim",
                "verbose_name_plural": "lines of travel claims",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="km_rate",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=8, null=True, verbose_name="rate for a kilometre"
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="pays_travel",
            field=models.BooleanField(default=False, verbose_name="travel is paid back"),
        ),
        migrations.AddField(
            model_name="edition",
            name="travel_limit",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="most for one person"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("km_rate__isnull", True), ("km_rate__gt", Decimal(0)), _connector="OR"),
                    models.Q(("travel_limit__isnull", True), ("travel_limit__gt", Decimal(0)), _connector="OR"),
                ),
                name="edition_travel_is_worth_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pays_travel", True),
                    models.Q(("km_rate__isnull", True), ("travel_limit__isnull", True)),
                    _connector="OR",
                ),
                name="edition_rate_of_travel_that_is_paid",
            ),
        ),
        migrations.AddField(
            model_name="travelclaim",
            name="decided_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="travelclaim",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="travel_claims",
                to="trainings.enrolment",
                verbose_name="enrolment",
            ),
        ),
        migrations.AddField(
            model_name="travelclaim",
            name="paid_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="travelline",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="trainings.travelclaim"
            ),
        ),
        migrations.AddField(
            model_name="travelline",
            name="receipt",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="travelline",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="travel_lines",
                to="trainings.session",
                verbose_name="session",
            ),
        ),
        migrations.AddIndex(
            model_name="travelclaim",
            index=models.Index(fields=["state", "-submitted_at"], name="travel_claim_by_state"),
        ),
        migrations.AddConstraint(
            model_name="travelclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "rejected"), _negated=True),
                fields=("enrolment",),
                name="travel_claim_in_force_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="travelclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("amount__gt", Decimal(0)), ("amount__isnull", False), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="travel_claim_submitted_with_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="travelclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["submitted", "approved"]), _negated=True),
                    models.Q(("closed_account", ""), _negated=True),
                    _connector="OR",
                ),
                name="travel_claim_has_an_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="travelclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "submitted"]),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="travel_claim_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="travelclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["returned", "rejected"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="travel_claim_refused_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="travelclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid_by__isnull", False), ("paid_on__isnull", False), ("state", "paid")),
                    models.Q(
                        models.Q(("state", "paid"), _negated=True), ("paid_by__isnull", True), ("paid_on__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="travel_claim_paid_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="travelclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_by__isnull", True),
                    models.Q(("paid_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="travel_claim_paid_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="travelline",
            constraint=models.CheckConstraint(
                condition=models.Q(("claimed__gt", Decimal(0))), name="travel_line_claims_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="travelline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "ticket"), _negated=True),
                    models.Q(
                        ("claimed__lte", models.F("ticket_amount")),
                        ("km__isnull", True),
                        ("rate__isnull", True),
                        ("ticket_amount__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="travel_line_within_the_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="travelline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "car"), _negated=True),
                    models.Q(
                        (
                            "claimed__lt",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(models.F("rate"), "*", models.F("km")),
                                "+",
                                models.Value(Decimal("0.00505")),
                            ),
                        ),
                        ("km__isnull", False),
                        ("rate__isnull", False),
                        ("receipt__isnull", True),
                        ("ticket_amount__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="travel_line_within_the_kilometres",
            ),
        ),
    ]

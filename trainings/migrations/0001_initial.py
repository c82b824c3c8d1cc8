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
            name="Course",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title_pl", models.CharField(max_length=200, verbose_name="title in Polish")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                ("goals", models.TextField(blank=True, verbose_name="goals")),
                (
                    "threshold_percent",
                    models.PositiveSmallIntegerField(default=80, verbose_name="required attendance in percent"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="grants.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "course",
                "verbose_name_plural": "courses",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                (
                    "mode",
                    models.CharField(
                        choices=[("onsite", "on site"), ("online", "online"), ("hybrid", "on site and online")],
                        max_length=10,
                        verbose_name="mode",
                    ),
                ),
                ("venue", models.CharField(blank=True, max_length=300, verbose_name="place")),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="places")),
                ("opens_at", models.DateTimeField(verbose_name="enrolment opens")),
                ("closes_at", models.DateTimeField(verbose_name="enrolment closes")),
                ("withdraw_until", models.DateTimeField(verbose_name="free withdrawal until")),
                ("offer_hours", models.PositiveSmallIntegerField(default=48, verbose_name="hours to answer an offer")),
                (
                    "last_offer_hours_before",
                    models.PositiveSmallIntegerField(default=24, verbose_name="no offers in the last hours before"),
                ),
                ("waitlist_enabled", models.BooleanField(default=True, verbose_name="waiting list")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("completed", "completed"),
                            ("settled", "settled"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("starts_at", models.DateTimeField(editable=False, null=True, verbose_name="start")),
                ("ends_at", models.DateTimeField(editable=False, null=True, verbose_name="end")),
                ("next_queue_no", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="trainings.course",
                        verbose_name="course",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ["starts_at", "code"],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("post", models.CharField(blank=True, max_length=120, verbose_name="post")),
                ("department", models.CharField(blank=True, max_length=120, verbose_name="department")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("self", "the person"),
                            ("coordinator", "the city's coordinator"),
                            ("organiser", "the organiser"),
                        ],
                        max_length=20,
                        verbose_name="enrolled by",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("awaiting_approval", "awaiting approval"),
                            ("awaiting_selection", "awaiting selection"),
                            ("waitlisted", "on the waiting list"),
                            ("offered", "place offered"),
                            ("confirmed", "confirmed"),
                            ("declined", "declined"),
                            ("rejected", "rejected"),
                            ("lapsed", "lapsed"),
                            ("withdrawn", "withdrawn"),
                            ("cancelled", "cancelled"),
                            ("transferred", "transferred"),
                        ],
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("holds_seat", models.BooleanField(verbose_name="holds a place")),
                ("queue_no", models.PositiveIntegerField(null=True, verbose_name="number")),
                ("late_withdrawal", models.BooleanField(default=False, verbose_name="withdrew late")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="enrolled")),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_enrolments",
                        to="organisations.organisation",
                        verbose_name="city",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="trainings.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
                "ordering": ["edition", "queue_no"],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("awaiting_approval", "awaiting approval"),
                            ("awaiting_selection", "awaiting selection"),
                            ("waitlisted", "on the waiting list"),
                            ("offered", "place offered"),
                            ("confirmed", "confirmed"),
                            ("declined", "declined"),
                            ("rejected", "rejected"),
                            ("lapsed", "lapsed"),
                            ("withdrawn", "withdrawn"),
                            ("cancelled", "cancelled"),
                            ("transferred", "transferred"),
                        ],
                        max_length=20,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("awaiting_approval", "awaiting approval"),
                            ("awaiting_selection", "awaiting selection"),
                            ("waitlisted", "on the waiting list"),
                            ("offered", "place offered"),
                            ("confirmed", "confirmed"),
                            ("declined", "declined"),
                            ("rejected", "rejected"),
                            ("lapsed", "lapsed"),
                            ("withdrawn", "withdrawn"),
                            ("cancelled", "cancelled"),
                            ("transferred", "transferred"),
                        ],
                        max_length=20,
                        verbose_name="to",
                    ),
                ),
                (
                    "acting_as",
                    models.CharField(
                        choices=[
                            ("person", "the person"),
                            ("coordinator", "the city's coordinator"),
                            ("organiser", "the organiser"),
                            ("system", "the platform"),
                        ],
                        max_length=20,
                        verbose_name="as",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("request_id", models.CharField(blank=True, max_length=40)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="trainings.enrolment"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an enrolment",
                "verbose_name_plural": "steps of enrolments",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PlaceOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="answer before")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("lapsed", "not answered in time"),
                            ("revoked", "withdrawn by the organiser"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="trainings.enrolment"
                    ),
                ),
            ],
            options={
                "verbose_name": "offer of a place",
                "verbose_name_plural": "offers of places",
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="number")),
                ("starts_at", models.DateTimeField(verbose_name="start")),
                ("ends_at", models.DateTimeField(verbose_name="end")),
                ("breaks_min", models.PositiveSmallIntegerField(default=0, verbose_name="breaks in minutes")),
                ("counted_min", models.PositiveSmallIntegerField(verbose_name="counted minutes")),
                ("venue", models.CharField(blank=True, max_length=300, verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("verified", "verified"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="trainings.edition",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("partial", "partly present"),
                            ("absent", "absent"),
                            ("excused", "excused"),
                        ],
                        max_length=10,
                        verbose_name="attendance",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("manual", "typed in"),
                            ("qr", "QR code"),
                            ("paper", "signed list"),
                            ("login_report", "log of the online meeting"),
                            ("email", "e-mail"),
                        ],
                        default="manual",
                        max_length=20,
                        verbose_name="source",
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="trainings.session",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ["session", "id"],
            },
        ),
        migrations.CreateModel(
            name="SessionTrainer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trainers", to="trainings.session"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taught",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="trainer",
                    ),
                ),
            ],
            options={
                "verbose_name": "trainer of a session",
                "verbose_name_plural": "trainers of a session",
                "ordering": ["user__last_name", "user__first_name", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("threshold_percent__gte", 1), ("threshold_percent__lte", 100)),
                name="course_threshold_is_percent",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["starts_at", "id"], name="edition_by_start"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["state", "starts_at"], name="edition_by_state"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="edition_has_a_place"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="edition_closes_after_opening"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("offer_hours__gte", 1)), name="edition_offer_gives_an_hour"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "cancelled"]),
                    models.Q(
                        ("ends_at__gt", models.F("starts_at")),
                        ("ends_at__isnull", False),
                        ("starts_at__gte", models.F("closes_at")),
                        ("starts_at__isnull", False),
                        ("withdraw_until__lte", models.F("starts_at")),
                    ),
                    _connector="OR",
                ),
                name="edition_published_with_sane_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "awaiting_approval", "awaiting_selection", "waitlisted", "offered", "confirmed"],
                    )
                ),
                fields=("edition", "person"),
                name="enrolment_active_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(fields=("edition", "queue_no"), name="enrolment_queue_no_once"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["offered", "confirmed"]), _negated=True),
                    ("holds_seat", True),
                    _connector="OR",
                ),
                name="enrolment_with_place_holds_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                "waitlisted",
                                "awaiting_selection",
                                "declined",
                                "rejected",
                                "lapsed",
                                "withdrawn",
                                "cancelled",
                                "transferred",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("holds_seat", False),
                    _connector="OR",
                ),
                name="enrolment_without_place_holds_no_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(
                        ("queue_no__isnull", False), ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="enrolment_submitted_has_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="enrolment_event_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("actor__isnull", False), ("acting_as", "system"), _connector="OR"),
                name="enrolment_event_has_an_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="placeoffer",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["expires_at"], name="offer_pending_by_deadline"
            ),
        ),
        migrations.AddConstraint(
            model_name="placeoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")), fields=("enrolment",), name="offer_pending_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="placeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))), name="offer_gives_time"
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["starts_at", "id"], name="session_by_start"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("edition", "ordinal"), name="session_ordinal_once"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="session_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted_min__gt", 0)), name="session_counts_minutes"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("session", "enrolment"), name="attendance_once"),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("minutes__gt", 0), ("status__in", ["present", "partial"])),
                    models.Q(("minutes", 0), ("status__in", ["absent", "excused"])),
                    _connector="OR",
                ),
                name="attendance_status_fits_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessiontrainer",
            constraint=models.UniqueConstraint(fields=("session", "user"), name="session_trainer_once"),
        ),
    ]

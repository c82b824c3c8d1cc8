import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("grants", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter_of_intent", "letter of intent"),
                            ("agreement", "agreement"),
                            ("amendment", "amendment"),
                            ("strategy", "strategy"),
                            ("minutes", "minutes"),
                            ("resolution", "resolution"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "confidentiality",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("partnership", "the partnership"),
                            ("restricted", "restricted"),
                            ("coordinator_only", "coordinator only"),
                        ],
                        default="partnership",
                        max_length=20,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("signed", "signed"), ("withdrawn", "withdrawn")],
                        default="draft",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed")),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["partnership", "kind", "title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("based_on", models.PositiveIntegerField(verbose_name="based on")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="what changed")),
                ("uploaded_at", models.DateTimeField(verbose_name="when")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="partnerships.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_version",
                        to="files.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["document", "-number"],
            },
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("name_pl", models.CharField(max_length=300, verbose_name="name in Polish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("eea_local", "local partnership (EEA)"),
                            ("cwd", "Centre for Advisory Support"),
                            ("zit", "integrated territorial investment"),
                            ("iit", "other territorial instrument"),
                            ("supralocal_strategy", "supra-local strategy"),
                            ("donor_project", "donor project partnership"),
                            ("other", "other"),
                        ],
                        default="eea_local",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "legal_form",
                    models.CharField(
                        choices=[
                            ("none", "none yet"),
                            ("letter_of_intent", "letter of intent"),
                            ("civil_agreement", "civil-law agreement"),
                            ("intermunicipal_agreement", "intermunicipal agreement (art. 74)"),
                            ("zit_agreement", "ITI agreement"),
                            ("union", "union of municipalities"),
                            ("association", "association"),
                        ],
                        default="none",
                        max_length=30,
                        verbose_name="legal form",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("initiative", "initiative"),
                            ("authorisation", "consent of the councils"),
                            ("agreement", "agreement"),
                            ("strategy", "strategy"),
                            ("projects", "project package"),
                            ("implementation", "implementation"),
                            ("closed", "closed"),
                        ],
                        default="initiative",
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("forming", "forming"),
                            ("active", "active"),
                            ("suspended", "suspended"),
                            ("dissolving", "being dissolved"),
                            ("dissolved", "dissolved"),
                            ("abandoned", "abandoned"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("sought", models.TextField(default="", editable=False)),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="founded")),
                (
                    "coordinator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coordinator",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="grants.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "partnership",
                "verbose_name_plural": "partnerships",
                "ordering": ["code"],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="partnerships.partnership",
                verbose_name="partnership",
            ),
        ),
        migrations.CreateModel(
            name="PartnershipMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "leader"),
                            ("partner", "partner"),
                            ("supporting", "supporting partner"),
                            ("observer", "observer"),
                            ("donor_partner", "donor partner"),
                        ],
                        default="partner",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("declared", "declared"),
                            ("active", "active"),
                            ("withdrawing", "withdrawing"),
                            ("left", "left"),
                            ("declined", "declined"),
                            ("excluded", "excluded"),
                        ],
                        default="invited",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnership_members",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="partnerships.partnership",
                        verbose_name="partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ["partnership", "role", "organisation__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PendingUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("based_on", models.PositiveIntegerField(verbose_name="based on")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="what changed")),
                ("uploaded_at", models.DateTimeField(verbose_name="when")),
                ("discarded_at", models.DateTimeField(null=True, verbose_name="thrown away")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="partnerships.document"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upload",
                        to="partnerships.documentversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "kept upload",
                "verbose_name_plural": "kept uploads",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "number",
                        django.db.models.expressions.CombinedExpression(models.F("based_on"), "+", models.Value(1)),
                    )
                ),
                name="version_follows_its_base",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="version_counts_from_one"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed_on__isnull", True), ("kind", "agreement"), _connector="OR"),
                name="only_agreements_are_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_on__isnull", True), ("state", "draft")),
                    models.Q(("signed_on__isnull", False), ("state", "signed")),
                    ("state", "withdrawn"),
                    _connector="OR",
                ),
                name="document_signed_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnershipmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["invited", "declared", "active", "withdrawing"])),
                fields=("partnership", "organisation"),
                name="member_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnershipmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "leader"), ("state", "active")),
                fields=("partnership",),
                name="partnership_has_one_active_leader",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnershipmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["active", "withdrawing"]), _negated=True),
                    ("joined_on__isnull", False),
                    _connector="OR",
                ),
                name="member_inside_has_joined",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnershipmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True),
                    models.Q(("joined_on__isnull", False), ("left_on__gte", models.F("joined_on"))),
                    _connector="OR",
                ),
                name="member_leaves_after_joining",
            ),
        ),
        migrations.AddIndex(
            model_name="pendingupload",
            index=models.Index(
                condition=models.Q(("discarded_at__isnull", True), ("version__isnull", True)),
                fields=["document", "uploaded_by"],
                name="upload_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__isnull", True), ("discarded_at__isnull", True), _connector="OR"),
                name="upload_has_one_end",
            ),
        ),
    ]

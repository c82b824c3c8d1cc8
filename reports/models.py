"""A report on a period, the frozen snapshots of what was submitted, and the files made from them."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, reads_everything
from files.models import StoredFile
from grants.models import Project, ReportingPeriod, in_language, projects_of
from kernel.text import show_code
from reports.choices import WRITABLE, Format, Kind, State
from web.models import Versioned


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions over reports."""

    def visible_to(self, user: Visitor) -> Self:
        """All to who reads everything; the team's own projects; to the donor's reviewer what was submitted."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        team = projects_of(user, RoleCode.PROJECT_MANAGER, RoleCode.FINANCE_OFFICER)
        donor = projects_of(user, RoleCode.DONOR_REVIEWER)
        return self.filter(Q(project__in=team) | (Q(project__in=donor) & ~Q(state=State.DRAFT)))

    def with_submission(self) -> Self:
        """With `submitted_at`, the day of the newest snapshot."""
        newest = Snapshot.objects.filter(report=OuterRef("pk")).order_by("-revision")
        return self.annotate(submitted_at=Subquery(newest.values("created_at")[:1]))


class Report(Versioned):
    """What a project tells its donor about one period. Its figures are counted live until it is submitted."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(
        ReportingPeriod, verbose_name=_("reporting period"), on_delete=models.PROTECT, related_name="reports"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.INTERIM)
    number = models.PositiveIntegerField(_("number"))
    """Without gaps within the project."""
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    narrative_pl = models.TextField(_("narrative in Polish"), blank=True)
    """Plain text, blank lines between paragraphs; so is the English one."""
    narrative_en = models.TextField(_("narrative in English"), blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("opened"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "kind"], name="report_once_per_period_and_kind"),
            models.UniqueConstraint(fields=["project", "number"], name="report_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="report_number_from_one"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="report_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="report_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.project.code}/{self.number}"

    @property
    def reference(self) -> str:
        """How it is cited: project code and number."""
        return f"{self.project.code}/{self.number}"

    @property
    def is_writable(self) -> bool:
        """Whether its text may change and its figures are still counted live."""
        return self.state in WRITABLE

    @property
    def narrative(self) -> str:
        """The narrative in the reader's language."""
        return in_language(self.narrative_pl, self.narrative_en)


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Questions over snapshots."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible reports."""
        return self.filter(report__in=Report.objects.visible_to(user))


class Snapshot(models.Model):
    """What was submitted, word for word, for ever: canonical JSON, its hash, the hash of the one before it.

    The content names the hash of the project's snapshot before it, so that changing one breaks all later ones.
    """

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.PROTECT, related_name="snapshots")
    revision = models.PositiveSmallIntegerField(_("revision"))
    content = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    """Empty for the first of a project."""
    schema_version = models.PositiveSmallIntegerField()
    code = models.CharField(_("verification code"), max_length=10, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("submitted"))

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["report", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["report", "revision"], name="snapshot_revision_once"),
            models.UniqueConstraint(
                fields=["previous_sha256"], condition=~Q(previous_sha256=""), name="snapshot_chain_never_forks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_code} ({self.revision})"

    @cached_property
    def data(self) -> dict[str, Any]:
        """The content as values."""
        data: dict[str, Any] = json.loads(self.content)
        return data

    @property
    def shown_code(self) -> str:
        """The code as printed."""
        return show_code(self.code)


class ArtifactQuerySet(models.QuerySet["Artifact"]):
    """Questions over artifacts."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible reports."""
        return self.filter(snapshot__report__in=Report.objects.visible_to(user))


class Artifact(models.Model):
    """A file made from a snapshot; the same snapshot, language and template give the same bytes."""

    snapshot = models.ForeignKey(
        Snapshot, verbose_name=_("snapshot"), on_delete=models.PROTECT, related_name="artifacts"
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    format = models.CharField(_("format"), max_length=4, choices=Format, default=Format.PDF)
    template_version = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveIntegerField(_("pages"))
    created_at = models.DateTimeField(_("made"))

    objects = ArtifactQuerySet.as_manager()

    class Meta:
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        ordering = ["snapshot", "language", "-template_version"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "language", "format", "template_version"], name="artifact_once"
            ),
            models.CheckConstraint(condition=Q(pages__gte=1), name="artifact_has_pages"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} {self.language} {self.format}"

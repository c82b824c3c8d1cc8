"""Rules for how long something is kept, and what was erased when."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, reads_everything
from grants.models import Project, projects_of
from kernel.text import Text
from kernel.time import today
from retention.choices import Unit
from retention.registry import Length, Matter, matter_of
from web.models import Versioned


class OfProjects(models.QuerySet[Any]):
    """Rows of a project, or of the whole platform."""

    def visible_to(self, user: Visitor) -> Self:
        """Of the projects one manages, and general ones; all for who reads everything."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        managed = projects_of(user, RoleCode.PROJECT_MANAGER)
        return self.filter(Q(project__in=managed) | Q(project=None)) if managed else self.none()


class RetentionRule(Versioned):
    """How long data of one kind are kept in a project, or wherever no project has its own rule."""

    matter = models.CharField(_("data"), max_length=60)
    """The code of a `registry.Matter`."""
    project = models.ForeignKey(
        Project, verbose_name=_("project"), null=True, on_delete=models.PROTECT, related_name="retention_rules"
    )
    number = models.PositiveSmallIntegerField(_("kept for"))
    """In the unit of the matter."""
    basis = models.CharField(_("legal basis"), max_length=500)
    hold_until = models.DateField(_("nothing is erased until"), null=True)
    """An audit or a dispute goes on: until this day, itself included, nothing is erased, whatever its time."""
    changed_by = models.ForeignKey(User, verbose_name=_("changed by"), on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"))

    objects = OfProjects.as_manager()

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ["matter", "project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "project"], name="retention_rule_once"),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(project__isnull=True), name="retention_rule_general_once"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="retention_rule_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.project_id or ''}".strip()

    def is_held(self, day: date | None = None) -> bool:
        """Whether nothing is erased that day."""
        return self.hold_until is not None and (day or today()) <= self.hold_until


class RetentionRun(models.Model):
    """That something was looked through and so much of it erased: only ever added (triggers)."""

    matter = models.CharField(_("data"), max_length=60)
    project = models.ForeignKey(
        Project, verbose_name=_("project"), null=True, on_delete=models.PROTECT, related_name="retention_runs"
    )
    """NULL: wherever no project has its own rule."""
    at = models.DateTimeField(_("when"))
    number = models.PositiveSmallIntegerField(_("kept for"))
    unit = models.CharField(max_length=5, choices=Unit)
    erased = models.PositiveIntegerField(_("erased"))
    by = models.ForeignKey(User, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+")
    """NULL: the clock."""
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = OfProjects.as_manager()

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ["-id"]
        indexes = [models.Index(fields=["matter", "-id"], name="retention_run_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(by__isnull=True) | ~Q(reason=""), name="retention_run_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.at:%Y-%m-%d} {self.erased}"

    @property
    def length(self) -> Length:
        """How long it was kept by the rule of that day."""
        return Length(self.number, Unit(self.unit))

    @property
    def known(self) -> Matter | None:
        """What was erased; None where the platform knows it no more."""
        return matter_of(self.matter)

    @property
    def label(self) -> Text:
        """In words."""
        return self.known.label if self.known else self.matter

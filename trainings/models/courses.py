"""What is taught."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, has_role, reads_everything
from grants.models import Project, in_language, standings
from web.models import Versioned

MANAGING_ROLES = [RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER]
"""The roles in a project that see its rosters and what is not published yet."""


class CourseQuerySet(models.QuerySet["Course"]):
    """Questions over courses."""

    def visible_to(self, user: Visitor) -> Self:
        """The catalogue of visible projects, and what today's trainer teaches."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        seen = Q(project__in=standings(user))
        if has_role(user, RoleCode.TRAINER):
            seen |= Q(pk__in=user.taught.values("session__edition__course"))
        return self.filter(seen)


class Course(Versioned):
    """What is taught, apart from any date."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="courses")
    code = models.CharField(_("code"), max_length=40, unique=True)
    title_pl = models.CharField(_("title in Polish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    goals = models.TextField(_("goals"), blank=True)
    target_group = models.TextField(_("for whom"), blank=True)
    outline = models.TextField(_("programme"), blank=True)
    knowledge = models.TextField(_("outcomes: knowledge"), blank=True)
    """What a participant knows afterwards, one outcome a line; printed on certificates, as are the next two."""
    skills = models.TextField(_("outcomes: skills"), blank=True)
    social = models.TextField(_("outcomes: social competences"), blank=True)
    threshold_percent = models.PositiveSmallIntegerField(_("required attendance in percent"), default=80)
    """Of the minutes of an edition: who was there that long took part."""
    needs_post_test = models.BooleanField(_("the test afterwards must be passed"), default=False)
    pass_percent = models.PositiveSmallIntegerField(_("to pass the test, in percent"), default=60)
    paper_prevails = models.BooleanField(_("without a signature no minutes"), default=False)
    """Where the donor counts only who signed the list."""
    attests_attendance = models.BooleanField(_("certificates of attendance for who did not complete"), default=False)
    people_may_transfer = models.BooleanField(_("people may change the date themselves"), default=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_percent__gte=1, threshold_percent__lte=100), name="course_threshold_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="course_pass_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_pl, self.title_en)

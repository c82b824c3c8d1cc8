"""Donor, programme, project with its partners and roles, reporting periods, indicators with targets."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.choices import PROJECT_ROLES, RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor, reads_everything
from grants.choices import PartnerRole, PeriodState, Unit
from kernel.prepared import Prepared
from kernel.time import today
from organisations.models import Organisation, valid_on
from web.models import Versioned


def in_language(pl: str, en: str) -> str:
    """The Polish or the English text, as the reader reads; the Polish one where there is no English."""
    return en if get_language() == "en" and en else pl


class Programme(models.Model):
    """A donor's programme. Amounts and shares are facts with their source, not calculated."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_pl = models.CharField(_("name in Polish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    donor = models.ForeignKey(
        Organisation, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="programmes"
    )
    mechanism = models.CharField(_("mechanism"), max_length=100)
    amount = models.DecimalField(_("budget"), max_digits=16, decimal_places=2)
    grant_amount = models.DecimalField(_("of it grant"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grant_amount__gte=0, grant_amount__lte=F("amount")),
                name="programme_grant_within_budget",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_pl, self.name_en)


def standings(user: User) -> dict[int, set[str]]:
    """The user's roles today, by the id of the project; no role where only his body takes part.

    Read once a request: the user object lives no longer.
    """
    return user.once("grants.standings", _read_standings)


def projects_of(user: Visitor, *roles: RoleCode) -> list[int]:
    """Ids of the projects in which the user has one of the roles today; a closed account has none."""
    if not isinstance(user, User) or not user.is_active:
        return []
    return [pk for pk, held in standings(user).items() if not held.isdisjoint(roles)]


def _read_standings(user: User) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for project, role in _standings(user=user.pk, day=today()):
        found.setdefault(project, set()).update([role] if role else [])
    return found


def _standings_on(user: int, day: date) -> models.QuerySet[ProjectRole, tuple[int, str]]:
    held = ProjectRole.objects.filter(valid_on(day), user=user).values_list("project_id", "role")
    bodies = Role.objects.filter(valid_on(day), user=user).order_by().values("organisation")
    through = ProjectPartner.objects.order_by().filter(organisation__in=bodies)
    return held.union(through.values_list("project_id", models.Value("")))


_standings = Prepared(_standings_on, user=models.BigIntegerField(), day=models.DateField())


class ProjectQuerySet(models.QuerySet["Project"]):
    """Questions over projects."""

    def visible_to(self, user: Visitor) -> Self:
        """Every project to who reads everything; else those in which one has a role, or one's body takes part."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        return self.filter(pk__in=standings(user))

    def in_which(self, user: Visitor, *roles: RoleCode) -> Self:
        """In which the user has one of the roles today."""
        return self.filter(pk__in=projects_of(user, *roles))

    def managed_by(self, user: Visitor) -> Self:
        """Of which the user is the project manager today."""
        return self.in_which(user, RoleCode.PROJECT_MANAGER)


class Project(Versioned):
    """A project that a donor pays."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title_pl = models.CharField(_("title in Polish"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="projects"
    )
    amount = models.DecimalField(_("budget"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"))
    """The last day."""
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="project_ends_after_start"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="project_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_pl, self.title_en)


class ProjectPartner(models.Model):
    """A body in a project, from a day to a day: [joined_on, left_on)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="projects"
    )
    role = models.CharField(_("role"), max_length=20, choices=PartnerRole)
    joined_on = models.DateField(_("joined"))
    left_on = models.DateField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("project partner")
        verbose_name_plural = _("project partners")
        ordering = ["role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(role=PartnerRole.PROMOTER), name="project_has_one_promoter"
            ),
            models.UniqueConstraint(
                fields=["project", "organisation"], condition=Q(left_on__isnull=True), name="partner_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class ProjectRoleQuerySet(models.QuerySet["ProjectRole"]):
    """Questions over project roles."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own; those of the projects one manages; everything for administrators and auditors."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        return self.filter(Q(user=user) | Q(project__in=Project.objects.managed_by(user)))

    def now(self) -> Self:
        """Holding today."""
        return self.filter(valid_on(today()))


class ProjectRole(models.Model):
    """Who does what in a project, from a day to a day: [from, to)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="project_roles")
    role = models.CharField(_("role"), max_length=30, choices=[(r.value, r.label) for r in PROJECT_ROLES])
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = ProjectRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("project role")
        verbose_name_plural = _("project roles")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user", "role"],
                condition=Q(valid_to__isnull=True),
                name="project_role_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="project_role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(RoleCode(self.role).label)


class PeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    """Questions over reporting periods."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible projects."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def covering(self, day: date) -> Self:
        """The periods that hold a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class ReportingPeriod(Versioned):
    """A stretch of a project that is reported together; both days belong to it. Locked, it takes no dated fact."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    due_on = models.DateField(_("report due"))
    state = models.CharField(_("state"), max_length=10, choices=PeriodState, default=PeriodState.PLANNED)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="period_number_once"),
            models.UniqueConstraint(fields=["project", "starts_on"], name="period_starts_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_start"),
            models.CheckConstraint(condition=Q(due_on__gte=F("ends_on")), name="period_due_after_end"),
        ]

    def __str__(self) -> str:
        return f"{self.project.code} {self.number}: {self.starts_on:%d.%m.%Y}-{self.ends_on:%d.%m.%Y}"

    def covers(self, day: date) -> bool:
        """Whether the day belongs to it."""
        return self.starts_on <= day <= self.ends_on


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Questions over indicators."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible projects."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Indicator(Versioned):
    """What a project promised to count. `measure` names the calculation in reports that counts it."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(_("code"), max_length=20)
    name_pl = models.CharField(_("name in Polish"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit)
    measure = models.CharField(_("measure"), max_length=60)
    baseline = models.DecimalField(_("baseline"), max_digits=16, decimal_places=2, default=0)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=2, null=True, blank=True)
    """NULL: no target was set. For the whole life of the project."""
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["project", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="indicator_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_pl, self.name_en)

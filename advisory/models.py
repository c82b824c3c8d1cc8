"""Which advisor works in which town, what was consulted, and who decided what about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, bodies_of, reads_everything
from advisory.choices import (
    EDITABLE,
    MOVES,
    USING_BUDGET,
    AssignmentState,
    ConsultationState,
    Mode,
)
from grants.models import Project, projects_of
from kernel.text import fold
from kernel.time import local_day
from organisations.models import Organisation
from web.models import Versioned

LONGEST = 12 * 60
"""Minutes of one consultation."""


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions over assignments."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own; those in the city one coordinates; those of a project one manages."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if reads_everything(user):
            return self.all()
        return self.filter(
            Q(advisor=user)
            | Q(city__in=bodies_of(user, RoleCode.CITY_COORDINATOR))
            | Q(project__in=projects_of(user, RoleCode.PROJECT_MANAGER))
        )

    def open(self) -> Self:
        """Not ended."""
        return self.exclude(state=AssignmentState.ENDED)

    def of(self, user: Visitor) -> Self:
        """In which the user is the advisor."""
        return self.filter(advisor=user.pk)

    def with_minutes(self) -> Self:
        """With `minutes_used` of the budget and `minutes_left`."""
        taken = Consultation.objects.using_budget().filter(assignment=models.OuterRef("pk"))
        total = taken.order_by().values("assignment").annotate(n=models.Sum("minutes_counted")).values("n")
        return self.annotate(minutes_used=Coalesce(models.Subquery(total), 0)).annotate(
            minutes_left=F("minutes_budget") - F("minutes_used")
        )


class Assignment(Versioned):
    """An advisor in a town for a project, from a day to a day: [valid_from, valid_to), with minutes to spend."""

    advisor = models.ForeignKey(User, verbose_name=_("advisor"), on_delete=models.PROTECT, related_name="assignments")
    city = models.ForeignKey(
        Organisation, verbose_name=_("town"), on_delete=models.PROTECT, related_name="advisor_assignments"
    )
    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="advisor_assignments"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"))
    """The first day it no longer holds."""
    minutes_budget = models.PositiveIntegerField(_("minutes in all"))
    state = models.CharField(_("state"), max_length=10, choices=AssignmentState, default=AssignmentState.ACTIVE)

    minutes_used: int
    minutes_left: int
    """See `with_minutes`."""

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["city__name", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "city"],
                condition=Q(state=AssignmentState.ACTIVE),
                name="city_has_one_active_advisor",
            ),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="assignment_ends_after_start"),
            models.CheckConstraint(condition=Q(minutes_budget__gt=0), name="assignment_has_a_budget"),
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.advisor}"

    @property
    def last_day(self) -> date:
        """The last day it holds, as people say it."""
        return self.valid_to - timedelta(days=1)

    def covers(self, day: date) -> bool:
        """Whether a day belongs to it, whatever its state says by now."""
        return self.valid_from <= day < self.valid_to


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Questions over consultations."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own; what was ever submitted to the city one coordinates, or in a project one manages."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if reads_everything(user):
            return self.all()
        reads = Q(city__in=bodies_of(user, RoleCode.CITY_COORDINATOR)) | Q(
            project__in=projects_of(user, RoleCode.PROJECT_MANAGER)
        )
        return self.filter(Q(assignment__advisor=user) | (reads & Q(number__isnull=False)))

    def using_budget(self) -> Self:
        """Whose minutes are taken from the assignment."""
        return self.filter(state__in=USING_BUDGET)

    def accepted(self) -> Self:
        """Accepted by the town."""
        return self.filter(state=ConsultationState.ACCEPTED)

    def found_by(self, words: str) -> Self:
        """Every word in the text or in the name of the town."""
        rows = self
        for word in words.split():
            towns = Organisation.objects.found_by(word)
            rows = rows.filter(Q(sought__contains=fold(word)) | Q(city__in=towns.values("pk")))
        return rows

    def waiting_for(self, user: User) -> Self:
        """With `waits`: 1 where it is this user's turn, else 0."""
        mine = Q(state__in=EDITABLE, assignment__advisor=user)
        theirs = Q(state=ConsultationState.SUBMITTED, city__in=bodies_of(user, RoleCode.CITY_COORDINATOR))
        turn = models.Case(
            models.When(theirs & ~Q(assignment__advisor=user), then=1), models.When(mine, then=1), default=0
        )
        return self.annotate(waits=turn)


class Consultation(Versioned):
    """What an advisor did in a town: [starts_at, ends_at), in words, for the town to accept. Accepted, it is frozen."""

    assignment = models.ForeignKey(
        Assignment, verbose_name=_("assignment"), on_delete=models.PROTECT, related_name="consultations"
    )
    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="consultations"
    )
    """As the assignment said when it was logged, like the town."""
    city = models.ForeignKey(
        Organisation, verbose_name=_("town"), on_delete=models.PROTECT, related_name="consultations"
    )
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    minutes_counted = models.PositiveSmallIntegerField(_("minutes"))
    mode = models.CharField(_("how"), max_length=10, choices=Mode)
    topic = models.CharField(_("topic"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    sought = models.TextField(editable=False, default="")
    """Its words as people search for them (`kernel.text.fold`)."""
    state = models.CharField(_("state"), max_length=10, choices=ConsultationState, default=ConsultationState.DRAFT)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    number = models.PositiveIntegerField(_("number"), null=True)
    """Without gaps in project and year, given at the first submission; NULL: never submitted."""
    query_reason = models.TextField(_("what the town asks"), blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    waits: int
    """See `waiting_for`."""

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["project", "state", "starts_at"], name="consultation_to_count"),
            models.Index(fields=["city", "state"], name="consultation_by_city"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "number"], name="consultation_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="consultation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(minutes_counted__gte=1, minutes_counted__lte=LONGEST), name="consultation_has_a_length"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, year__isnull=True) | Q(number__isnull=False, year__isnull=False),
                name="consultation_number_has_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=USING_BUDGET) | Q(number__isnull=False), name="consultation_submitted_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state=ConsultationState.ACCEPTED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="consultation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.topic

    def remember_words(self) -> None:
        """Let it be found by its words of now. Does not save."""
        self.sought = fold(f"{self.topic} {self.summary} {self.next_steps}")

    @property
    def reference(self) -> str:
        """Its number as people say it: 17/2026."""
        return f"{self.number}/{self.year}" if self.number else ""

    @property
    def day(self) -> date:
        """The day that counts: the one in Warsaw on which it began."""
        return local_day(self.starts_at)

    @property
    def is_editable(self) -> bool:
        """Whether its text may still change."""
        return self.state in EDITABLE

    def may_become(self, state: str) -> bool:
        """Whether the machine has a way there."""
        return state in MOVES.get(self.state, [])


class ConsultationEvent(models.Model):
    """One step of a consultation; never changed, never deleted (triggers)."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="events")
    from_state = models.CharField(_("from"), max_length=10, choices=ConsultationState, blank=True)
    """Empty: it was logged."""
    to_state = models.CharField(_("to"), max_length=10, choices=ConsultationState)
    actor = models.ForeignKey(User, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("step of a consultation")
        verbose_name_plural = _("steps of consultations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

"""The meetings of an edition, and who teaches them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, has_role, reads_everything
from kernel.text import Text
from kernel.time import local_day, now
from trainings.choices import EditionState, SessionState, TeachingRole
from trainings.models.editions import Edition
from web.models import Labelled, Versioned

DOOR = timedelta(hours=2)
"""How long before the start and after the end of a session its door is open: a scan can belong to it."""


class SessionQuerySet(models.QuerySet["Session"]):
    """Questions over sessions."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible editions."""
        if reads_everything(user):
            return self.all()
        return self._in_order(Exists(Edition.objects.visible_to(user).order_by().filter(pk=OuterRef("edition"))))

    def taking_place(self) -> Self:
        """Not cancelled: the ones that count."""
        return self.exclude(state=SessionState.CANCELLED)

    def unrecorded(self) -> Self:
        """Over, and nobody has written down yet who was there."""
        return self.filter(state=SessionState.PLANNED, edition__state=EditionState.PUBLISHED, ends_at__lte=now())

    def taught_by(self, user: User, *, for_years: bool = False) -> Self:
        """Those that today's trainer teaches; all of them are visible to the trainer.

        `for_years` where they are listed with all that is over.
        """
        if not has_role(user, RoleCode.TRAINER):
            return self.none()
        taught = Q(pk__in=user.taught.values("session"))
        return self._in_order(taught) if for_years else self.filter(taught)

    def _in_order(self, seen: Exists | Q) -> Self:
        """Where it holds, asked row by row in the order of a list: of a plain condition PostgreSQL makes a join.

        It then sorts all of them, however few are shown.
        """
        return self.filter(Case(When(seen, then=Value(True)), default=Value(False), output_field=BooleanField()))


class Session(Versioned):
    """One meeting of an edition."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="sessions")
    ordinal = models.PositiveSmallIntegerField(_("number"))
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    breaks_min = models.PositiveSmallIntegerField(_("breaks in minutes"), default=0)
    counted_min = models.PositiveSmallIntegerField(_("counted minutes"))
    """Minutes that really pass between start and end, less the breaks."""
    venue = models.CharField(_("place"), max_length=300, blank=True)
    """Empty: that of the edition."""
    meeting_url = models.URLField(_("address of the meeting"), max_length=500, blank=True)
    """Of an online session. For people with a place and trainers only: never in a message, a calendar or a list."""
    required = models.BooleanField(_("must not be missed"), default=False)
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    """How often time, place or mode moved after publication: calendars follow it."""
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.PLANNED)
    verified_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at", "id", "edition"], name="session_by_start")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ordinal"], name="session_ordinal_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(condition=Q(counted_min__gt=0), name="session_counts_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.edition.code} {self.ordinal}"

    @property
    def place(self) -> str:
        """Where it is."""
        return self.venue or self.edition.venue

    def has_started(self, at: datetime | None = None) -> bool:
        """Whether it began."""
        return self.starts_at <= (at or now())

    @property
    def is_near(self) -> bool:
        """Whether people come to it: on its day, and from when its door opens until it closes."""
        at = now()
        is_today = local_day(self.starts_at) <= local_day(at) <= local_day(self.ends_at)
        return is_today or self.starts_at - DOOR <= at <= self.ends_at + DOOR

    @property
    def standing(self) -> tuple[str, Text]:
        """The state as people read it: what has begun is no plan any more, what runs was not held yet."""
        at = now()
        if self.state in {SessionState.PLANNED, SessionState.HELD} and self.starts_at <= at < self.ends_at:
            return "running", _("running now")
        if self.state == SessionState.PLANNED and self.ends_at <= at:
            return "missing", _("over, not recorded")
        return self.state, SessionState(self.state).label


class SessionTrainer(Labelled):
    """Who teaches a session; the person's time is booked with it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="trainers")
    user = models.ForeignKey(User, verbose_name=_("trainer"), on_delete=models.PROTECT, related_name="taught")
    role = models.CharField(_("role"), max_length=10, choices=TeachingRole, default=TeachingRole.TRAINER)

    class Meta:
        verbose_name = _("trainer of a session")
        verbose_name_plural = _("trainers of a session")
        ordering = ["user__last_name", "user__first_name", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="session_trainer_once")]

    def __str__(self) -> str:
        return str(self.user) if self.role == TeachingRole.TRAINER else f"{self.user} ({self.get_role_display()})"

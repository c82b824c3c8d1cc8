"""Work for later: the row is the truth, the broker only wakes somebody up."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobs.choices import OPEN_STATES, State
from web.models import Labelled


class Leased(Labelled):
    """A row that one worker at a time may work on, for as long as its lease runs.

    Claiming is one conditional UPDATE that sets a fresh token; every later write carries the token, so that a worker
    that lost its lease (killed, asleep) can no longer change anything. See `jobs.leases`.
    """

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    not_before = models.DateTimeField(_("not before"))
    queued_at = models.DateTimeField(_("queued"))
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    error_code = models.CharField(max_length=80, blank=True)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False) & ~Q(token="")
                | ~Q(state=State.RUNNING) & Q(lease_until__isnull=True, token=""),
                name="%(class)s_has_a_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, finished_at__isnull=True)
                | ~Q(state__in=OPEN_STATES) & Q(finished_at__isnull=False),
                name="%(class)s_ends_once",
            ),
            models.CheckConstraint(condition=Q(attempt__lte=F("max_attempts")), name="%(class)s_tries_are_bounded"),
        ]

    def is_open(self) -> bool:
        """Whether it may still change."""
        return self.state in OPEN_STATES


class JobQuerySet(models.QuerySet["Job"]):
    """Questions over jobs."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """What one asked for oneself."""
        return self.filter(requested_by_id=user.pk) if user.is_authenticated else self.none()

    def open(self) -> Self:
        """Not finished."""
        return self.filter(state__in=OPEN_STATES)


class Job(Leased):
    """One piece of work of a registered kind, with ids as parameters and its progress."""

    kind = models.CharField(_("kind"), max_length=60)
    params = models.JSONField(default=dict)
    """Ids only, never personal data."""
    dedupe_key = models.CharField(max_length=150)
    """One open job per key: asking twice gives the same row."""
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    """Percent."""
    phase = models.CharField(_("phase"), max_length=80, blank=True)
    result = models.JSONField(null=True)
    """What the handler returned; its `href` is where the page leads when the work is done."""

    objects = JobQuerySet.as_manager()

    class Meta(Leased.Meta):
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-id"]
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(
                fields=["dedupe_key"], condition=Q(state__in=OPEN_STATES), name="job_open_once_per_key"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_is_percent"),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="job_to_do")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"


class Sequence(models.Model):
    """A counter without gaps: its row is locked until the number is used or given back by a rollback."""

    name = models.CharField(max_length=100, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"

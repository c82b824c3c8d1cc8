"""The addresses under which people subscribe to their calendar."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Visitor


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Questions over addresses of calendars."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own, nobody else's."""
        return self.filter(user=user) if isinstance(user, User) else self.none()

    def in_use(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """A secret address of one's own calendar; kept as a hash, revoked for ever."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at__isnull=True), name="feed_in_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"

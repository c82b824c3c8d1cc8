"""One row for each thing that somebody did."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventQuerySet(models.QuerySet["Event"]):
    """Questions over the record."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Everything to whom the user model calls a reader of the record, nothing to anybody else."""
        return self.all() if getattr(user, "reads_record", False) else self.none()


class Event(models.Model):
    """Who did what to what, when, from where; with what changed. Never updated, never deleted (triggers)."""

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,  # the system itself: a sweep, a command
        on_delete=models.PROTECT,
        related_name="+",
    )
    action = models.CharField(_("what"), max_length=80)
    """`app.noun.verb`, stable: grants.period.locked."""
    object_type = models.CharField(_("kind of object"), max_length=80)
    object_id = models.CharField(_("object"), max_length=40)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    via = models.CharField(_("way"), max_length=10)
    request_id = models.CharField(_("request"), max_length=40, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type}#{self.object_id}"

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Field by field: its name, the value before, the value after; None where there was none."""
        before, after = self.before or {}, self.after or {}
        return [(name, before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys())]

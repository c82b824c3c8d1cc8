"""Versions of what people edit, and keys that make a repeated request act once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.queries import changed_fields
from kernel.errors import Refused


class Labelled(models.Model):
    """A row whose `get_…_display` looks for the one label it needs.

    Django's own hashes the whole list of choices, which translates every label of it: on a list of fifty rows a fifth
    of the time.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802 -- Django's name
        value = getattr(self, field.attname)
        return next((str(label) for code, label in field.flatchoices if code == value), value)


class Versioned(Labelled):
    """A row that people edit: each change raises the version, a change based on an older one is refused."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def etag(self) -> str:
        """The strong entity tag of this version."""
        return f'"{self.pk}-{self.version}"'

    def next_version(self, expected: int | None) -> None:
        """Count up. Call on the locked row; `expected` is the version the editor saw, None skips the comparison.

        Raises Refused("stale") where somebody else was faster.
        """
        if expected is not None and expected != self.version:
            raise self._stale(expected)
        self.version += 1

    def _stale(self, expected: int) -> Refused:
        """With what the record says was changed since."""
        since = changed_fields(self, last=max(1, self.version - expected))
        names = {field.name: field.verbose_name for field in self._meta.fields + self._meta.many_to_many}
        changed = [name for name in since if name in names]
        told = gettext("Somebody changed this while you were editing. Look at the current state, then try again.")
        if changed:
            told = gettext(
                "Somebody changed this while you were editing: %(fields)s. Look at the current state, then try again."
            ) % {"fields": ", ".join(str(names[name]) for name in changed)}
        return Refused("stale", told, current_version=self.version, changed=changed)


class IdempotencyKey(models.Model):
    """The first answer to a request that carried a key; written in the transaction of its effect."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    """The answer as JSON in the order it was sent; empty for a page."""
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="idempotency_key_acts_once")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

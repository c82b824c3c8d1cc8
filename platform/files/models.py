"""What somebody uploaded or the platform made: a name and a purpose for bytes known by their checksum."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file. Bytes lie once under their SHA-256, whatever the number of rows; a row never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("purpose"), max_length=60)
    """Who owns it: the key under which an app registered its gate, `partnerships.document`."""
    name = models.CharField(_("name"), max_length=180)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size"))
    """Bytes, at least one."""
    content_type = models.CharField(_("type"), max_length=120)
    """As found in the content, never as claimed."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("stored"))

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty")]

    def __str__(self) -> str:
        return self.name

    @property
    def storage_name(self) -> str:
        """Where the bytes lie."""
        return f"sha256/{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"

"""What is certified, and whether it holds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CertificateKind(models.TextChoices):
    """What is certified."""

    COMPLETION = "completion", _("completion")
    ATTENDANCE = "attendance", _("attendance")


class CertificateState(models.TextChoices):
    """A certificate is never deleted."""

    ISSUED = "issued", _("valid")
    REPLACED = "replaced", _("replaced")
    REVOKED = "revoked", pgettext_lazy("certificate", "revoked")

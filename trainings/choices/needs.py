"""What people need to take part."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedKind(models.TextChoices):
    """What a special need is about; the words stay encrypted."""

    ACCESS = "access", _("access to the building")
    COMMUNICATION = "communication", _("hearing, sight, language")
    DIET = "diet", _("food")
    OTHER = "other", _("something else")

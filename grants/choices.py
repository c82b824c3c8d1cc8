"""The lists of grants."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeriodState(models.TextChoices):
    """Whether dated facts may still be written."""

    PLANNED = "planned", pgettext_lazy("period", "planned")
    OPEN = "open", _("open")
    LOCKED = "locked", _("locked")


class PartnerRole(models.TextChoices):
    """What a body does in a project."""

    PROMOTER = "promoter", _("project promoter")
    PARTNER = "partner", _("partner")
    DONOR_PARTNER = "donor_partner", _("donor partner")
    INTERNATIONAL = "international", _("international partner organisation")
    CITY = "city", _("supported town")


class Unit(models.TextChoices):
    """What an indicator counts."""

    PERSON = "person", _("people")
    HOUR = "hour", _("hours")
    TOWN = "town", _("towns")
    PARTNERSHIP = "partnership", _("partnerships")
    NUMBER = "number", _("number")

"""The lists of retention."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """In what a length of time is given."""

    DAYS = "days", _("days")
    YEARS = "years", _("years")

"""What offices of cities and committees decide."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode


class ApprovalState(models.TextChoices):
    """What became of a question to an office of the city."""

    PENDING = "pending", _("waiting for a decision")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("not decided in time")
    VOID = "void", _("no longer needed")


OFFICES = {1: RoleCode.APPROVER, 2: RoleCode.SIGNATORY}
"""By step. Deputies are further holders of the same role, from a day to a day."""


class BatchState(models.TextChoices):
    """A committee's list."""

    OPEN = "open", _("open")
    SIGNED = "signed", _("signed by one member")
    FINAL = "final", _("final")


class Choice(models.TextChoices):
    """What a committee decided on one person."""

    CONFIRM = "confirm", _("a place")
    RESERVE = "reserve", _("the reserve list")
    REJECT = "reject", _("no place")

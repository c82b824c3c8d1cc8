"""Who was there, how it is known, and the papers that prove it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttendanceStatus(models.TextChoices):
    """Told by the minutes; an excuse changes the word, not the minutes."""

    PRESENT = "present", _("present")
    PARTIAL = "partial", _("partly present")
    ABSENT = "absent", _("absent")
    EXCUSED = "excused", _("excused")
    EXEMPT = "exempt", _("exempt")
    """Neither there nor missing: the session leaves this person's base."""
    DISPUTED = "disputed", _("disputed")
    """Sources contradict each other; the minutes count for nothing until the organiser decides."""


class AttendanceSource(models.TextChoices):
    """Where the minutes come from."""

    MANUAL = "manual", _("typed in")
    QR = "qr", _("QR code")
    PAPER = "paper", _("signed list")
    LOGIN_REPORT = "login_report", _("log of the online meeting")
    EMAIL = "email", _("e-mail")
    WALK_IN = "walk_in", _("at the door")


class ScanDirection(models.TextChoices):
    """Through which door."""

    IN = "in", _("in")
    OUT = "out", _("out")


class ScanResult(models.TextChoices):
    """How a scan was answered."""

    ACCEPTED = "accepted", _("accepted")
    REPEATED = "repeated", _("already in")
    REFUSED = "refused", _("refused")


class ScanRefusal(models.TextChoices):
    """Why a scan admitted nobody; kept with it."""

    UNKNOWN_CODE = "unknown_code", _("this code belongs to nobody in this training")
    OTHER_TRAINING = "other_training", _("this ticket is for another training")
    WITHDRAWN = "withdrawn", _("this person has no place any more")
    NOT_CONFIRMED = "not_confirmed", _("this person has no confirmed place yet")
    OUTSIDE_HOURS = "outside_hours", _("this is not the time of this session")
    CLOCK_AHEAD = "clock_ahead", _("the clock of this device is ahead: set it right")
    SESSION_CLOSED = "session_closed", _("attendance of this session is closed")
    PERIOD_CLOSED = "period_closed", _("the reporting period of this session is closed")


class SheetState(models.TextChoices):
    """A printed list of those who are to sign."""

    GENERATED = "generated", _("made")
    PRINTED = "printed", _("printed")
    UPLOADED = "uploaded", _("scan uploaded")
    VERIFIED = "verified", _("verified")
    SUPERSEDED = "superseded", _("superseded")

"""How long somebody was there."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, has_role, reads_everything
from files.models import StoredFile
from grants.models import projects_of
from kernel.text import Text
from trainings.choices import (
    AttendanceSource,
    AttendanceStatus,
    EnrolmentState,
    ScanDirection,
    ScanRefusal,
    ScanResult,
    SheetState,
)
from trainings.models.courses import MANAGING_ROLES
from trainings.models.places import Enrolment
from trainings.models.sessions import Session
from web.models import Versioned


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Questions over attendance."""

    def visible_to(self, user: Visitor) -> Self:
        """That of visible enrolments."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        seen = Q(enrolment__in=Enrolment.objects.known_to(user))
        if projects := projects_of(user, *MANAGING_ROLES):
            within = Session.objects.order_by().filter(pk=OuterRef("session"), edition__course__project__in=projects)
            seen |= Q(Exists(within))
        return self.filter(seen)

    def disputed(self) -> Self:
        """Where the screen and the signed list do not agree about who has a place: the organiser decides."""
        return self.filter(status=AttendanceStatus.DISPUTED, enrolment__state=EnrolmentState.CONFIRMED)


class Attendance(Versioned):
    """The minutes one person was in one session; at most those that the session counts."""

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.PROTECT, related_name="attendances"
    )
    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.PROTECT, related_name="attendances"
    )
    status = models.CharField(_("attendance"), max_length=10, choices=AttendanceStatus)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    source = models.CharField(_("source"), max_length=20, choices=AttendanceSource, default=AttendanceSource.MANUAL)
    first_in = models.DateTimeField(_("came"), null=True, blank=True)
    last_out = models.DateTimeField(_("left"), null=True, blank=True)
    """As scanned or logged; the minutes are told apart from them, since a break may lie between."""
    note = models.TextField(_("note"), blank=True)
    """Why somebody is exempt or excused, what is disputed, how it was decided."""
    recorded_by = models.ForeignKey(User, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["session", "id"]
        indexes = [models.Index(fields=["session", "id", "enrolment"], name="attendance_by_session")]
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(status__in=[AttendanceStatus.PRESENT, AttendanceStatus.PARTIAL], minutes__gt=0)
                | Q(status__in=[AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED, AttendanceStatus.EXEMPT], minutes=0)
                | Q(status=AttendanceStatus.DISPUTED),
                name="attendance_status_fits_minutes",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[AttendanceStatus.EXEMPT, AttendanceStatus.DISPUTED]) | ~Q(note=""),
                name="attendance_exception_has_a_note",
            ),
            models.CheckConstraint(
                condition=Q(first_in__isnull=True) | Q(last_out__isnull=True) | Q(last_out__gte=F("first_in")),
                name="attendance_left_after_coming",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.enrolment_id} {self.minutes}"


class ScanEvent(models.Model):
    """One scan of a ticket as the device saw it: evidence, only ever added (triggers), refused ones too."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="scans")
    enrolment = models.ForeignKey(Enrolment, null=True, on_delete=models.PROTECT, related_name="scans")
    """NULL: the code belonged to nobody."""
    device = models.CharField(max_length=40)
    """Made up by the browser when it first scans; says nothing about the person who holds it."""
    nonce = models.CharField(max_length=40)
    """Given by the device to each scan, so that sending it again adds nothing."""
    direction = models.CharField(_("direction"), max_length=3, choices=ScanDirection, default=ScanDirection.IN)
    scanned_at = models.DateTimeField(_("scanned"))
    """By the clock of the device."""
    received_at = models.DateTimeField(_("received"))
    result = models.CharField(_("answer"), max_length=10, choices=ScanResult)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    """The code of the refusal."""
    scanned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["device", "nonce"], name="scan_once"),
            models.CheckConstraint(
                condition=Q(result=ScanResult.REFUSED) | Q(enrolment__isnull=False), name="scan_accepted_of_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.scanned_at:%H:%M} {self.result}"

    @property
    def reason_in_words(self) -> Text:
        """Why it was refused."""
        return ScanRefusal(self.reason).label if self.reason else ""


class PaperQuerySet(models.QuerySet[Any]):
    """Papers of sessions: lists, signed pages, logs."""

    def visible_to(self, user: Visitor) -> Self:
        """Of projects one organises or manages, of sessions one teaches today; all for who reads everything."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        seen = Q(session__edition__course__project__in=projects_of(user, *MANAGING_ROLES))
        if has_role(user, RoleCode.TRAINER):
            seen |= Q(session__in=user.taught.values("session"))
        return self.filter(seen)


class AttendanceSheet(models.Model):
    """A printed list to be signed: the roster as it was, and the PDF made of it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField(_("version"))
    roster = models.JSONField()
    """Enrolment ids in the order of the printed rows; names are read from their rows."""
    sha256 = models.CharField(max_length=64)
    """Of the roster with session, time and place."""
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    state = models.CharField(_("state"), max_length=12, choices=SheetState, default=SheetState.GENERATED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(_("verified"), null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance sheet")
        verbose_name_plural = _("attendance sheets")
        ordering = ["session", "number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="sheet_number_once")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.number} {self.state}"


class SignedScan(models.Model):
    """A page of a sheet as it came back with signatures."""

    sheet = models.ForeignKey(AttendanceSheet, on_delete=models.PROTECT, related_name="scans")
    page = models.PositiveSmallIntegerField(_("page"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))

    class Meta:
        verbose_name = _("signed page")
        verbose_name_plural = _("signed pages")
        ordering = ["sheet", "page", "id"]
        constraints = [models.CheckConstraint(condition=Q(page__gte=1), name="signed_page_from_one")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.page}"


class LoginReport(models.Model):
    """The log of an online meeting as the meeting's program wrote it: looked at first, then imported."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="login_reports")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))
    imported_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("imported"), null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("log of an online meeting")
        verbose_name_plural = _("logs of online meetings")
        ordering = ["session", "id"]

    def __str__(self) -> str:
        return f"{self.session_id} {self.uploaded_at:%Y-%m-%d %H:%M}"

"""The lists of trainings: states, and from which one may pass to which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import RoleCode


class Mode(models.TextChoices):
    """How people meet."""

    ONSITE = "onsite", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("on site and online")
    VISIT = "visit", _("study visit or internship")


class PlaceKind(models.TextChoices):
    """Which of the places of a hybrid edition somebody takes; elsewhere there is only one kind."""

    ONSITE = "onsite", _("in the room")
    ONLINE = "online", _("online")


class Selection(models.TextChoices):
    """How places are given."""

    FIRST_COME = "first_come", _("first come, first served")
    RANKED = "ranked", _("a committee chooses")
    NOMINATION = "nomination", _("cities nominate")


class Steps(models.IntegerChoices):
    """How many offices of the city approve an enrolment."""

    NONE = 0, _("no approval")
    ONE = 1, _("one approval")
    TWO = 2, _("two approvals")


class EditionState(models.TextChoices):
    """Open, full and running are computed, never stored."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    COMPLETED = "completed", _("completed")
    SETTLED = "settled", _("settled")
    CANCELLED = "cancelled", _("cancelled")


class SessionState(models.TextChoices):
    """What became of a meeting."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    VERIFIED = "verified", _("verified")
    CANCELLED = "cancelled", _("cancelled")


class EnrolmentState(models.TextChoices):
    """Where a person stands on the way to a place."""

    DRAFT = "draft", _("draft")
    AWAITING_APPROVAL = "awaiting_approval", _("awaiting approval")
    AWAITING_SELECTION = "awaiting_selection", _("awaiting selection")
    WAITLISTED = "waitlisted", _("on the waiting list")
    OFFERED = "offered", _("place offered")
    CONFIRMED = "confirmed", pgettext_lazy("enrolment", "confirmed")
    DECLINED = "declined", _("declined")
    REJECTED = "rejected", _("rejected")
    LAPSED = "lapsed", _("lapsed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("cancelled")
    TRANSFERRED = "transferred", _("transferred")


ACTIVE_STATES = [
    EnrolmentState.DRAFT,
    EnrolmentState.AWAITING_APPROVAL,
    EnrolmentState.AWAITING_SELECTION,
    EnrolmentState.WAITLISTED,
    EnrolmentState.OFFERED,
    EnrolmentState.CONFIRMED,
]
FINAL_STATES = [state for state in EnrolmentState if state not in ACTIVE_STATES]
"""A row in one of these is never revived: a new try is a new row with a new number."""

SEATED_STATES = [EnrolmentState.OFFERED, EnrolmentState.CONFIRMED]
SEATLESS_STATES = [EnrolmentState.WAITLISTED, EnrolmentState.AWAITING_SELECTION, *FINAL_STATES]
"""Between the two lies awaiting_approval: whether it holds a seat is told by the row."""
ASKED_STATES = [EnrolmentState.OFFERED, EnrolmentState.AWAITING_APPROVAL]
"""A question with a deadline is open: to the person, or to the city."""

NEXT_STATES: dict[str, set[str]] = {
    EnrolmentState.DRAFT: {
        EnrolmentState.AWAITING_APPROVAL,
        EnrolmentState.AWAITING_SELECTION,
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITLISTED,
        EnrolmentState.WITHDRAWN,
        EnrolmentState.CANCELLED,
    },
    EnrolmentState.AWAITING_APPROVAL: {
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITLISTED,
        EnrolmentState.AWAITING_SELECTION,
        EnrolmentState.DECLINED,
        EnrolmentState.LAPSED,
        EnrolmentState.WITHDRAWN,
        EnrolmentState.CANCELLED,
    },
    EnrolmentState.AWAITING_SELECTION: {
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITLISTED,
        EnrolmentState.REJECTED,
        EnrolmentState.WITHDRAWN,
        EnrolmentState.CANCELLED,
    },
    EnrolmentState.WAITLISTED: {
        EnrolmentState.OFFERED,
        EnrolmentState.CONFIRMED,
        EnrolmentState.TRANSFERRED,
        EnrolmentState.REJECTED,
        EnrolmentState.WITHDRAWN,
        EnrolmentState.CANCELLED,
    },
    EnrolmentState.OFFERED: {
        EnrolmentState.CONFIRMED,
        EnrolmentState.WITHDRAWN,
        EnrolmentState.LAPSED,
        EnrolmentState.WAITLISTED,
        EnrolmentState.CANCELLED,
    },
    EnrolmentState.CONFIRMED: {
        EnrolmentState.TRANSFERRED,
        EnrolmentState.WITHDRAWN,
        EnrolmentState.CANCELLED,
    },
}


class Source(models.TextChoices):
    """Who brought an enrolment in."""

    SELF = "self", _("the person")
    COORDINATOR = "coordinator", _("the city's coordinator")
    ORGANISER = "organiser", _("the organiser")
    IMPORT = "import", _("a list of nominations")
    WALK_IN = "walk_in", _("at the door")


class Outcome(models.TextChoices):
    """What came of a confirmed place, set at settlement."""

    COMPLETED = "completed", pgettext_lazy("outcome", "completed")
    INCOMPLETE = "incomplete", _("not completed")
    NO_SHOW = "no_show", _("did not come")


class ActingAs(models.TextChoices):
    """In which capacity somebody changed an enrolment."""

    PERSON = "person", _("the person")
    COORDINATOR = "coordinator", _("the city's coordinator")
    APPROVER = "approver", _("an office of the city")
    COMMITTEE = "committee", _("the committee")
    ORGANISER = "organiser", _("the organiser")
    MANAGER = "manager", _("the project manager")
    SYSTEM = "system", _("the platform")


class Cause(models.TextChoices):
    """The reason on record where nobody typed one."""

    ENROLLED = "enrolled", _("enrolment")
    WITHDRAWAL = "withdrawal", _("withdrawal")
    OFFER_ACCEPTED = "offer_accepted", _("the offer was accepted")
    OFFER_DECLINED = "offer_declined", _("the offer was declined")
    OFFER_EXPIRED = "offer_expired", _("the offer was not answered in time")
    PLACE_FREED = "place_freed", _("a place became free")
    CAPACITY_LOWERED = "capacity_lowered", _("there are fewer places now")
    KIND_CHANGED = "kind_changed", _("another kind of place")
    APPROVED = "approved", _("the city approved")
    APPROVAL_EXPIRED = "approval_expired", _("the city did not decide in time")
    SELECTED = "selected", _("the committee decided")
    SUBSTITUTED = "substituted", _("a colleague takes the place")
    MOVED = "moved", _("moved to another date")
    DUPLICATE = "duplicate", _("the same person twice")
    LIST_CLOSED = "list_closed", _("the waiting list was closed")
    WALKED_IN = "walked_in", _("came without an enrolment")


class OfferState(models.TextChoices):
    """What became of an offered place."""

    PENDING = "pending", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("not answered in time")
    REVOKED = "revoked", _("withdrawn by the organiser")


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


class CertificateKind(models.TextChoices):
    """What is certified."""

    COMPLETION = "completion", _("completion")
    ATTENDANCE = "attendance", _("attendance")


class CertificateState(models.TextChoices):
    """A certificate is never deleted."""

    ISSUED = "issued", _("valid")
    REPLACED = "replaced", _("replaced")
    REVOKED = "revoked", _("revoked")


class SurveyKind(models.TextChoices):
    """What a questionnaire is for."""

    PRE_TEST = "pre_test", _("test before")
    POST_TEST = "post_test", _("test after")
    SATISFACTION = "satisfaction", _("satisfaction")
    FOLLOW_UP = "follow_up", _("follow-up")


TESTS = [SurveyKind.PRE_TEST, SurveyKind.POST_TEST]
"""Signed with a name, with points; the others are anonymous."""


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", _("1 to 5")
    SINGLE = "single", _("one of the answers")
    TEXT = "text", _("in words")


class NeedKind(models.TextChoices):
    """What a special need is about; the words stay encrypted."""

    ACCESS = "access", _("access to the building")
    COMMUNICATION = "communication", _("hearing, sight, language")
    DIET = "diet", _("food")
    OTHER = "other", _("something else")

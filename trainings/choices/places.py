"""The way of a person to a place: its states, from which one may pass to which, and who moved it why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Act(models.TextChoices):
    """What an organiser does with several people at once."""

    PROMOTE = "promote", _("Give a place")
    WITHDRAW = "withdraw", _("Take off")
    CANCEL = "cancel", _("Cancel the enrolment")


class Group(models.TextChoices):
    """The parts of a list of participants."""

    SEATED = "seated", _("with a place")
    UNDECIDED = "undecided", _("not decided yet")
    WAITING = "waiting", _("on the waiting list")
    OVER = "over", _("no longer")


class OfferState(models.TextChoices):
    """What became of an offered place."""

    PENDING = "pending", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("not answered in time")
    REVOKED = "revoked", _("withdrawn by the organiser")

"""What is claimed for a journey, and how far the claim is."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TravelState(models.TextChoices):
    """How far a claim is."""

    DRAFT = "draft", pgettext_lazy("travel claim", "draft")
    SUBMITTED = "submitted", pgettext_lazy("travel claim", "submitted")
    RETURNED = "returned", pgettext_lazy("travel claim", "returned")
    APPROVED = "approved", pgettext_lazy("travel claim", "approved")
    REJECTED = "rejected", pgettext_lazy("travel claim", "rejected")
    PAID = "paid", pgettext_lazy("travel claim", "paid")


NEXT_TRAVEL_STATES: Mapping[TravelState, set[TravelState]] = {
    TravelState.DRAFT: {TravelState.SUBMITTED},
    TravelState.SUBMITTED: {TravelState.RETURNED, TravelState.APPROVED, TravelState.REJECTED},
    TravelState.RETURNED: {TravelState.SUBMITTED},
    TravelState.APPROVED: {TravelState.PAID},
    TravelState.REJECTED: set(),
    TravelState.PAID: set(),
}
"""From which state a claim may pass to which."""
WRITABLE_STATES = [TravelState.DRAFT, TravelState.RETURNED]
"""In which the person writes."""
AWAITED_STATES = [TravelState.SUBMITTED, TravelState.APPROVED]
"""In which money is still to come."""
PAYABLE_STATES = [TravelState.APPROVED, TravelState.PAID]
"""In which who pays needs the account."""


class TravelKind(models.TextChoices):
    """How somebody travelled."""

    TICKET = "ticket", _("ticket")
    CAR = "car", _("own car")

"""What the clock does with places."""

from __future__ import annotations

from django.db import OperationalError, transaction

from kernel.time import now
from trainings.choices import ApprovalState, OfferState
from trainings.models import Approval, CityAllocation, PlaceOffer
from trainings.services.places.room import enter
from web.middleware import is_busy


def lapse_due() -> int:
    """End the offers and approvals whose time is over, release places kept for cities, ask the next people.

    How many people's time was over. One transaction an edition; where somebody else works, the next sweep comes by.
    """
    at = now()
    offers = PlaceOffer.objects.filter(state=OfferState.PENDING, expires_at__lte=at)
    approvals = Approval.objects.filter(state=ApprovalState.PENDING, due_at__lte=at)
    kept = CityAllocation.objects.filter(released_at__isnull=True, release_at__lte=at)
    editions = {
        *offers.values_list("enrolment__edition", flat=True),
        *approvals.values_list("enrolment__edition", flat=True),
        *kept.values_list("edition", flat=True),
    }
    return sum(_finish_unless_busy(pk) for pk in sorted(editions))


def _finish_unless_busy(pk: int) -> int:
    try:
        return _finish_in(pk)
    except OperationalError as error:
        if not is_busy(error):
            raise
        return 0


@transaction.atomic
def _finish_in(pk: int) -> int:
    return enter(pk).finished

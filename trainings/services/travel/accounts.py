"""The number of the account: for the person, and for who pays; each reading by somebody else is on record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.bank import show_account
from kernel.errors import Refused
from trainings.choices import PAYABLE_STATES
from trainings.models import TravelClaim
from trainings.permissions import can_read_account


def account_of(claim: TravelClaim, reader: User) -> str:
    """One's own number, as banks print it; of anybody else's claim, nothing."""
    return show_account(claim.read_account()) if claim.enrolment.person_id == reader.pk else ""


@transaction.atomic
def read_account(*, claim: TravelClaim, by: User) -> str:
    """The number as banks print it, empty where it was erased; that somebody read it is on record.

    Raises Refused payers_only, four_eyes (403), claim_state where there is nothing to pay.
    """
    can_read_account(by, claim).require()
    if claim.enrolment.person_id != by.pk and claim.state not in PAYABLE_STATES:
        raise Refused("claim_state", _("The account is shown once the claim is approved."))
    record(action="trainings.travel_claim.account_read", about=claim, by=by)
    return show_account(claim.read_account())


def account_to_pay(claim: TravelClaim) -> str:
    """For a list of payments, which is on record as a whole; `claim` is of `queries.travel.for_export`."""
    return show_account(claim.read_account()) if claim.may_show_account else ""

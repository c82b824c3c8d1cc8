"""The project's part: the organiser sends a claim back, approves or rejects it; somebody else pays it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from grants.services import require_open
from kernel.bank import names_account
from kernel.errors import Refused
from kernel.time import local_day, today
from trainings.choices import TravelState
from trainings.models import TravelClaim
from trainings.permissions import can_decide_travel, can_pay_travel
from trainings.services import notices
from trainings.services.travel.rules import lines_of, lock_claim, require_attended, require_came, require_step


@transaction.atomic
def send_back(*, claim: TravelClaim, reason: str, by: User, version: int | None = None) -> TravelClaim:
    """Return it to the person, who corrects and submits it again; the person is told why.

    Raises Refused organiser_only, own_claim (403), claim_state, reason_missing, account_in_reason, stale.
    """
    return _refuse(claim, TravelState.RETURNED, reason, by, version)


@transaction.atomic
def reject(*, claim: TravelClaim, reason: str, by: User, version: int | None = None) -> TravelClaim:
    """Pay nothing, and say why; another claim may be begun. Raises Refused as `send_back`."""
    return _refuse(claim, TravelState.REJECTED, reason, by, version)


@transaction.atomic
def approve(*, claim: TravelClaim, by: User, version: int | None = None) -> TravelClaim:
    """Say that it is to be paid. Attendance is asked once more. Approved already: nothing happens.

    Raises Refused organiser_only, own_claim (403), claim_state, stale, enrolment_over, came_online, nothing_attended,
    not_attended (with the line).
    """
    claim, at = lock_claim(claim)
    can_decide_travel(by, claim).require()
    if claim.state == TravelState.APPROVED:
        return claim
    require_step(claim, TravelState.APPROVED)
    claim.next_version(version)
    require_attended(claim, lines_of(claim))
    require_came(claim.enrolment)
    _conclude(claim, TravelState.APPROVED, "", by, at)
    return claim


@transaction.atomic
def pay(*, claim: TravelClaim, paid_on: date, by: User, version: int | None = None) -> TravelClaim:
    """Say that it was paid on a day. The same again: nothing happens.

    Raises Refused payers_only, own_claim, four_eyes (403), claim_state, paid_on, stale, and what `require_open` raises
    for the day.
    """
    claim, _at = lock_claim(claim)
    can_pay_travel(by, claim).require()
    if claim.state == TravelState.PAID and claim.paid_on == paid_on:
        return claim
    require_step(claim, TravelState.PAID)
    claim.next_version(version)
    if paid_on > today():
        raise Refused(
            "paid_on", _("Write down a payment once it was made: this day is still to come."), field="paid_on"
        )
    if claim.decided_at and paid_on < local_day(claim.decided_at):
        raise Refused("paid_on", _("The claim was approved later than that."), field="paid_on")
    require_open(project_id=claim.enrolment.edition.course.project_id, day=paid_on)
    before = {"state": claim.state}
    claim.state, claim.paid_on, claim.paid_by = TravelState.PAID, paid_on, by
    claim.save(update_fields=["state", "paid_on", "paid_by", "version"])
    after = {"state": claim.state, "paid_on": paid_on, "amount": claim.amount}
    record(action="trainings.travel_claim.paid", about=claim, by=by, before=before, after=after)
    notices.tell_of_claim("paid", claim, paid_on=paid_on)
    return claim


def _refuse(claim: TravelClaim, to: TravelState, reason: str, by: User, version: int | None) -> TravelClaim:
    claim, at = lock_claim(claim)
    can_decide_travel(by, claim).require()
    require_step(claim, to)
    if not reason.strip():
        raise Refused("reason_missing", _("Say why; the person reads it."), field="reason")
    if names_account(reason):
        raise Refused(
            "account_in_reason",
            _("Leave the account number out: the reason goes into a message and into the record."),
            field="reason",
        )
    claim.next_version(version)
    _conclude(claim, to, reason.strip(), by, at)
    return claim


def _conclude(claim: TravelClaim, to: TravelState, reason: str, by: User, at: datetime) -> None:
    before = {"state": claim.state}
    claim.state, claim.reason, claim.decided_by, claim.decided_at = to, reason, by, at
    claim.save(update_fields=["state", "reason", "decided_by", "decided_at", "version"])
    after: dict[str, Any] = {"state": to, "amount": claim.amount}
    record(action=f"trainings.travel_claim.{to}", about=claim, by=by, before=before, after=after, reason=reason)
    notices.tell_of_claim(to, claim, reason=reason)

"""The person's part: begin a claim, submit it, withdraw a draft; and what becomes of it when accounts merge or go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.services import record
from files.services import forget
from kernel.bank import read_account
from kernel.encryption import encrypt
from kernel.errors import Refused
from trainings.choices import AWAITED_STATES, TravelKind, TravelState
from trainings.models import Enrolment, TravelClaim, TravelLine
from trainings.permissions import can_claim_travel, can_write_travel
from trainings.services.locks import lock_edition
from trainings.services.travel.lines import remove
from trainings.services.travel.rules import (
    lines_of,
    lock_claim,
    require_attended,
    require_came,
    require_paid_back,
    require_step,
    require_within,
    total_of,
)
from ui.format import money


@transaction.atomic
def begin(*, enrolment: Enrolment, by: User) -> tuple[TravelClaim, bool]:
    """A draft for one's own enrolment, and whether it is new: the claim that is in force stays the only one.

    Raises Refused not_your_claim (403), travel_not_paid, edition_cancelled, enrolment_over, came_online,
    nothing_attended.
    """
    edition, _at = lock_edition(enrolment.edition_id)
    enrolment = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    enrolment.edition = edition
    can_claim_travel(by, enrolment).require()
    known = enrolment.travel_claims.in_force().first()
    if known is not None:
        return known, False
    require_paid_back(edition)
    require_came(enrolment)
    claim = TravelClaim.objects.create(enrolment=enrolment)
    record(action="trainings.travel_claim.begun", about=claim, by=by, after={"enrolment": enrolment.pk})
    return claim, True


@transaction.atomic
def submit(*, claim: TravelClaim, account: str = "", by: User, version: int | None = None) -> TravelClaim:
    """Give it to the organiser; the amount and the rates are frozen. Repeated: nothing happens.

    Without an account the one given before holds.
    Raises Refused not_your_claim (403), claim_state, stale, travel_not_paid, edition_cancelled, enrolment_over,
    came_online, nothing_attended, lines_missing, not_attended, receipt_missing, cars_not_paid, over_ticket, over_rate,
    over_limit, account.
    """
    claim, at = lock_claim(claim)
    can_write_travel(by, claim).require()
    if claim.state == TravelState.SUBMITTED:
        return claim
    require_step(claim, TravelState.SUBMITTED)
    claim.next_version(version)
    edition = claim.enrolment.edition
    require_paid_back(edition)
    require_came(claim.enrolment)
    lines = lines_of(claim)
    if not lines:
        raise Refused("lines_missing", gettext_lazy("Add at least one journey."))
    require_attended(claim, lines)
    _freeze_rates(lines, edition.km_rate)
    amount = total_of(lines)
    _require_within_limit(amount, edition.travel_limit)
    number = read_account(account) if account.strip() else None
    if number is None and (account.strip() or not claim.closed_account):
        raise Refused(
            "account",
            gettext_lazy("This is no number of a Polish bank account: it has 26 digits, and they do not add up here."),
            field="account",
        )
    before = {"state": claim.state, "amount": claim.amount}
    claim.closed_account = encrypt(number) if number else claim.closed_account
    claim.state, claim.amount, claim.submitted_at = TravelState.SUBMITTED, amount, at
    claim.decided_by, claim.decided_at, claim.reason = None, None, ""
    claim.save()
    after = {"state": claim.state, "amount": amount, "lines": len(lines)}
    record(action="trainings.travel_claim.submitted", about=claim, by=by, before=before, after=after)
    return claim


@transaction.atomic
def withdraw(*, claim: TravelClaim, by: User, version: int | None = None) -> None:
    """Throw a draft away, with its receipts. Raises Refused not_your_claim (403), claim_state, stale."""
    claim, _at = lock_claim(claim)
    can_write_travel(by, claim).require()
    if claim.state != TravelState.DRAFT:
        raise Refused("claim_state", gettext_lazy("Only a draft can be withdrawn."))
    claim.next_version(version)
    _discard(claim, by)


def hand_over_claims(*, old: Enrolment, new: Enrolment) -> None:
    """Both rows were of one person: what was claimed for the one that ends follows the one that stays.

    Where that one has a claim of its own, the other stays behind and is never approved: its place is gone. The caller
    holds the lock of the edition.
    """
    if not new.travel_claims.in_force().exists():
        TravelClaim.objects.filter(enrolment=old).update(enrolment=new)


def erase_travel(enrolments: Sequence[int], *, by: User | None) -> tuple[int, int]:
    """Erase accounts, and receipts and routes of what is not paid: of how many claims; and how many wait for money.

    A claim that waits for its decision or its payment stays until then. Of what was paid the receipts are evidence.
    Drafts go altogether. For services, in the transaction of what erases the person.
    """
    rows = TravelClaim.objects.select_for_update(of=("self",), no_key=True).filter(enrolment__in=enrolments)
    claims = list(rows.order_by("pk"))
    waiting = [claim for claim in claims if claim.state in AWAITED_STATES]
    erased = sum(_erase(claim, by) for claim in claims if claim.state not in AWAITED_STATES)
    return erased, len(waiting)


def _erase(claim: TravelClaim, by: User | None) -> bool:
    if claim.state == TravelState.DRAFT:
        _discard(claim, by)
        return True
    lines = [] if claim.state == TravelState.PAID else lines_of(claim)
    with_words = [line for line in lines if line.receipt_id or line.route]
    if not claim.closed_account and not with_words:
        return False
    claim.closed_account = ""
    claim.next_version(None)
    claim.save(update_fields=["closed_account", "version"])
    for line in with_words:
        receipt, line.receipt, line.from_place, line.to_place = line.receipt, None, "", ""
        line.save(update_fields=["receipt", "from_place", "to_place"])
        if receipt:
            forget(file=receipt, by=by)
    record(action="trainings.travel_claim.erased", about=claim, by=by, after={"lines": len(with_words)})
    return True


def _discard(claim: TravelClaim, by: User | None) -> None:
    record(action="trainings.travel_claim.withdrawn", about=claim, by=by, before={"enrolment": claim.enrolment_id})
    for line in lines_of(claim):
        remove(line, by)
    claim.delete()


def _freeze_rates(lines: Iterable[TravelLine], rate: Decimal | None) -> None:
    """The rate of the edition holds from here on.

    Raises Refused receipt_missing, cars_not_paid, over_ticket, over_rate.
    """
    for number, line in enumerate(lines, 1):
        if line.kind == TravelKind.TICKET and line.receipt_id is None:
            text = _("Line %(number)s: add the ticket or its receipt.") % {"number": number}
            raise Refused("receipt_missing", text, line=line.pk)
        if line.kind == TravelKind.CAR:
            if rate is None:
                text = _("Line %(number)s: journeys by car are not paid back any more.") % {"number": number}
                raise Refused("cars_not_paid", text, line=line.pk)
            line.rate = rate
        require_within(line, number)
        line.save(update_fields=["rate"])


def _require_within_limit(amount: Decimal, limit: Decimal | None) -> None:
    if limit is not None and amount > limit:
        raise Refused(
            "over_limit",
            _("At most %(limit)s is paid back to one person here, and you claim %(amount)s. Claim less in some line.")
            % {"limit": money(limit, "PLN"), "amount": money(amount, "PLN")},
            limit=limit,
            amount=amount,
        )

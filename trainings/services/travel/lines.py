"""The journeys of a claim: added, changed and removed by the person while it is a draft or was sent back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NotRequired, TypedDict, Unpack

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from files.models import StoredFile
from files.services import forget, store
from kernel.errors import Refused
from trainings.choices import TravelKind
from trainings.gates import TRAVEL_RECEIPT
from trainings.models import Session, TravelClaim, TravelLine
from trainings.permissions import can_write_travel
from trainings.services.travel.rules import (
    lock_claim,
    most_of,
    require_day,
    require_journey,
    require_paid_back,
    require_session,
    require_writable,
)

RECEIPTS = {"pdf", "jpg", "png"}
"""What a scanner or a telephone makes."""
LIMIT = 10 * 1024**2
"""Bytes."""
MOST_LINES = 50


class Journey(TypedDict):
    """What is said of one; without `claimed` all of it is."""

    session: Session
    travelled_on: date
    from_place: str
    to_place: str
    ticket_amount: NotRequired[Decimal | None]
    km: NotRequired[int | None]
    claimed: NotRequired[Decimal | None]


@transaction.atomic
def add_line(
    *,
    claim: TravelClaim,
    kind: str,
    file: File[bytes] | None = None,
    by: User,
    version: int | None = None,
    **journey: Unpack[Journey],
) -> TravelLine:
    """Add a journey; without an amount all of it is claimed.

    Raises Refused not_your_claim (403), claim_state, stale, too_many_lines, travel_not_paid, edition_cancelled,
    not_attended, travelled_on, and what `require_journey` and `store` raise.
    """
    claim = _writable(claim, by, version)
    if claim.lines.count() >= MOST_LINES:
        raise Refused("too_many_lines", _("One claim takes 50 journeys. Ask the organiser if you made more."))
    line = TravelLine(claim=claim, kind=TravelKind(kind))
    _put_down(line, journey)
    line.receipt = _stored(line, file, by)
    line.save()
    claim.save(update_fields=["version"])
    record(action="trainings.travel_claim.line_added", about=claim, by=by, after={"line": line.pk, **_recorded(line)})
    return line


@transaction.atomic
def change_line(
    *,
    line: TravelLine,
    file: File[bytes] | None = None,
    by: User,
    version: int | None = None,
    **journey: Unpack[Journey],
) -> TravelLine:
    """Change a journey as a whole; a new receipt takes the place of the old.

    Raises Refused as `add_line`, line_gone.
    """
    claim = _writable(line.claim, by, version)
    line = _line_in(claim, line)
    before, old = _recorded(line), line.receipt
    _put_down(line, journey)
    line.receipt = _stored(line, file, by) or old
    line.save()
    claim.save(update_fields=["version"])
    if old and line.receipt_id != old.pk:
        forget(file=old, by=by)
    after = {"line": line.pk, **_recorded(line)}
    record(action="trainings.travel_claim.line_changed", about=claim, by=by, before=before, after=after)
    return line


@transaction.atomic
def attach_receipt(*, line: TravelLine, file: File[bytes], by: User, version: int | None = None) -> TravelLine:
    """Put the receipt to a ticket, or another one in its place.

    Raises Refused not_your_claim (403), claim_state, stale, line_gone, line_kind, and those of `store`.
    """
    claim = _writable(line.claim, by, version)
    line = _line_in(claim, line)
    old, line.receipt = line.receipt, _stored(line, file, by)
    line.save(update_fields=["receipt"])
    claim.save(update_fields=["version"])
    if old:
        forget(file=old, by=by)
    record(action="trainings.travel_claim.receipt_attached", about=claim, by=by, after={"line": line.pk})
    return line


@transaction.atomic
def remove_line(*, line: TravelLine, by: User, version: int | None = None) -> TravelClaim:
    """Take a journey out; its receipt is forgotten.

    Raises Refused not_your_claim (403), claim_state, stale, line_gone, travel_not_paid, edition_cancelled.
    """
    claim = _writable(line.claim, by, version)
    line = _line_in(claim, line)
    claim.save(update_fields=["version"])
    before = {"line": line.pk, **_recorded(line)}
    record(action="trainings.travel_claim.line_removed", about=claim, by=by, before=before)
    remove(line, by)
    return claim


def remove(line: TravelLine, by: User | None) -> None:
    """The row and the receipt behind it. The caller holds the lock."""
    receipt = line.receipt
    line.delete()
    if receipt:
        forget(file=receipt, by=by)


def _writable(claim: TravelClaim, by: User, version: int | None) -> TravelClaim:
    claim, _at = lock_claim(claim)
    can_write_travel(by, claim).require()
    require_writable(claim)
    require_paid_back(claim.enrolment.edition)
    claim.next_version(version)
    return claim


def _line_in(claim: TravelClaim, line: TravelLine) -> TravelLine:
    """As it is under the lock."""
    found = claim.lines.select_related("receipt").filter(pk=line.pk).first()
    if found is None:
        raise Refused("line_gone", _("This journey is not in the claim any more."), status=404)
    found.claim = claim
    return found


def _put_down(line: TravelLine, journey: Journey) -> None:
    """Put it down and check it. A journey by car takes the rate of the edition as it is now."""
    enrolment, session = line.claim.enrolment, journey["session"]
    require_session(enrolment, session)
    require_day(journey["travelled_on"], session)
    line.session, line.travelled_on = session, journey["travelled_on"]
    line.from_place, line.to_place = journey["from_place"].strip(), journey["to_place"].strip()
    line.ticket_amount, line.km = journey.get("ticket_amount"), journey.get("km")
    line.rate = enrolment.edition.km_rate if line.kind == TravelKind.CAR else None
    claimed = journey.get("claimed")
    line.claimed = most_of(line) if claimed is None else claimed
    require_journey(line)


def _stored(line: TravelLine, file: File[bytes] | None, by: User) -> StoredFile | None:
    if file is None:
        return None
    if line.kind != TravelKind.TICKET:
        raise Refused("line_kind", _("A journey by car needs no receipt."), field="file")
    return store(content=file, name=file.name or "", kind=TRAVEL_RECEIPT, by=by, allow=RECEIPTS, limit=LIMIT)


def _recorded(line: TravelLine) -> dict[str, Any]:
    """What the record keeps: no route, which may tell where somebody lives."""
    return {
        "kind": line.kind,
        "session": line.session_id,
        "travelled_on": line.travelled_on,
        "ticket_amount": line.ticket_amount,
        "km": line.km,
        "claimed": line.claimed,
    }

"""A committee of two ranks everybody who awaits selection; its list is carried out at once, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from trainings.choices import ActingAs, BatchState, Cause, Choice, EnrolmentState
from trainings.models import Edition, Enrolment, SelectionBatch, SelectionDecision
from trainings.permissions import can_select
from trainings.services import notices, protocols
from trainings.services.places.room import Room, enter, move, offer_free_places

HIGHEST = 32_000
"""The priority of the first on a committee's first list; the next have one less each, over all of its lists."""


@dataclass(frozen=True)
class Verdict:
    """What is decided on one person."""

    enrolment_id: int
    choice: str
    points: Decimal | None = None
    reason: str = ""


@transaction.atomic
def open_batch(*, edition: Edition, by: User) -> SelectionBatch:
    """Begin a list.

    Raises Refused committee_only (403), edition_cancelled, edition_not_published, batch_open, nobody_to_select.
    """
    room = enter(edition.pk)
    can_select(by, room.edition).require()
    room.require_published()
    if room.edition.batches.exclude(state=BatchState.FINAL).exists():
        raise Refused("batch_open", _("The committee works on a list already."))
    if not _awaiting(room).exists():
        raise Refused("nobody_to_select", _("Nobody awaits selection."))
    number = room.edition.batches.count() + 1
    batch = SelectionBatch.objects.create(edition=room.edition, number=number, opened_by=by, opened_at=room.at)
    record(action="trainings.selection.opened", about=batch, by=by, after={"edition": room.edition.pk})
    return batch


@transaction.atomic
def write_verdicts(
    *, batch: SelectionBatch, verdicts: Sequence[Verdict], by: User, version: int | None = None
) -> SelectionBatch:
    """Put down the whole list, in the order of the ranking. A signature given before no longer holds.

    Raises Refused committee_only (403), batch_final, not_awaiting (somebody who does not await selection, or twice),
    reason_missing (to reject), stale.
    """
    room, batch = _enter(batch)
    can_select(by, room.edition).require()
    _require_open(batch)
    awaiting = set(_awaiting(room).values_list("pk", flat=True))
    named = [verdict.enrolment_id for verdict in verdicts]
    if len(set(named)) != len(named) or not awaiting.issuperset(named):
        raise Refused("not_awaiting", _("Each person who awaits selection stands on the list once, and nobody else."))
    for number, verdict in enumerate(verdicts):
        if verdict.choice == Choice.REJECT and not verdict.reason.strip():
            raise Refused("reason_missing", _("Say why this person is rejected."), field="reason", row=number)
    batch.next_version(version)
    batch.state, batch.first_member = BatchState.OPEN, None
    batch.save()
    batch.decisions.all().delete()
    SelectionDecision.objects.bulk_create(
        SelectionDecision(
            batch=batch,
            enrolment_id=verdict.enrolment_id,
            choice=verdict.choice,
            points=verdict.points,
            rank=rank,
            reason=verdict.reason.strip(),
        )
        for rank, verdict in enumerate(verdicts, start=1)
    )
    record(action="trainings.selection.written", about=batch, by=by, after={"people": len(named)})
    return batch


@transaction.atomic
def sign(*, batch: SelectionBatch, by: User, version: int | None = None) -> SelectionBatch:
    """One member's signature; with the second, by somebody else, the list is carried out.

    Raises Refused committee_only, own_enrolment (403: a member decides on himself), batch_final, signed_already,
    incomplete_list, stale.
    """
    room, batch = _enter(batch)
    can_select(by, room.edition).require()
    _require_open(batch)
    if batch.first_member_id == by.pk:
        raise Refused("signed_already", _("You signed this list: a second member has to."))
    decisions = list(batch.decisions.select_related("enrolment__person", "enrolment__city").order_by("rank"))
    if any(decision.enrolment.person_id == by.pk for decision in decisions):
        raise Refused("own_enrolment", _("Nobody decides on his own enrolment."), status=403)
    awaiting = set(_awaiting(room).values_list("pk", flat=True))
    if awaiting != {decision.enrolment_id for decision in decisions}:
        raise Refused("incomplete_list", _("The list must name everybody who awaits selection: bring it up to date."))
    batch.next_version(version)
    if batch.first_member_id is None:
        batch.state, batch.first_member = BatchState.SIGNED, by
    else:
        batch.state, batch.second_member, batch.final_at = BatchState.FINAL, by, room.at
    batch.save()
    record(action=f"trainings.selection.{batch.state}", about=batch, by=by, after={"people": len(decisions)})
    if batch.state == BatchState.FINAL:
        _carry_out(room, decisions, by)
        protocols.order_protocol(batch=batch, by=by)
    return batch


def _carry_out(room: Room, decisions: Sequence[SelectionDecision], by: User) -> None:
    """Places in the order of the ranking; for whom none is left, the reserve list, behind those of earlier lists."""
    before = SelectionDecision.objects.filter(batch__edition=room.edition).count() - len(decisions)
    step_of = partial(move, room, by=by, acting=ActingAs.COMMITTEE)
    for decision in decisions:
        row = decision.enrolment
        row.edition, row.priority = room.edition, HIGHEST - before - decision.rank
        if decision.choice == Choice.REJECT:
            step_of(row, EnrolmentState.REJECTED, reason=decision.reason)
            notices.tell_person(EnrolmentState.REJECTED, row, room.edition, reason=decision.reason)
        elif decision.choice == Choice.CONFIRM and room.fits(row.city_id, row.place_kind):
            step_of(row, EnrolmentState.CONFIRMED, reason=Cause.SELECTED)
            notices.tell_person(EnrolmentState.CONFIRMED, row, room.edition)
            room.group(row.city_id, row.place_kind).taken += 1
        else:
            step_of(row, EnrolmentState.WAITLISTED, reason=Cause.SELECTED)
            room.group(row.city_id, row.place_kind).waiting += 1
            notices.tell_person(EnrolmentState.WAITLISTED, row, room.edition, position=room.waiting)
    offer_free_places(room)


def _enter(batch: SelectionBatch) -> tuple[Room, SelectionBatch]:
    room = enter(batch.edition_id)
    batch = SelectionBatch.objects.get(pk=batch.pk)
    batch.edition = room.edition
    return room, batch


def _awaiting(room: Room) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(edition=room.edition, state=EnrolmentState.AWAITING_SELECTION)


def _require_open(batch: SelectionBatch) -> None:
    if batch.state == BatchState.FINAL:
        raise Refused("batch_final", _("This list is final."))

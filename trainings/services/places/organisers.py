"""What organisers do with places: more or fewer of them, one for a person who waits, all of them back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from organisations.models import Organisation
from trainings.choices import (
    ActingAs,
    ApprovalState,
    BatchState,
    Cause,
    EnrolmentState,
    Mode,
    OfferState,
    PlaceKind,
)
from trainings.models import (
    Approval,
    CityAllocation,
    Edition,
    Enrolment,
    EnrolmentEvent,
    PlaceOffer,
    SelectionBatch,
)
from trainings.permissions import can_organise
from trainings.services import notices
from trainings.services.locks import require_countable
from trainings.services.places.room import (
    Room,
    close_questions,
    enter,
    enter_with,
    make_offer,
    move,
    offer_free_places,
    step,
)
from trainings.services.traces import erase_traces

CAPACITIES = range(1, 10_001)


def require_online_capacity(mode: str, capacity: int, online: int | None) -> None:
    """Raise Refused online_capacity where the places online do not fit the mode or leave none in the room."""
    if online is None:
        return
    if mode != Mode.HYBRID:
        raise Refused(
            "online_capacity", _("Only a hybrid training counts places online apart."), field="online_capacity"
        )
    if not 1 <= online < capacity:
        raise Refused(
            "online_capacity", _("Of the places at least one is online and one in the room."), field="online_capacity"
        )


def require_capacity(capacity: int) -> None:
    """Raise Refused capacity for a number nobody can mean."""
    if capacity not in CAPACITIES:
        raise Refused("capacity", _("There is at least one place, and at most 10,000."), field="capacity")


@transaction.atomic
def change_capacity(
    *,
    edition: Edition,
    capacity: int,
    online_capacity: int | None = None,
    by: User,
    reason: str = "",
    version: int | None = None,
) -> Edition:
    """More places are offered to who waits; for fewer, offers not yet accepted are taken back, last in line first.

    `capacity` counts all places; `online_capacity`, of a hybrid edition, those of them that are online.

    Nobody confirmed is removed: the edition may be overbooked until somebody withdraws.
    Raises Refused organiser_only (403), edition_closed, capacity, online_capacity, allocations, reason_missing (fewer
    in a published one), stale.
    """
    room = enter(edition.pk)
    edition = room.edition
    can_organise(by, edition.course.project_id).require()
    if not edition.can_change():
        raise Refused("edition_closed", _("The number of places of this training can no longer change."))
    require_capacity(capacity)
    require_online_capacity(edition.mode, capacity, online_capacity)
    if sum(room.kept.values()) > capacity - (online_capacity or 0):
        raise Refused("allocations", _("More places than these are kept for cities: release some first."))
    values = {"capacity": capacity, "online_capacity": online_capacity}
    before = {name: getattr(edition, name) for name, value in values.items() if getattr(edition, name) != value}
    were = {kind: edition.capacity_of(kind) for kind in PlaceKind}
    edition.capacity, edition.online_capacity = capacity, online_capacity
    fewer = any(edition.capacity_of(kind) < were[kind] for kind in PlaceKind)
    if fewer and edition.is_published() and not reason.strip():
        raise Refused("reason_missing", _("Say why there will be fewer places."), field="reason")
    edition.next_version(version)
    edition.save(update_fields=["capacity", "online_capacity", "version"])
    record(
        action="trainings.edition.capacity_changed",
        about=edition,
        by=by,
        before=before,
        after={name: values[name] for name in before},
        reason=reason.strip(),
    )
    _take_offers_back(room, by)
    offer_free_places(room)
    return edition


@transaction.atomic
def ask_the_next(*, edition: Edition) -> None:
    """Offer what is free, after a rule of who may have it was changed. The caller asked who may."""
    offer_free_places(enter(edition.pk))


def follow_mode(*, edition: Edition) -> None:
    """Where everybody comes the same way now, so does who chose otherwise. The caller holds the lock and keeps record.

    Calendars are told by who changes the edition.
    """
    if edition.mode != Mode.HYBRID:
        rows = Enrolment.objects.filter(edition=edition).active()
        rows.update(place_kind=edition.kind_of_place(), version=F("version") + 1)


def _take_offers_back(room: Room, by: User) -> None:
    for kind in PlaceKind if room.edition.is_split else [None]:
        too_many = room.taken_of(kind) - room.edition.capacity_of(kind)
        offered = Enrolment.objects.filter(edition=room.edition, state=EnrolmentState.OFFERED)
        if kind:
            offered = offered.filter(place_kind=kind)
        last_first = offered.select_related("person").order_by("priority", "-queue_no")
        _take_back(room, list(last_first[: max(0, too_many)]), by)


def _take_back(room: Room, rows: list[Enrolment], by: User) -> None:
    for row in rows:
        close_questions(row)
        move(
            room,
            row,
            EnrolmentState.WAITLISTED,
            by=by,
            acting=ActingAs.ORGANISER,
            reason=Cause.CAPACITY_LOWERED,
        )
        notices.tell_person("offer_revoked", row, room.edition)


@transaction.atomic
def promote(*, enrolment: Enrolment, by: User, reason: str = "", version: int | None = None) -> Enrolment:
    """Give a free place to somebody who waits: as an offer, or, once no more offers are made, at once (by telephone).

    Raises Refused organiser_only (403), not_waiting, edition_cancelled, edition_not_published, edition_over,
    edition_full, reason_missing (to pass others in the line), stale.
    """
    room, row = enter_with(enrolment)
    can_organise(by, room.edition.course.project_id).require()
    if row.state != EnrolmentState.WAITLISTED:
        raise Refused("not_waiting", _("This person is not on the waiting list."))
    room.require_published()
    if room.edition.has_ended(room.at):
        raise Refused("edition_over", _("This training is over."))
    if room.free_for(row.city_id, row.place_kind) <= 0:
        raise Refused("edition_full", _("No place is free now."))
    ahead = [other for other in room.line() if (-other.priority, other.queue_no) < (-row.priority, row.queue_no)]
    passes = any(room.fits(other.city_id, other.place_kind) for other in ahead) or room.is_limited(row.city_id)
    if not reason.strip() and passes:
        raise Refused("reason_missing", _("Others have waited longer. Say why they are passed."), field="reason")
    given = reason.strip() or Cause.PLACE_FREED
    if room.edition.makes_offers(room.at):
        make_offer(room, row, by=by, acting=ActingAs.ORGANISER, reason=given, version=version)
    else:
        move(room, row, EnrolmentState.CONFIRMED, by=by, acting=ActingAs.ORGANISER, reason=given, version=version)
        notices.tell_person(EnrolmentState.CONFIRMED, row, room.edition)
    return row


@transaction.atomic
def cancel(*, enrolment: Enrolment, by: User, reason: str, version: int | None = None) -> Enrolment:
    """Take one person off, by name and with a reason; the place goes on. Repeated: nothing happens.

    Raises Refused organiser_only (403), enrolment_over, reason_missing, edition_cancelled, edition_not_published,
    stale, and once the training has begun what `require_countable` raises.
    """
    room, row = enter_with(enrolment)
    can_organise(by, room.edition.course.project_id).require()
    if row.state == EnrolmentState.CANCELLED:
        return row
    if not row.is_active():
        raise Refused("enrolment_over", _("This enrolment is over."))
    room.require_published()
    if not reason.strip():
        raise Refused("reason_missing", _("Say why: the person reads it."), field="reason")
    if room.edition.has_started(room.at):
        require_countable(room.edition, room.at)
    close_questions(row)
    move(room, row, EnrolmentState.CANCELLED, by=by, acting=ActingAs.ORGANISER, reason=reason.strip(), version=version)
    notices.tell_person("taken_off", row, room.edition, reason=reason.strip())
    offer_free_places(room)
    return row


@transaction.atomic
def close_list(*, edition: Edition, by: User) -> int:
    """Tell everybody who waits that no place will come; how many.

    Raises Refused organiser_only (403), still_offering, edition_cancelled, edition_not_published.
    """
    room = enter(edition.pk)
    can_organise(by, room.edition.course.project_id).require()
    room.require_published()
    if room.edition.makes_offers(room.at):
        raise Refused("still_offering", _("Places that become free are still offered: close the list after that."))
    rows = room.line()
    for row in rows:
        move(room, row, EnrolmentState.REJECTED, by=by, acting=ActingAs.ORGANISER, reason=Cause.LIST_CLOSED)
        notices.tell_person(EnrolmentState.REJECTED, row, room.edition)
    return len(rows)


@transaction.atomic
def allocate(
    *, edition: Edition, city: Organisation, seats: int, release_at: datetime, by: User, version: int | None = None
) -> CityAllocation | None:
    """Keep so many places for a city until a moment; none: release them now. Who is in stays in.

    Raises Refused organiser_only (403), edition_closed, not_eligible, allocations (more than there are places),
    release_at (in the past, or after the start), stale.
    """
    room = enter(edition.pk, city=city)
    edition = room.edition
    can_organise(by, edition.course.project_id).require()
    if not edition.can_change():
        raise Refused("edition_closed", _("The places of this training can no longer change."))
    if seats and not edition.city_takes_part:
        raise Refused("not_eligible", _("This city does not take part."), field="city")
    if seats and not room.at < release_at <= (edition.starts_at or release_at):
        raise Refused("release_at", _("Places are kept until a moment before the training starts."), field="release_at")
    others = sum(kept for pk, kept in room.kept.items() if pk != city.pk)
    if others + seats > edition.capacity - (edition.online_capacity or 0):
        raise Refused("allocations", _("There are not so many places."), field="seats")
    edition.next_version(version)
    edition.save(update_fields=["version"])
    old = edition.allocations.filter(city=city, released_at__isnull=True)
    before = {"seats": room.kept.get(city.pk, 0)}
    old.update(released_at=room.at)
    row = edition.allocations.create(city=city, seats=seats, release_at=release_at) if seats else None
    room.kept = {**room.kept, city.pk: seats}
    after = {"city": city.pk, "seats": seats, "release_at": release_at if seats else None}
    record(action="trainings.edition.allocated", about=edition, by=by, before=before, after=after)
    offer_free_places(room)
    return row


def cancel_everyone(*, edition: Edition, at: datetime, by: User, reason: str) -> int:
    """End all active enrolments of an edition that is cancelled. The caller holds its lock and asked who may.

    Its sessions have a new revision already, so calendars see one change: `calendar_no` stays.
    """
    rows = list(Enrolment.objects.filter(edition=edition).active().select_related("person"))
    PlaceOffer.objects.filter(enrolment__in=rows, state=OfferState.PENDING).update(state=OfferState.REVOKED)
    Approval.objects.filter(enrolment__in=rows, state=ApprovalState.PENDING).update(state=ApprovalState.VOID)
    edition.allocations.filter(released_at__isnull=True).update(released_at=at)
    SelectionBatch.objects.filter(edition=edition).exclude(state=BatchState.FINAL).delete()
    steps = []
    for row in rows:
        before, row.state, row.holds_seat, row.reason = row.state, EnrolmentState.CANCELLED, False, reason
        row.next_version(None)
        steps.append(step(row, before, at, by=by, acting=ActingAs.ORGANISER, reason=reason))
        notices.tell_person(EnrolmentState.CANCELLED, row, edition, reason=reason)
    Enrolment.objects.bulk_update(rows, ["state", "holds_seat", "reason", "version"])
    EnrolmentEvent.objects.bulk_create(steps)
    erase_traces([row.pk for row in rows], by=by)
    return len(rows)

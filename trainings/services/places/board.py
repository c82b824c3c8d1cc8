"""How the places of an edition stand, for the organiser: seen without a lock, so it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.text import Text
from kernel.time import now
from organisations.models import Organisation
from trainings.choices import ActingAs, EnrolmentState, PlaceKind
from trainings.models import CityAllocation, Edition, Enrolment, EnrolmentEvent
from trainings.services.places.room import Room
from ui.format import moment


@dataclass(frozen=True)
class Part:
    """A stretch of the bar: so many places from a place on."""

    key: str
    label: Text
    start: int
    count: int


@dataclass(frozen=True)
class Board:
    """The bar, and for each person who waits why and who was preferred."""

    parts: list[Part]
    length: int
    """Places, or people in where there are more of them."""
    waiting: int
    overbooked: int
    undecided: int
    """Waiting for a decision without a place: of their town or of the committee."""
    must_call: bool
    """Whether a place is free for somebody who waits and no more offers go out."""
    notes: dict[int, list[Text]]
    """By the ids of those who wait."""
    givable: set[int]
    """The ids of those who wait and to whom the organiser may give a place now."""


def look(edition: Edition) -> Board:
    """What `places` would find now. The edition comes `with_keeping`."""
    room = _room(edition)
    line = room.line() if room.waiting else []
    states = room.states
    held = states[EnrolmentState.AWAITING_APPROVAL, True]
    counts = [
        ("confirmed", _("Confirmed"), states[EnrolmentState.CONFIRMED, True]),
        ("held", _("Held while the town decides"), held),
        ("offered", _("Offered"), states[EnrolmentState.OFFERED, True]),
        ("reserved", _("Kept for towns"), room.reserved()),
        ("free", _("Free"), max(0, room.free)),
    ]
    parts, start = [], 0
    for key, label, count in counts:
        parts.append(Part(key, label, start, count))
        start += count
    passed = _passed(edition, line)
    calls = not edition.makes_offers(room.at)
    return Board(
        parts=parts,
        length=max(edition.capacity, start),
        waiting=room.waiting,
        overbooked=room.overbooked,
        undecided=sum(count for (state, has_seat), count in states.items() if _awaits(state) and not has_seat),
        must_call=calls and any(room.fits(row.city_id, row.place_kind) for row in line),
        notes={row.pk: [_why(room, row, calls=calls), *passed[row.pk]] for row in line},
        givable={row.pk for row in line if room.free_for(row.city_id, row.place_kind) > 0},
    )


@dataclass(frozen=True)
class Outlook:
    """What enrolling now would come to, for somebody who works in certain towns: at best a place."""

    has_place: bool
    free: int
    """Places that somebody of the town could have; 0 where others are before."""
    position: int
    """The number in the line, where there is no place."""
    is_limited: bool
    """Whether their towns have as many people in as they may."""


def outlook(edition: Edition, cities: Sequence[Organisation]) -> Outlook:
    """What `places` would find for them now: with what is kept for their towns, and what these may have at most.

    The edition comes `with_keeping`.
    """
    room = _room(edition)
    kinds = list(PlaceKind) if edition.is_split else [edition.kind_of_place()]
    left = [_left(room, city.pk, kind) for city in cities for kind in kinds if room.has_place(city.pk, kind)]
    return Outlook(
        has_place=bool(left),
        free=max(left, default=0),
        position=room.waiting + 1,
        is_limited=all(room.is_limited(city.pk) for city in cities),
    )


def _left(room: Room, city: int, kind: str) -> int:
    limit, free = room.edition.per_city_limit, room.free_for(city, kind)
    return free if limit is None else min(free, limit - room.held(city))


def _room(edition: Edition) -> Room:
    room = Room(edition, now())
    if edition.keeps_places:
        kept = CityAllocation.objects.filter(edition=edition, released_at__isnull=True, release_at__gt=room.at)
        room.kept = {row.city_id: row.seats for row in kept}
    room.count()
    return room


def _awaits(state: str) -> bool:
    return state in {EnrolmentState.AWAITING_APPROVAL, EnrolmentState.AWAITING_SELECTION}


def _why(room: Room, row: Enrolment, *, calls: bool) -> Text:
    """Why this person has no place yet."""
    if room.is_limited(row.city_id):
        return _("The town has as many people in as it may (%(limit)s).") % {"limit": room.edition.per_city_limit}
    if room.free_for(row.city_id, row.place_kind) > 0:
        if calls:
            return _("A place is free and offers no longer go out: call this person.")
        return _("A place is free: it will be offered.")
    kind = row.place_kind if room.edition.is_split else None
    if room.edition.capacity_of(kind) < room.taken_of(kind):
        return _("More people are in than there are places.")
    if room.reserved(kind):
        return _("The places left are kept for other towns.")
    return _("No place of this kind is free.") if kind else _("No place is free.")


def _passed(edition: Edition, line: list[Enrolment]) -> dict[int, list[Text]]:
    """For each who waits: who stood behind and was given a place by the organiser, and why."""
    events = EnrolmentEvent.objects.filter(
        enrolment__edition=edition,
        from_state=EnrolmentState.WAITLISTED,
        to_state__in=[EnrolmentState.OFFERED, EnrolmentState.CONFIRMED],
        acting_as=ActingAs.ORGANISER,
    )
    given = list(events.select_related("enrolment").order_by("at")) if line else []
    found: dict[int, list[Text]] = {}
    for row in line:
        behind = [
            event
            for event in given
            if (-event.enrolment.priority, event.enrolment.queue_no or 0) > (-row.priority, row.queue_no or 0)
            and row.submitted_at
            and event.at >= row.submitted_at
        ]
        found[row.pk] = [
            _("Number %(number)s was preferred on %(moment)s: %(reason)s")
            % {"number": event.enrolment.queue_no, "moment": moment(event.at), "reason": event.reason_in_words}
            for event in behind
        ]
    return found

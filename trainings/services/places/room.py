"""An edition under its lock: seats counted then, offers made and ended, one step of the machine."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.context import origin
from audit.services import record
from kernel.errors import Refused
from kernel.prepared import Prepared
from kernel.time import now
from organisations.models import Organisation
from trainings.choices import (
    ACTIVE_STATES,
    ASKED_STATES,
    FINAL_STATES,
    NEXT_STATES,
    SEATED_STATES,
    ActingAs,
    ApprovalState,
    Cause,
    EditionState,
    EnrolmentState,
    OfferState,
    PlaceKind,
)
from trainings.models import Approval, CityAllocation, Edition, Enrolment, EnrolmentEvent, PlaceOffer
from trainings.services import notices
from trainings.services.locks import lock_edition
from trainings.services.traces import erase_traces


def _counts(edition: int, person: int) -> QuerySet[Enrolment, tuple[Any, ...]]:
    rows = Enrolment.objects.filter(edition=edition).order_by()
    groups = rows.values_list("city_id", "place_kind", "state", "holds_seat")
    return groups.annotate(people=Count("pk"), own=Max("pk", filter=Q(person=person)))


_counted = Prepared(_counts, edition=BigIntegerField(), person=BigIntegerField())


@dataclass
class Group:
    """The people of one city in places of one kind."""

    taken: int = 0
    waiting: int = 0


@dataclass
class Room:
    """The locked edition, the time after the lock came, and its seats as counted then."""

    edition: Edition
    at: datetime
    kept: dict[int, int] = field(default_factory=dict)
    """Places allotted to a city and not released yet, by its id."""
    groups: dict[tuple[int, str], Group] = field(default_factory=dict)
    """By city and kind of place."""
    asked: int = 0
    """People who were offered a place, or whose city was asked."""
    states: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """People by state and whether they hold a seat."""
    own: int | None = None
    """The active enrolment of the person who asks."""
    finished: int = 0
    """People whose time to answer, or whose city's time to decide, was found over."""

    def count(self, person: User | None = None) -> None:
        """Count the seats."""
        counted = _counted(edition=self.edition.pk, person=person.pk if person else 0)
        self.groups, self.states, self.asked, self.own = {}, Counter(), 0, None
        for city, kind, state, holds_seat, people, own in counted:
            group = self.group(city, kind)
            self.states[state, holds_seat] += people
            group.taken += people if holds_seat else 0
            group.waiting += people if state == EnrolmentState.WAITLISTED else 0
            self.asked += people if state in ASKED_STATES else 0
            self.own = own if own and state in ACTIVE_STATES else self.own

    def group(self, city: int, kind: str) -> Group:
        """Those of a city in places of a kind."""
        return self.groups.setdefault((city, kind), Group())

    def held(self, city: int, kind: str | None = None) -> int:
        """Seats the people of a city hold."""
        return sum(g.taken for (c, k), g in self.groups.items() if c == city and kind in {None, k})

    def taken_of(self, kind: str | None = None) -> int:
        """Seats held; of one kind or of all."""
        return sum(g.taken for (_city, k), g in self.groups.items() if kind in {None, k})

    @property
    def taken(self) -> int:
        """Seats held."""
        return self.taken_of()

    @property
    def waiting(self) -> int:
        """People on the waiting list."""
        return sum(group.waiting for group in self.groups.values())

    def unused(self, city: int) -> int:
        """Places kept for a city that its people have not taken. Of a hybrid edition they lie in the room."""
        kept = self.kept.get(city, 0)
        return max(0, kept - self.held(city, PlaceKind.ONSITE if self.edition.is_split else None)) if kept else 0

    def reserved(self, kind: str | None = None) -> int:
        """Places kept for cities and not taken yet."""
        if self.edition.is_split and kind == PlaceKind.ONLINE:
            return 0
        return sum(self.unused(city) for city in self.kept)

    def free_of(self, kind: str | None = None) -> int:
        """Places of a kind open to everybody; below zero while more are held or kept than there are."""
        return self.edition.capacity_of(kind) - self.taken_of(kind) - self.reserved(kind)

    @property
    def free(self) -> int:
        """Places open to everybody, as `free_of`."""
        return self.free_of()

    @property
    def overbooked(self) -> int:
        """People who hold a place too many: of each kind, where they are counted apart."""
        kinds = list(PlaceKind) if self.edition.is_split else [None]
        return sum(max(0, self.taken_of(kind) - self.edition.capacity_of(kind)) for kind in kinds)

    def free_for(self, city: int, kind: str) -> int:
        """Places that somebody of this city could have: those for everybody and those kept for the city."""
        pool = kind if self.edition.is_split else None
        own = 0 if self.edition.is_split and kind == PlaceKind.ONLINE else self.unused(city)
        return self.free_of(pool) + own

    def is_limited(self, city: int) -> bool:
        """Whether the city has as many people in as it may."""
        limit = self.edition.per_city_limit
        return limit is not None and self.held(city) >= limit

    def fits(self, city: int, kind: str) -> bool:
        """Whether a seat is there for somebody of this city."""
        return self.free_for(city, kind) > 0 and not self.is_limited(city)

    def is_passed(self, city: int, kind: str) -> bool:
        """Whether somebody waits already who could have the seat that this newcomer would get."""
        uses_own = self.unused(city) > 0
        return any(
            group.waiting and self.fits(c, k)
            for (c, k), group in self.groups.items()
            if (c == city or not uses_own) and (k == kind or not self.edition.is_split)
        )

    def has_place(self, city: int, kind: str) -> bool:
        """Whether a newcomer is in at once: a seat, and nobody before who could have it."""
        return self.fits(city, kind) and not self.is_passed(city, kind)

    def line(self) -> list[Enrolment]:
        """Those who wait, first in line first."""
        return list(Enrolment.objects.filter(edition=self.edition).waiting().select_related("person", "city"))

    def require_published(self) -> None:
        """Raise Refused edition_cancelled, edition_not_published."""
        if self.edition.state == EditionState.CANCELLED:
            raise Refused("edition_cancelled", _("This training was cancelled."))
        if not self.edition.is_published():
            raise Refused("edition_not_published", _("This training takes no changes of places now."))


def enter(pk: int, *, person: User | None = None, city: Organisation | None = None) -> Room:
    """Lock, read the clock, count, and finish what the clock ended."""
    edition, at = lock_edition(pk, city=city.pk if city else None)
    room = Room(edition, at)
    released = _read_allocations(room) if edition.keeps_places else 0
    room.count(person)
    overdue = overdue_in(room) if room.asked else []
    if overdue or released:
        finish(room, overdue)
        room.finished = len(overdue)
        room.count(person)
    return room


def look(pk: int) -> Room:
    """The room as it stands now, without the lock: good for telling, never for giving. Nothing is finished in it."""
    room = Room(Edition.objects.select_related("course").get(pk=pk), now())
    room.kept = {row.city_id: row.seats for row in _allocations(room) if row.release_at > room.at}
    room.count()
    return room


def enter_with(enrolment: Enrolment) -> tuple[Room, Enrolment]:
    """The room of an enrolment, and its row as it is now."""
    room = enter(enrolment.edition_id)
    row = Enrolment.objects.select_related("person", "city").get(pk=enrolment.pk)
    row.edition = room.edition
    return room, row


def _read_allocations(room: Room) -> int:
    """What is kept for cities; how many allocations the clock has just released."""
    open_ones = _allocations(room)
    due = [row.pk for row in open_ones if row.release_at <= room.at]
    room.kept = {row.city_id: row.seats for row in open_ones if row.release_at > room.at}
    if due:
        CityAllocation.objects.filter(pk__in=due).update(released_at=room.at)
    return len(due)


def _allocations(room: Room) -> QuerySet[CityAllocation]:
    """Those not released."""
    return CityAllocation.objects.filter(edition=room.edition, released_at__isnull=True)


def overdue_in(room: Room) -> list[Enrolment]:
    """Whose offer or approval the clock has ended."""
    overdue = Enrolment.objects.filter(
        Q(offers__state=OfferState.PENDING, offers__expires_at__lte=room.at)
        | Q(approvals__state=ApprovalState.PENDING, approvals__due_at__lte=room.at),
        edition=room.edition,
    )
    return list(overdue.select_related("person").order_by("queue_no").distinct())


def finish(room: Room, overdue: list[Enrolment]) -> None:
    """End their offers and approvals, then ask the next people."""
    for row in overdue:
        offered = row.state == EnrolmentState.OFFERED
        close_questions(row, OfferState.LAPSED, ApprovalState.LAPSED)
        cause = Cause.OFFER_EXPIRED if offered else Cause.APPROVAL_EXPIRED
        move(room, row, EnrolmentState.LAPSED, reason=cause)
        notices.tell_person("lapsed" if offered else "approval_lapsed", row, room.edition)
    offer_free_places(room)


def offer_free_places(room: Room) -> None:
    """Offer every free place to who waits longest; in the last hours before the start the organiser telephones.

    Who may not have it, since his city has its share or the place is of another kind, keeps his place in the line.
    """
    room.count()
    if not room.waiting or not room.edition.makes_offers(room.at):
        return
    if not any(group.waiting and room.fits(city, kind) for (city, kind), group in room.groups.items()):
        return
    for row in room.line():
        if room.fits(row.city_id, row.place_kind):
            make_offer(room, row, reason=Cause.PLACE_FREED)
            group = room.group(row.city_id, row.place_kind)
            group.taken, group.waiting = group.taken + 1, group.waiting - 1


def make_offer(
    room: Room,
    row: Enrolment,
    *,
    by: User | None = None,
    acting: ActingAs = ActingAs.SYSTEM,
    reason: str,
    version: int | None = None,
) -> None:
    """Hold a seat for this person until the deadline."""
    deadline = room.edition.offer_deadline(room.at)
    PlaceOffer.objects.create(enrolment=row, made_at=room.at, expires_at=deadline)
    move(room, row, EnrolmentState.OFFERED, by=by, acting=acting, reason=reason, version=version)
    notices.tell_person("offered", row, room.edition, deadline=deadline)


def close_questions(
    row: Enrolment, offer: OfferState = OfferState.REVOKED, approval: ApprovalState = ApprovalState.VOID
) -> None:
    """End the pending offer and the pending approval of this person, whichever there is."""
    if row.state == EnrolmentState.OFFERED:
        PlaceOffer.objects.filter(enrolment=row, state=OfferState.PENDING).update(state=offer)
    if row.state == EnrolmentState.AWAITING_APPROVAL:
        Approval.objects.filter(enrolment=row, state=ApprovalState.PENDING).update(state=approval)


def move(
    room: Room,
    row: Enrolment,
    to: EnrolmentState,
    *,
    by: User | None = None,
    acting: ActingAs = ActingAs.SYSTEM,
    reason: str,
    version: int | None = None,
    holds_seat: bool = False,
) -> None:
    """One step of the machine: the row, its event, the record. Raises Refused stale.

    `holds_seat` matters while the city decides; elsewhere the state tells it.
    """
    before = row.state
    if to not in NEXT_STATES[before]:
        raise ValueError(f"No way leads from {before} to {to}.")
    if row.pk:
        row.next_version(version)
    if before == EnrolmentState.CONFIRMED:
        row.calendar_no += 1
    row.state = to
    row.holds_seat = holds_seat if to == EnrolmentState.AWAITING_APPROVAL else to in SEATED_STATES
    row.reason = "" if reason in Cause.values else reason
    row.save()
    step(row, before, room.at, by=by, acting=acting, reason=reason).save()
    if to in FINAL_STATES and to != EnrolmentState.TRANSFERRED:
        erase_traces([row.pk], by=by)
    record(
        action=f"trainings.enrolment.{to}",
        about=row,
        by=by,
        before={"state": before},
        after={"state": to, "edition": room.edition.pk, "queue_no": row.queue_no},
        reason=row.reason,
    )


def step(
    row: Enrolment, before: str, at: datetime, *, by: User | None, acting: ActingAs, reason: str
) -> EnrolmentEvent:
    """The event of a step that the row has just made; not saved yet."""
    return EnrolmentEvent(
        enrolment=row,
        from_state=before,
        to_state=row.state,
        actor=by,
        acting_as=acting,
        reason=reason,
        at=at,
        request_id=origin().request_id,
    )

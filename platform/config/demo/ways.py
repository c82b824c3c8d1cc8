"""A person's way through an edition that has taken place: the steps that the services would have recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from trainings.choices import ActingAs, Cause, EnrolmentState, OfferState
from trainings.models import Edition, Enrolment, EnrolmentEvent, PlaceOffer

DAY, HOUR = timedelta(days=1), timedelta(hours=1)

Way = tuple[EnrolmentState, ...]
STAYED: Way = (EnrolmentState.CONFIRMED,)
LEFT: Way = (EnrolmentState.CONFIRMED, EnrolmentState.WITHDRAWN)
WAITED: Way = (EnrolmentState.WAITLISTED,)
IN_VAIN: Way = (EnrolmentState.WAITLISTED, EnrolmentState.REJECTED)
MOVED_UP: Way = (EnrolmentState.WAITLISTED, EnrolmentState.OFFERED, EnrolmentState.CONFIRMED)

REASON = "Tego dnia jest sesja rady miasta."
"""Why people leave."""


def ways(*, people: int, capacity: int, leavers: set[int], is_over: bool = True) -> list[Way]:
    """Of each number, from 0: those who leave a full room are followed by those who wait longest.

    Once it is over nobody waits any more: the organiser has closed the list.
    """
    others = IN_VAIN if is_over else WAITED
    leaving = {number for number in leavers if number < capacity}
    moving_up = range(capacity, capacity + len(leaving))
    return [
        (LEFT if number in leaving else STAYED) if number < capacity else MOVED_UP if number in moving_up else others
        for number in range(people)
    ]


@dataclass(frozen=True)
class Moments:
    """When somebody enrolled, when a place became free, and when the waiting list was closed."""

    enrolled: datetime
    freed: datetime
    closed: datetime

    def of(self, way: Way, state: EnrolmentState) -> datetime:
        """When the person came into a state on the way."""
        if state == EnrolmentState.REJECTED:
            return self.closed
        if state == EnrolmentState.CONFIRMED:
            return self.freed + 3 * HOUR if way == MOVED_UP else self.enrolled
        return self.enrolled if state == EnrolmentState.WAITLISTED else self.freed


def moments(edition: Edition, number: int) -> Moments:
    """People enrol one after the other; places become free two days before withdrawing counts as late."""
    enrolled = edition.opens_at + number * 4 * HOUR
    return Moments(enrolled=enrolled, freed=edition.withdraw_until - 2 * DAY, closed=edition.closes_at + 3 * DAY)


def steps(row: Enrolment, way: Way, when: Moments, organiser: User) -> Iterator[EnrolmentEvent]:
    """The events of a way, not saved."""
    others: dict[EnrolmentState, tuple[User | None, ActingAs]] = {
        EnrolmentState.OFFERED: (None, ActingAs.SYSTEM),
        EnrolmentState.REJECTED: (organiser, ActingAs.ORGANISER),
    }
    for before, after in zip((EnrolmentState.DRAFT, *way), way, strict=False):
        actor, acting = others.get(after, (row.person, ActingAs.PERSON))
        yield EnrolmentEvent(
            enrolment=row,
            from_state=before,
            to_state=after,
            actor=actor,
            acting_as=acting,
            reason=_reason(before, after),
            at=when.of(way, after),
        )


def offers(row: Enrolment, way: Way, when: Moments) -> list[PlaceOffer]:
    """The offer of who moved up, not saved."""
    if way != MOVED_UP:
        return []
    return [PlaceOffer(enrolment=row, made_at=when.freed, expires_at=when.freed + 2 * DAY, state=OfferState.ACCEPTED)]


def _reason(before: EnrolmentState, after: EnrolmentState) -> str:
    if after == EnrolmentState.WITHDRAWN:
        return REASON
    if after == EnrolmentState.REJECTED:
        return Cause.LIST_CLOSED
    if after == EnrolmentState.OFFERED:
        return Cause.PLACE_FREED
    return Cause.OFFER_ACCEPTED if before == EnrolmentState.OFFERED else Cause.ENROLLED

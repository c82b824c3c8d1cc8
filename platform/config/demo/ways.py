"""A person's way through an edition that has taken place: the steps that the services would have recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from trainings.choices import ActingAs, Cause, EnrolmentState, OfferState
from trainings.models import Edition, Enrolment, EnrolmentEvent, PlaceOffer

DAY, HOUR = timedelta(days=1), timedelta(hours=1)

Way = tuple[EnrolmentState, ...]
STAYED: Way = (EnrolmentState.CONFIRMED,)
LEFT: Way = (EnrolmentState.CONFIRMED, EnrolmentState.WITHDRAWN)
WAITED: Way = (EnrolmentState.WAITLISTED,)
MOVED_UP: Way = (EnrolmentState.WAITLISTED, EnrolmentState.OFFERED, EnrolmentState.CONFIRMED)

REASON = "Tego dnia jest sesja rady miasta."
"""Why people leave."""


def ways(*, people: int, capacity: int, leavers: set[int]) -> list[Way]:
    """Of each number, from 0: those who leave a full room are followed by those who wait longest."""
    leaving = {number for number in leavers if number < capacity}
    moving_up = range(capacity, capacity + len(leaving))
    return [
        (LEFT if number in leaving else STAYED) if number < capacity else MOVED_UP if number in moving_up else WAITED
        for number in range(people)
    ]


@dataclass(frozen=True)
class Moments:
    """When somebody enrolled, and when a place became free."""

    enrolled: datetime
    freed: datetime

    def of(self, way: Way, state: EnrolmentState) -> datetime:
        """When the person came into a state on the way."""
        if state == EnrolmentState.CONFIRMED:
            return self.freed + 3 * HOUR if way == MOVED_UP else self.enrolled
        return self.enrolled if state == EnrolmentState.WAITLISTED else self.freed


def moments(edition: Edition, number: int) -> Moments:
    """People enrol one after the other; places become free two days before withdrawing counts as late."""
    return Moments(enrolled=edition.opens_at + number * 4 * HOUR, freed=edition.withdraw_until - 2 * DAY)


def steps(row: Enrolment, way: Way, when: Moments) -> Iterator[EnrolmentEvent]:
    """The events of a way, not saved."""
    for before, after in zip((EnrolmentState.DRAFT, *way), way, strict=False):
        by_system = after == EnrolmentState.OFFERED
        yield EnrolmentEvent(
            enrolment=row,
            from_state=before,
            to_state=after,
            actor=None if by_system else row.person,
            acting_as=ActingAs.SYSTEM if by_system else ActingAs.PERSON,
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
    if after == EnrolmentState.OFFERED:
        return Cause.PLACE_FREED
    return Cause.OFFER_ACCEPTED if before == EnrolmentState.OFFERED else Cause.ENROLLED

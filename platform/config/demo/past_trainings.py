"""Trainings that have taken place. The services live now; so rows are written as they would have left them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import User
from accounts.services import time
from config.demo.cast import HOME, Official
from config.demo.courses import VENUE, post_of
from config.demo.days import at, following
from config.demo.stage import Stage
from config.demo.travelling import TERMS
from config.demo.ways import DAY, HOUR, LEFT, REASON, Way, moments, offers, steps, ways
from config.factories.trainings import (
    AttendanceFactory,
    EditionFactory,
    EnrolmentFactory,
    SessionFactory,
    SessionTrainerFactory,
)
from trainings.choices import AttendanceStatus, EditionState, EnrolmentState, SessionState
from trainings.models import Course, Edition, Enrolment, EnrolmentEvent, PlaceOffer, Session

BOTH = (1, 2)
"""The days of an edition."""
LEAVES = 4
"""The number, from 0, of who leaves."""


def play_past_trainings(stage: Stage, courses: dict[str, Course]) -> None:
    """Three editions of the period that has ended, two of the current one."""
    days, officials = stage.days, stage.officials
    anna, jan = stage.as_official("clerk", HOME), stage.as_official("clerk2", HOME)
    over = EditionState.COMPLETED
    # Of fourteen who wanted twelve places one leaves, one moves up, one waits in vain until the list is closed.
    _hold(stage, courses["STRATEGIA"], days.into(30), officials[:14], capacity=12, state=over)
    # Not completed yet: the act of the settlement does that.
    _hold(stage, courses["DIALOG"], days.into(75), [anna, *officials[8:22]], terms=TERMS)
    _hold(stage, courses["FINANSE"], days.into(120), [*officials[20:34], jan], state=over)
    _hold(stage, courses["DANE"], days.before(20), [anna, *officials[30:40]])
    # The second day waits for somebody to record it.
    _hold(stage, courses["STRATEGIA"], days.before(8), officials[14:28], recorded=(1,))


def _hold(
    stage: Stage,
    course: Course,
    first: date,
    people: list[Official],
    *,
    capacity: int = 18,
    state: EditionState = EditionState.PUBLISHED,
    recorded: tuple[int, ...] = BOTH,
    terms: Mapping[str, Any] | None = None,
) -> None:
    edition = EditionFactory.create(
        course=course,
        code=f"{course.code}-{course.editions.count() + 1}",
        venue=VENUE,
        capacity=capacity,
        starts_at=at(first, 9),
        ends_at=at(following(first), 15, 30),
        opens_at=at(first - 24 * DAY, 8),
        closes_at=at(first - 4 * DAY, 16),
        withdraw_until=at(first - 7 * DAY, 16),
        state=state,
        session=False,
        **(terms or {}),
    )
    trainer, organiser = stage.people["trainer"], stage.people["organiser"]
    sessions = [_session(edition, day, trainer, organiser) for day in (first, following(first))]
    found = ways(people=len(people), capacity=capacity, leavers={LEAVES} if len(people) > capacity else set())
    rows = [enrol_as(edition, person, number, found[number], organiser) for number, person in enumerate(people)]
    for session in sessions:
        if session.ordinal in recorded:
            _record(session, rows, trainer)


def _session(edition: Edition, day: date, trainer: User, organiser: User) -> Session:
    session = SessionFactory.create(edition=edition, starts_at=at(day, 9), ends_at=at(day, 15, 30))
    taught = SessionTrainerFactory.create(session=session, user=trainer)
    time.book(user=trainer, starts_at=session.starts_at, ends_at=session.ends_at, source=taught, by=organiser)
    return session


def enrol_as(edition: Edition, official: Official, number: int, way: Way, organiser: User) -> Enrolment:
    """Somebody's way into an edition of days gone by, with its steps."""
    when = moments(edition, number)
    row = EnrolmentFactory.create(
        edition=edition,
        person=official.user,
        city=official.town,
        **post_of(number),
        state=way[-1],
        version=len(way),
        submitted_at=when.enrolled,
        reason=REASON if way == LEFT else "",
    )
    PlaceOffer.objects.bulk_create(offers(row, way, when))
    EnrolmentEvent.objects.bulk_create(steps(row, way, when, organiser))
    return row


def _record(session: Session, rows: list[Enrolment], trainer: User) -> None:
    """Most people stay to the end; some leave early on the second day, some send an excuse, a few do not come."""
    session.state = SessionState.HELD
    session.save(update_fields=["state"])
    second = session.ordinal == BOTH[-1]
    for number, row in enumerate(rows):
        if row.state != EnrolmentState.CONFIRMED:
            continue
        minutes, status = session.counted_min, AttendanceStatus.PRESENT
        if number in {11, 24}:
            minutes, status = 0, AttendanceStatus.ABSENT
        elif second and number in {5, 13}:
            minutes, status = 0, AttendanceStatus.EXCUSED
        elif second and number in {3, 10}:
            minutes, status = 120, AttendanceStatus.PARTIAL
        AttendanceFactory.create(
            enrolment=row,
            session=session,
            minutes=minutes,
            status=status,
            recorded_by=trainer,
            recorded_at=session.ends_at + HOUR,
        )

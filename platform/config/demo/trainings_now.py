"""Trainings to come, made by the services as people would make them: each leaves something to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from accounts.models import User
from config.demo.cast import Official
from config.demo.courses import ONLINE, VENUE, post_of
from config.demo.days import at, following
from config.demo.stage import Stage
from config.demo.texts import demanded_in
from config.demo.visits import play_visit
from trainings.choices import Mode
from trainings.models import Course, Edition, Enrolment
from trainings.services import places
from trainings.services.editions import assign_trainer, cancel_edition, create_edition, plan_session, publish

DAY = timedelta(days=1)
TWO_WEEKS = 14 * 24
"""Hours to answer an offer: the demo may stand for a while before somebody looks."""


def play_trainings_now(stage: Stage, courses: dict[str, Course]) -> None:
    """With free places; full, with a waiting list and an offer; a draft; opening later; called off; abroad."""
    _with_free_places(stage, courses["DIALOG"])
    _full(stage, courses["FINANSE"])
    _draft(stage, courses["SASIEDZI"])
    _opening_later(stage, courses["DANE"])
    _called_off(stage, courses["STRATEGIA"])
    play_visit(stage, courses["DIALOG"])


def _with_free_places(stage: Stage, course: Course) -> None:
    edition = _published(stage, course, stage.days.ahead(24), capacity=16)
    _enrol(edition, stage.officials[:12])


def _full(stage: Stage, course: Course) -> None:
    """Anna waits first and is offered the place that somebody gives back; Maria waits on."""
    edition = _published(stage, course, stage.days.ahead(31), capacity=12)
    rows = _enrol(edition, stage.officials[12:24])
    waiting = [stage.as_official("clerk", "Cieszyn"), stage.as_official("clerk3", "Hrubieszów")]
    _enrol(edition, [*waiting, *stage.officials[24:26]])
    places.withdraw(enrolment=rows[3], by=rows[3].person)


def _draft(stage: Stage, course: Course) -> None:
    _planned(stage, course, stage.days.ahead(45), capacity=18, trainer=stage.second_trainer)


def _opening_later(stage: Stage, course: Course) -> None:
    edition = _planned(
        stage, course, stage.days.ahead(52), capacity=30, mode=Mode.ONLINE, opens_at=at(stage.days.ahead(10), 8)
    )
    publish(edition=edition, by=stage.people["organiser"])


def _called_off(stage: Stage, course: Course) -> None:
    edition = _published(stage, course, stage.days.ahead(38), capacity=20)
    _enrol(edition, stage.officials[36:39])
    cancel_edition(
        edition=edition,
        reason="Budynek jest w remoncie dłużej, niż zapowiadano. Nowy termin podamy wiosną.",
        by=stage.people["organiser"],
    )


def _published(stage: Stage, course: Course, first: date, *, capacity: int) -> Edition:
    edition = _planned(stage, course, first, capacity=capacity)
    return publish(edition=edition, by=stage.people["organiser"])


def _planned(
    stage: Stage,
    course: Course,
    first: date,
    *,
    capacity: int,
    mode: Mode = Mode.ONSITE,
    opens_at: datetime | None = None,
    trainer: User | None = None,
) -> Edition:
    """Two days with a trainer."""
    organiser = stage.people["organiser"]
    edition = create_edition(
        course=course,
        code=f"{course.code}-{course.editions.count() + 1}",
        mode=mode,
        venue="online" if mode == Mode.ONLINE else VENUE,
        capacity=capacity,
        opens_at=opens_at or at(stage.days.before(6), 8),
        closes_at=at(first - 3 * DAY, 16),
        withdraw_until=at(first - 7 * DAY, 16),
        offer_hours=TWO_WEEKS,
        by=organiser,
    )
    for day in (first, following(first)):
        session = plan_session(
            edition=edition,
            starts_at=at(day, 9),
            ends_at=at(day, 15, 30),
            breaks_min=60,
            meeting_url=ONLINE if mode == Mode.ONLINE else "",
            by=organiser,
        )
        assign_trainer(session=session, user=trainer or stage.people["trainer"], by=organiser)
    return edition


def _enrol(edition: Edition, officials: Iterable[Official]) -> list[Enrolment]:
    rows = []
    for number, official in enumerate(officials):
        given = post_of(number)
        row, _is_new = places.enrol(
            edition=edition,
            person=official.user,
            city=official.town,
            post=given["post"],
            department=given["department"],
            by=official.user,
            accepts=demanded_in(edition),
        )
        rows.append(row)
    return rows

"""A training that runs right now: some are in, some are expected, one withdrew and stands at the door all the same."""

from __future__ import annotations

from datetime import timedelta

from accounts.services import time
from config.demo.courses import VENUE
from config.demo.days import at
from config.demo.past_trainings import enrol_as
from config.demo.stage import Stage
from config.demo.ways import LEFT, STAYED
from config.factories.trainings import EditionFactory, SessionFactory, SessionTrainerFactory
from kernel.time import now
from trainings.choices import ScanDirection
from trainings.models import Course
from trainings.services import scans, sheets
from trainings.services.scans import Scan
from trainings.services.tickets import code_of

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PEOPLE = 12
CAME = 2
"""The first of them, so that most are still to be checked in."""
DEVICE = "demo"


def play_at_the_door(stage: Stage, course: Course) -> None:
    """A session that began an hour ago, its printed list, and the first scans."""
    begins = now().replace(minute=0, second=0, microsecond=0) - HOUR
    edition = EditionFactory.create(
        course=course,
        code=f"{course.code}-{course.editions.count() + 1}",
        venue=VENUE,
        capacity=PEOPLE + 4,
        starts_at=begins,
        ends_at=begins + 6 * HOUR,
        opens_at=at(stage.days.today - 24 * DAY, 8),
        closes_at=at(stage.days.today - 4 * DAY, 16),
        withdraw_until=at(stage.days.today - 7 * DAY, 16),
        session=False,
    )
    trainer, organiser = stage.people["trainer"], stage.people["organiser"]
    session = SessionFactory.create(edition=edition, starts_at=begins, ends_at=begins + 6 * HOUR)
    taught = SessionTrainerFactory.create(session=session, user=trainer)
    time.book(user=trainer, starts_at=session.starts_at, ends_at=session.ends_at, source=taught, by=organiser)
    people = stage.officials[:PEOPLE]
    rows = [enrol_as(edition, official, number, STAYED, organiser) for number, official in enumerate(people)]
    gone = enrol_as(edition, stage.officials[PEOPLE], PEOPLE, LEFT, organiser)
    sheets.order_sheet(session=session, by=trainer)
    seen = [
        Scan(f"demo-{row.pk}", code_of(row.pk), begins - (5 - number) * MINUTE, ScanDirection.IN)
        for number, row in enumerate([*rows[:CAME], gone])
    ]
    scans.take_scans(session=session, device=DEVICE, scans=seen, by=trainer)

"""A meeting online that is over: its log was uploaded and imported, and tells of somebody whom nobody knows."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from accounts.services import time
from config.demo.courses import ONLINE
from config.demo.days import at
from config.demo.past_trainings import enrol_as
from config.demo.stage import Stage
from config.demo.ways import STAYED
from config.factories.trainings import EditionFactory, SessionFactory, SessionTrainerFactory
from kernel.time import WARSAW
from trainings.choices import Mode
from trainings.models import Course, Enrolment, Session
from trainings.services import settlement
from trainings.services.login_reports import import_login_report, upload_login_report

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PEOPLE = 8
AWAY = 1
"""The last of them did not come."""
LATE = {2: 25, 5: 70}
"""By number, from 0: minutes until somebody joined."""


def play_online(stage: Stage, course: Course) -> None:
    """Two hours online, verified and completed: only settling it is left, for the project manager."""
    day, trainer = stage.days.before(13), stage.second_trainer
    organiser = stage.people["organiser"]
    begins, ends = at(day, 10), at(day, 12)
    edition = EditionFactory.create(
        course=course,
        code=f"{course.code}-{course.editions.count() + 1}",
        mode=Mode.ONLINE,
        venue="online",
        capacity=20,
        starts_at=begins,
        ends_at=ends,
        opens_at=at(day - 24 * DAY, 8),
        closes_at=at(day - 4 * DAY, 16),
        withdraw_until=at(day - 7 * DAY, 16),
        session=False,
    )
    session = SessionFactory.create(edition=edition, starts_at=begins, ends_at=ends, breaks_min=0, meeting_url=ONLINE)
    taught = SessionTrainerFactory.create(session=session, user=trainer)
    time.book(user=trainer, starts_at=begins, ends_at=ends, source=taught, by=organiser)
    people = stage.officials[20 : 20 + PEOPLE]
    rows = [enrol_as(edition, official, number, STAYED, organiser) for number, official in enumerate(people)]
    log = ContentFile(_log(session, rows), name="raport-logowan.csv")
    report = upload_login_report(session=session, upload=log, by=trainer)
    import_login_report(report=report, by=trainer)
    settlement.verify_session(session=session, by=organiser)
    settlement.complete(edition=edition, by=organiser)


def _log(session: Session, rows: list[Enrolment]) -> bytes:
    """As a program for meetings writes it."""
    text = io.StringIO()
    write = csv.writer(text).writerow
    write(["Name", "Email", "Join time", "Leave time"])
    for number, row in enumerate(rows[:-AWAY]):
        came = session.starts_at + LATE.get(number, number % 3 - 2) * MINUTE
        write([str(row.person), row.person.email, _clock(came), _clock(session.ends_at + number * MINUTE)])
    write(["Gość (telefon)", "", _clock(session.starts_at + 3 * MINUTE), _clock(session.ends_at)])
    return text.getvalue().encode()


def _clock(moment: datetime) -> str:
    return moment.astimezone(WARSAW).strftime("%Y-%m-%d %H:%M:%S")

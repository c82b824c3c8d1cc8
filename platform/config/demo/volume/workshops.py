"""Workshops of the large project: most have taken place, the last are to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from accounts.models import BusyTime
from config.demo.cast import Official
from config.demo.courses import VENUE, post_of
from config.demo.days import at, following
from config.demo.volume.size import Scene
from config.demo.ways import DAY, HOUR, LEFT, REASON, Way, moments, offers, steps, ways
from config.factories.trainings import (
    AttendanceFactory,
    CourseFactory,
    EditionFactory,
    EnrolmentFactory,
    SessionFactory,
    SessionTrainerFactory,
)
from trainings.choices import EditionState, EnrolmentState, SessionState
from trainings.models import (
    Attendance,
    Course,
    Edition,
    Enrolment,
    EnrolmentEvent,
    PlaceOffer,
    Session,
    SessionTrainer,
)

TOPICS = (
    ("Mapa interesariuszy", "Stakeholder map"),
    ("Drzewo problemów", "Problem tree"),
    ("Scenariusze rozwoju", "Scenarios of development"),
    ("Projektowanie usług", "Designing services"),
    ("Rewitalizacja", "Renewal of districts"),
    ("Mieszkalnictwo", "Housing"),
    ("Zieleń w mieście", "Green towns"),
    ("Dostępność", "Accessibility"),
    ("Zarządzanie projektem", "Managing a project"),
)
UPCOMING_SHARE = 22
"""One of so many workshops is still to come."""
GUEST_TOWNS = 4
"""Towns whose people meet in one workshop."""
CAPACITY = 22
MOST = 26
"""People who want to come, at most."""
LEAVES, STAYS_TO_THE_END, COMES = 0.05, 0.88, 0.95
"""Chances."""
HALF_A_DAY = 150
"""Minutes."""


def hold_workshops(scene: Scene) -> None:
    """All of them, in a handful of statements for each table."""
    courses = _courses(scene)
    editions = Edition.objects.bulk_create(
        _edition(scene, courses[number % len(courses)], day, number) for number, day in enumerate(_workshop_days(scene))
    )
    sessions = _sessions(scene, editions)
    guests = [_guests(scene, number) for number in range(len(editions))]
    found = [
        _ways(scene, len(people), is_over=edition.state == EditionState.COMPLETED)
        for edition, people in zip(editions, guests, strict=True)
    ]
    enrolments = _enrol(scene, editions, guests, found)
    _record(scene, sessions, enrolments)


def _courses(scene: Scene) -> list[Course]:
    return Course.objects.bulk_create(
        CourseFactory.build(
            project=scene.project,
            code=f"WARSZTAT-{number:02}",
            title_pl=f"Warsztat: {pl} (przykład)",
            title_en=f"Workshop: {en} (example)",
        )
        for number, (pl, en) in enumerate(TOPICS, start=1)
    )


def _workshop_days(scene: Scene) -> list[date]:
    """No two on one day: nobody teaches twice at once."""
    upcoming = scene.size.workshops // UPCOMING_SHARE
    past = scene.size.workshops - upcoming
    days = scene.workdays
    held = [days[number * len(days) // past] for number in range(past)]
    coming = [following(scene.today + 9 * DAY)]
    while len(coming) < upcoming:
        coming.append(following(coming[-1]))
    return [*held, *coming[:upcoming]]


def _edition(scene: Scene, course: Course, day: date, number: int) -> Edition:
    made: Edition = EditionFactory.build(
        course=course,
        code=f"{course.code}-{number // len(TOPICS) + 1:02}",
        venue=VENUE,
        capacity=CAPACITY,
        starts_at=at(day, 9),
        ends_at=at(day, 15, 30),
        opens_at=at(day - 24 * DAY, 8),
        closes_at=at(day - 4 * DAY, 16),
        withdraw_until=at(day - 7 * DAY, 16),
        state=EditionState.COMPLETED if day < scene.today else EditionState.PUBLISHED,
        next_queue_no=1,
    )
    return made


def _sessions(scene: Scene, editions: list[Edition]) -> list[Session]:
    """One for each edition, with a trainer whose time is booked."""
    sessions = Session.objects.bulk_create(
        SessionFactory.build(
            edition=edition,
            ordinal=1,
            starts_at=edition.starts_at,
            ends_at=edition.ends_at,
            state=SessionState.HELD if edition.state == EditionState.COMPLETED else SessionState.PLANNED,
        )
        for edition in editions
    )
    taught = SessionTrainer.objects.bulk_create(
        SessionTrainerFactory.build(session=session, user=scene.trainers[number % len(scene.trainers)])
        for number, session in enumerate(sessions)
    )
    BusyTime.objects.bulk_create(
        BusyTime(
            user=row.user,
            starts_at=row.session.starts_at,
            ends_at=row.session.ends_at,
            source_type=SessionTrainer._meta.label_lower,
            source_id=row.pk,
        )
        for row in taught
    )
    return sessions


def _guests(scene: Scene, number: int) -> list[Official]:
    """People of a few towns; other towns each time."""
    count = len(scene.teams)
    towns = {(number * GUEST_TOWNS + place) % count for place in range(GUEST_TOWNS)}
    invited = [official for town in sorted(towns) for official in scene.teams[town]]
    return scene.dice.sample(invited, min(len(invited), scene.dice.randint(MOST - 10, MOST)))


def _ways(scene: Scene, people: int, *, is_over: bool) -> list[Way]:
    leavers = {number for number in range(people) if scene.dice.random() < LEAVES}
    leaving = leavers if people > CAPACITY + len(leavers) else set()
    return ways(people=people, capacity=CAPACITY, leavers=leaving, is_over=is_over)


def _enrol(
    scene: Scene, editions: list[Edition], guests: list[list[Official]], found: list[list[Way]]
) -> list[Enrolment]:
    """The places with their history; by edition, then by number."""
    coming = [
        (edition, person, number, way)
        for edition, people, going in zip(editions, guests, found, strict=True)
        for number, (person, way) in enumerate(zip(people, going, strict=True))
    ]
    rows = Enrolment.objects.bulk_create(_row(*each) for each in coming)
    told = [(row, way, moments(row.edition, number)) for row, (_e, _p, number, way) in zip(rows, coming, strict=True)]
    PlaceOffer.objects.bulk_create(offer for each in told for offer in offers(*each))
    EnrolmentEvent.objects.bulk_create(step for each in told for step in steps(*each, scene.organiser))
    for edition, people in zip(editions, guests, strict=True):
        edition.next_queue_no = len(people) + 1
    Edition.objects.bulk_update(editions, ["next_queue_no"])
    return rows


def _row(edition: Edition, person: Official, number: int, way: Way) -> Enrolment:
    made: Enrolment = EnrolmentFactory.build(
        edition=edition,
        person=person.user,
        city=person.town,
        **post_of(number),
        state=way[-1],
        version=len(way),
        queue_no=number + 1,
        submitted_at=moments(edition, number).enrolled,
        reason=REASON if way == LEFT else "",
    )
    return made


def _record(scene: Scene, sessions: Iterable[Session], rows: list[Enrolment]) -> None:
    held = {session.edition_id: session for session in sessions if session.state == SessionState.HELD}
    there = [row for row in rows if row.state == EnrolmentState.CONFIRMED and row.edition_id in held]
    Attendance.objects.bulk_create(
        AttendanceFactory.build(
            enrolment=row,
            session=session,
            minutes=_minutes(scene, session),
            recorded_by=scene.organiser,
            recorded_at=session.ends_at + HOUR,
        )
        for row in there
        for session in [held[row.edition_id]]
    )


def _minutes(scene: Scene, session: Session) -> int:
    chance = scene.dice.random()
    if chance < STAYS_TO_THE_END:
        return session.counted_min
    return HALF_A_DAY if chance < COMES else 0

"""A study visit abroad: some days in Oslo, then a meeting online that has been moved since people enrolled."""

from __future__ import annotations

from datetime import timedelta

from config.demo.cast import Official
from config.demo.courses import post_of
from config.demo.days import at
from config.demo.stage import Stage
from config.demo.texts import demanded_in
from trainings.choices import Mode
from trainings.models import Course, Edition, Session
from trainings.services import places
from trainings.services.editions import assign_trainer, change_session, create_edition, plan_session, publish

DAY = timedelta(days=1)
NIGHTS = 2 * 16 * 60
"""Minutes from the end of one day of the visit to the start of the next."""
MEETING = "https://spotkania.example.org/oslo"


def play_visit(stage: Stage, course: Course) -> None:
    """Three days abroad that nobody may miss, and what was learned there, told online."""
    edition, told = _planned(stage, course)
    publish(edition=edition, by=stage.people["organiser"])
    for number, official in enumerate(stage.officials[30:36]):
        _enrol(edition, official, number)
    change_session(
        session=told,
        starts_at=told.starts_at + 7 * DAY,
        ends_at=told.ends_at + 7 * DAY,
        venue=told.venue,
        meeting_url=MEETING,
        by=stage.people["organiser"],
    )


def _planned(stage: Stage, course: Course) -> tuple[Edition, Session]:
    organiser, first = stage.people["organiser"], stage.days.ahead(60)
    edition = create_edition(
        course=course,
        code=f"{course.code}-{course.editions.count() + 1}",
        mode=Mode.VISIT,
        venue="Oslo, Rådhuset",
        country="NO",
        travel="Wspólny przelot z Gdańska; podróż i noclegi pokrywa projekt.",
        access_notes="Ratusz w Oslo ma windę i pętlę indukcyjną w sali obrad.",
        capacity=12,
        opens_at=at(stage.days.before(6), 8),
        closes_at=at(first - 21 * DAY, 16),
        withdraw_until=at(first - 28 * DAY, 16),
        by=organiser,
    )
    visit = plan_session(
        edition=edition,
        starts_at=at(first, 9),
        ends_at=at(first + 2 * DAY, 17),
        breaks_min=NIGHTS + 3 * 60,
        required=True,
        by=organiser,
    )
    after = stage.days.ahead(75)
    told = plan_session(
        edition=edition,
        starts_at=at(after, 10),
        ends_at=at(after, 12),
        venue="online",
        meeting_url=MEETING,
        by=organiser,
    )
    assign_trainer(session=visit, user=stage.second_trainer, by=organiser)
    assign_trainer(session=told, user=stage.second_trainer, by=organiser)
    return edition, told


def _enrol(edition: Edition, official: Official, number: int) -> None:
    given = post_of(number)
    places.enrol(
        edition=edition,
        person=official.user,
        city=official.town,
        post=given["post"],
        department=given["department"],
        by=official.user,
        accepts=demanded_in(edition),
    )

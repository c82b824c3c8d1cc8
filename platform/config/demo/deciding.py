"""Trainings in which others decide: the town that approves, the committee that chooses, places kept for a town."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from config.demo.courses import VENUE, post_of
from config.demo.days import at, following
from config.demo.stage import Stage
from trainings.choices import Choice, Mode, Selection
from trainings.models import Course, Edition
from trainings.services import places
from trainings.services.editions import create_edition, plan_session, publish
from trainings.services.places import Verdict

DAY = timedelta(days=1)


def play_deciding(stage: Stage, courses: dict[str, Course]) -> None:
    """Anna and Jan wait for the approver; a committee has signed once; a hybrid edition keeps places for a town."""
    _to_be_approved(stage, courses["DIALOG"])
    _to_be_chosen(stage, courses["STRATEGIA"])
    _kept_for_a_town(stage, courses["DANE"])


def _to_be_approved(stage: Stage, course: Course) -> None:
    edition = _published(stage, course, ahead=59, capacity=14, approval_steps=1, approval_days=10, per_city_limit=2)
    for key in ("clerk", "clerk2"):
        official = stage.as_official(key, "Cieszyn")
        places.enrol(edition=edition, person=official.user, city=official.town, by=official.user, **post_of(1))


def _to_be_chosen(stage: Stage, course: Course) -> None:
    organiser = stage.people["organiser"]
    edition = _published(stage, course, ahead=66, capacity=4, selection=Selection.RANKED)
    rows = [
        places.enrol(edition=edition, person=one.user, city=one.town, by=one.user, **post_of(number))[0]
        for number, one in enumerate(stage.officials[4:10])
    ]
    batch = places.open_batch(edition=edition, by=organiser)
    verdicts = [
        Verdict(row.pk, Choice.CONFIRM if place < len(rows) - 1 else Choice.RESERVE, Decimal(20 - 2 * place))
        for place, row in enumerate(reversed(rows))
    ]
    places.write_verdicts(batch=batch, verdicts=verdicts, by=organiser)
    places.sign(batch=batch, by=organiser)


def _kept_for_a_town(stage: Stage, course: Course) -> None:
    edition = _published(stage, course, ahead=73, capacity=12, online_capacity=4, mode=Mode.HYBRID, min_participants=6)
    places.allocate(
        edition=edition,
        city=stage.towns["Hrubieszów"],
        seats=3,
        release_at=at(stage.days.ahead(60), 8),
        by=stage.people["organiser"],
    )
    for number, one in enumerate(stage.officials[26:34]):
        kind = "online" if number % 3 == 0 else "onsite"
        places.enrol(edition=edition, person=one.user, city=one.town, place_kind=kind, by=one.user, **post_of(number))


def _published(
    stage: Stage,
    course: Course,
    *,
    ahead: int,
    capacity: int,
    online_capacity: int | None = None,
    mode: Mode = Mode.ONSITE,
    approval_steps: int = 0,
    approval_days: int = 5,
    per_city_limit: int | None = None,
    min_participants: int = 0,
    selection: Selection = Selection.FIRST_COME,
) -> Edition:
    """Two days with nobody to teach them yet."""
    organiser, first = stage.people["organiser"], stage.days.ahead(ahead)
    edition = create_edition(
        course=course,
        code=f"{course.code}-{course.editions.count() + 1}",
        mode=mode,
        venue=VENUE,
        capacity=capacity,
        online_capacity=online_capacity,
        opens_at=at(stage.days.before(6), 8),
        closes_at=at(first - 3 * DAY, 16),
        withdraw_until=at(first - 7 * DAY, 16),
        approval_steps=approval_steps,
        approval_days=approval_days,
        per_city_limit=per_city_limit,
        min_participants=min_participants,
        selection=selection,
        by=organiser,
    )
    for day in (first, following(first)):
        plan_session(edition=edition, starts_at=at(day, 9), ends_at=at(day, 15), breaks_min=60, by=organiser)
    return publish(edition=edition, by=organiser)

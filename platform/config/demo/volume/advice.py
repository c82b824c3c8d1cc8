"""Advice in the large project: an advisor for each town, most of what they wrote accepted long ago."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from accounts.models import BusyTime, User
from advisory.choices import ConsultationState as State
from advisory.models import Assignment, Consultation, ConsultationEvent
from config.demo.advice import MODES, TOPICS
from config.demo.days import at
from config.demo.volume.size import Scene
from config.factories.advisory import AssignmentFactory, ConsultationFactory
from jobs.models import Sequence

BUDGET = 240 * 60
"""Minutes for a town."""
RECENT = timedelta(days=45)
"""What is younger may still be on its way."""
WITHDRAWN_CHANCE = 0.02
WAITING_SHARES = {State.ACCEPTED: 6, State.SUBMITTED: 2, State.QUERIED: 1, State.DRAFT: 1}

Decided = dict[int, User]
"""Who decides for a town, by its id."""


def advise(scene: Scene) -> None:
    """All assignments and consultations, with their steps and the time booked for them."""
    assignments = Assignment.objects.bulk_create(
        AssignmentFactory.build(
            advisor=advisor,
            city=team[0].town,
            project=scene.project,
            valid_from=scene.project.starts_on,
            valid_to=scene.project.ends_on,
            minutes_budget=BUDGET,
        )
        for advisor, team in zip(scene.advisors, scene.teams, strict=True)
    )
    deciders = {team[0].town.pk: team[0].user for team in scene.teams}
    drafts = [
        _consultation(scene, assignment, day, deciders)
        for place, assignment in enumerate(assignments)
        for day in _days(scene, place)
    ]
    drafts.sort(key=lambda row: (row.starts_at, row.city_id))
    _number(scene, drafts)
    rows = Consultation.objects.bulk_create(drafts)
    ConsultationEvent.objects.bulk_create(step for row in rows for step in _steps(row, deciders))
    BusyTime.objects.bulk_create(_booked(row) for row in rows if row.state != State.WITHDRAWN)


def _days(scene: Scene, place: int) -> list[date]:
    """Of one advisor, never two on one day; all advisors together have what was asked for."""
    each, more = divmod(scene.size.consultations, scene.size.towns)
    return scene.dice.sample(scene.workdays, each + (place < more))


def _consultation(scene: Scene, assignment: Assignment, day: date, deciders: Decided) -> Consultation:
    dice = scene.dice
    number = dice.randrange(len(TOPICS))
    topic, summary = TOPICS[number]
    starts_at = at(day, dice.randint(8, 12))
    state = _state(scene, day)
    decided = state in {State.ACCEPTED, State.QUERIED}
    row: Consultation = ConsultationFactory.build(
        assignment=assignment,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30 * dice.randint(2, 8)),
        mode=MODES[number],
        topic=topic,
        summary=summary,
        state=state,
        submitted_at=None if state == State.DRAFT else at(day, 18),
        decided_by=deciders[assignment.city_id] if decided else None,
        decided_at=at(day, 20) if decided else None,
        query_reason="Czy w czasie jest dojazd?" if state == State.QUERIED else "",
    )
    row.version = len(_way(row))
    row.remember_words()
    return row


def _state(scene: Scene, day: date) -> State:
    if day >= scene.today - RECENT:
        states, shares = zip(*WAITING_SHARES.items(), strict=True)
        return State(scene.dice.choices(states, shares)[0])
    return State.WITHDRAWN if scene.dice.random() < WITHDRAWN_CHANCE else State.ACCEPTED


def _number(scene: Scene, rows: list[Consultation]) -> None:
    """Without gaps in each year, in the order of time, for all but drafts."""
    last: Counter[int] = Counter()
    for row in rows:
        if row.state != State.DRAFT:
            row.year = row.day.year
            last[row.year] += 1
            row.number = last[row.year]
    Sequence.objects.bulk_create(
        Sequence(name=f"advisory.consultation.{scene.project.pk}.{year}", last=number) for year, number in last.items()
    )


def _way(row: Consultation) -> list[State]:
    """The states it went through."""
    sent = [] if row.state == State.DRAFT else [State.SUBMITTED]
    ended = [] if row.state in {State.DRAFT, State.SUBMITTED} else [State(row.state)]
    return [State.DRAFT, *sent, *ended]


def _steps(row: Consultation, deciders: Decided) -> Iterator[ConsultationEvent]:
    way = _way(row)
    for number, (before, after) in enumerate(zip(["", *way], way, strict=False)):
        by_town = after in {State.ACCEPTED, State.QUERIED}
        yield ConsultationEvent(
            consultation=row,
            from_state=before,
            to_state=after,
            actor=deciders[row.city_id] if by_town else row.assignment.advisor,
            reason=row.query_reason if after == State.QUERIED else "",
            at=at(row.day, 17 + number),
        )


def _booked(row: Consultation) -> BusyTime:
    return BusyTime(
        user=row.assignment.advisor,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        source_type=Consultation._meta.label_lower,
        source_id=row.pk,
    )

"""Advice to towns: written down long ago and accepted, and written down these weeks and waiting."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.models import User
from accounts.services import time
from advisory.choices import ConsultationState, Mode
from advisory.models import Assignment, Consultation, ConsultationEvent
from advisory.services import accept, assign_advisor, log_consultation, query
from config.demo.cast import HOME, NEIGHBOUR, city_coordinator
from config.demo.days import at
from config.demo.stage import Stage
from config.factories.advisory import ConsultationFactory
from jobs.sequences import next_number

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUDGET = 120 * 60
"""Minutes for a town in three years."""

TOPICS = (
    ("Diagnoza potrzeb mieszkańców (przykład)", "Omówiono ankietę i dane, których brakuje."),
    ("Wskaźniki strategii miasta (przykład)", "Wybrano dziewięć wskaźników i sprawdzono ich źródła."),
    ("Montaż finansowy projektu (przykład)", "Porównano trzy warianty wkładu własnego."),
    ("Rozmowa z sąsiednimi gminami (przykład)", "Przygotowano plan spotkań i wspólny list intencyjny."),
    ("Przegląd planu rozwoju (przykład)", "Przejrzano zadania na rok i ich odpowiedzialnych."),
)
LENGTHS = (90, 120, 150, 180, 240)
"""Minutes."""
MODES = (Mode.ONSITE, Mode.ONLINE, Mode.ONSITE, Mode.PHONE, Mode.DESK)


def play_advice(stage: Stage) -> None:
    """Two advisors, four towns."""
    first, second = stage.people["advisor"], stage.second_advisor
    towns = {HOME: first, NEIGHBOUR: first, "Konin": second, "Starachowice": second}
    assignments = {town: _assign(stage, town, advisor) for town, advisor in towns.items()}
    # By day, as they would have been submitted: numbers go up with time.
    held = sorted(
        (stage.days.into(18 + 9 * turn * len(towns) + 9 * place), place, town)
        for turn in range(4)
        for place, town in enumerate(towns)
    )
    for number, (day, _place, town) in enumerate(held):
        _write_accepted(stage, assignments[town], day, number)
    _play_these_weeks(stage, assignments)


def _assign(stage: Stage, town: str, advisor: User) -> Assignment:
    return assign_advisor(
        advisor=advisor,
        city=stage.towns[town],
        project=stage.project,
        valid_from=stage.project.starts_on,
        valid_to=stage.project.ends_on,
        minutes_budget=BUDGET,
        by=stage.people["manager"],
    )


def _write_accepted(stage: Stage, assignment: Assignment, day: date, number: int) -> None:
    """A consultation of the period that has ended, sent the next day and accepted the day after that."""
    topic, summary = TOPICS[number % len(TOPICS)]
    starts_at = at(day, 10)
    coordinator = city_coordinator(stage.people, assignment.city)
    consultation = ConsultationFactory.create(
        assignment=assignment,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=LENGTHS[number % len(LENGTHS)]),
        mode=MODES[number % len(MODES)],
        topic=topic,
        summary=summary,
        state=ConsultationState.ACCEPTED,
        year=day.year,
        number=next_number(f"advisory.consultation.{stage.project.pk}.{day.year}"),
        submitted_at=starts_at + DAY,
        decided_by=coordinator,
        decided_at=starts_at + 2 * DAY,
        version=3,
    )
    consultation.remember_words()
    consultation.save(update_fields=["sought"])
    time.book(
        user=assignment.advisor,
        starts_at=consultation.starts_at,
        ends_at=consultation.ends_at,
        source=consultation,
        by=assignment.advisor,
    )
    _write_steps(consultation, coordinator)


def _write_steps(consultation: Consultation, coordinator: User) -> None:
    advisor = consultation.assignment.advisor
    draft, submitted, accepted = ConsultationState.DRAFT, ConsultationState.SUBMITTED, ConsultationState.ACCEPTED
    for before, after, actor, moment in (
        ("", draft, advisor, consultation.ends_at + HOUR),
        (draft, submitted, advisor, consultation.starts_at + DAY),
        (submitted, accepted, coordinator, consultation.starts_at + 2 * DAY),
    ):
        ConsultationEvent.objects.create(
            consultation=consultation, from_state=before, to_state=after, actor=actor, at=moment
        )


def _play_these_weeks(stage: Stage, assignments: dict[str, Assignment]) -> None:
    """In the home town one is accepted, one waits for it, one is a draft; the neighbour asks about one."""
    home, neighbour, konin = assignments[HOME], assignments[NEIGHBOUR], assignments["Konin"]
    days = stage.days
    _accept(stage, _log(home, at(days.before(22), 9), 0))
    _accept(stage, _log(konin, at(days.before(19), 11), 1))
    _accept(stage, _log(neighbour, at(days.before(16), 10), 2))
    asked = _log(neighbour, at(days.before(10), 12), 3)
    query(
        consultation=asked,
        reason="Spotkanie trwało krócej. Czy w czasie jest dojazd?",
        by=city_coordinator(stage.people, asked.city),
    )
    _log(konin, at(days.before(5), 9), 4)
    _log(home, at(days.before(3), 10), 1)
    _log(home, at(days.before(2), 13), 4, send=False)


def _log(assignment: Assignment, starts_at: datetime, number: int, *, send: bool = True) -> Consultation:
    topic, summary = TOPICS[number]
    return log_consultation(
        assignment=assignment,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=LENGTHS[number]),
        mode=MODES[number],
        topic=topic,
        summary=summary,
        next_steps="Wracamy do tego za dwa tygodnie.",
        send=send,
        by=assignment.advisor,
    )


def _accept(stage: Stage, consultation: Consultation) -> None:
    accept(consultation=consultation, by=city_coordinator(stage.people, consultation.city))

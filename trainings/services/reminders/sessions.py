"""A week before a training, the working day before a session, an hour before an online one: to who has a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Prefetch, Q
from django.urls import reverse

from jobs.choices import UNSENT_STATES, State
from kernel.time import local_day
from mail.models import Message
from mail.plans import Planned
from trainings.choices import EditionState, EnrolmentState, Mode, PlaceKind
from trainings.models import Edition, Enrolment, Session
from trainings.services.notices import facts_about, subject_of
from trainings.services.reminders import times

WEEK, DAY, ONLINE = "trainings_reminder_week", "trainings_reminder_day", "trainings_reminder_online"
TEMPLATES = [WEEK, DAY, ONLINE]
AHEAD = timedelta(days=16)
"""Sessions nearer than this may have a reminder that is to be written now: a week, holidays, and the horizon."""

Told = dict[tuple[str, int, int], datetime]
"""Of which start somebody was told last: by template, enrolment and session (0: the training as a whole)."""


@dataclass(frozen=True)
class _Kind:
    template: str
    when: Callable[[datetime], datetime]
    per_session: bool
    repeats: Callable[[datetime, datetime], bool]


_WEEK = _Kind(WEEK, times.week_before, per_session=False, repeats=times.is_worth_repeating)
_DAY = _Kind(DAY, times.day_before, per_session=True, repeats=times.is_worth_repeating)
_ONLINE = _Kind(ONLINE, times.hour_before, per_session=True, repeats=lambda told, new: told != new)


def plan(at: datetime) -> tuple[list[Planned], list[Message]]:
    """What is to be told of sessions to come, and the messages that were written of them."""
    live = Session.objects.taking_place().order_by("starts_at", "pk")
    seats = Enrolment.objects.filter(state=EnrolmentState.CONFIRMED, person__is_active=True).select_related("person")
    since = Max("events__at", filter=Q(events__to_state=EnrolmentState.CONFIRMED))
    near = Edition.objects.filter(
        state=EditionState.PUBLISHED,
        pk__in=live.filter(starts_at__gt=at, starts_at__lte=at + AHEAD).order_by().values("edition"),
    )
    editions = list(
        near.select_related("course").prefetch_related(
            Prefetch("sessions", live, to_attr="live"),
            Prefetch("enrolments", seats.annotate(since=since).order_by("pk"), to_attr="seated"),
        )
    )
    concerned = Q(about__in=[subject_of(edition) for edition in editions]) | Q(state__in=UNSENT_STATES)
    existing = list(Message.objects.filter(concerned, template__in=TEMPLATES))
    told = _told(existing)
    return [one for edition in editions for one in _of(edition, at, told)], existing


def _told(messages: Iterable[Message]) -> Told:
    found: Told = {}
    for message in messages:
        if message.state in {State.RUNNING, State.DONE}:
            facts = message.context
            session = 0 if message.template == WEEK else facts["session"]
            key = (message.template, facts["enrolment"], session)
            found[key] = max(facts["starts_at"], found.get(key, facts["starts_at"]))
    return found


def _of(edition: Edition, at: datetime, told: Told) -> Iterator[Planned]:
    sessions: list[Session] = edition.live  # type: ignore[attr-defined]
    to_come = [session for session in sessions if session.starts_at > at]
    due = [(_DAY, session) for session in to_come if _begins_something(session, sessions)]
    due += [(_WEEK, session) for session in to_come if session == sessions[0]]
    due += [(_ONLINE, session) for session in to_come]
    for row in edition.seated:  # type: ignore[attr-defined]
        for kind, session in due:
            if kind is not _ONLINE or _meets_online(edition, row):
                yield from _reminder(kind, session, edition, row, told)


def _begins_something(session: Session, sessions: list[Session]) -> bool:
    """Whether nobody meets between the reminder and this session: who sits in a training need not be told of it."""
    told_on = local_day(times.day_before(session.starts_at))
    return not any(told_on <= local_day(other.starts_at) for other in sessions if other.starts_at < session.starts_at)


def _meets_online(edition: Edition, row: Enrolment) -> bool:
    return edition.mode == Mode.ONLINE or (edition.mode == Mode.HYBRID and row.place_kind == PlaceKind.ONLINE)


def _reminder(kind: _Kind, session: Session, edition: Edition, row: Enrolment, told: Told) -> Iterator[Planned]:
    key = f"{kind.template}:session:{session.pk}:{session.revision}:{row.pk}"
    before = told.get((kind.template, row.pk, session.pk if kind.per_session else 0))
    if before is not None and not kind.repeats(before, session.starts_at):
        return
    yield Planned(
        key=key,
        template=kind.template,
        to=row.person,
        at=kind.when(session.starts_at),
        until=session.starts_at,
        since=row.since,  # type: ignore[attr-defined]
        about=subject_of(edition),
        context={
            **facts_about(edition, row.person),
            "starts_at": session.starts_at,
            "venue": session.venue or edition.venue,
            "path": reverse("trainings:enrolment", args=[row.pk]),
            "session": session.pk,
            "enrolment": row.pk,
        },
    )

"""The advisor's side: a consultation is logged, changed, submitted, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import time
from advisory.choices import ConsultationState
from advisory.models import LONGEST, Assignment, Consultation
from advisory.permissions import can_log
from advisory.services.assignments import lock_assignment
from advisory.services.letters import tell_city
from advisory.services.steps import (
    lock_consultation,
    require_budget,
    require_way,
    step,
    write_event,
    wrong_state,
)
from audit.services import record
from grants.services import require_open
from jobs.sequences import next_number
from kernel.errors import Refused
from kernel.time import local_day, minutes_between, now
from ui.format import day as shown

TEXTS = {"topic", "summary", "next_steps"}
"""The record says that they changed, not what they say: they may speak of people."""


@transaction.atomic
def log_consultation(
    *,
    assignment: Assignment,
    starts_at: datetime,
    ends_at: datetime,
    mode: str,
    topic: str,
    summary: str = "",
    next_steps: str = "",
    send: bool = False,
    by: User,
) -> Consultation:
    """Write down what was consulted, as a draft or (`send`) straight for the town to accept.

    The time is booked in either case: a draft that overlaps is refused when it is typed, not weeks later.
    Raises Refused consultation_times, consultation_too_long, consultation_in_future, outside_assignment, person_busy,
    those of require_open and, with `send`, those of submit.
    """
    assignment = lock_assignment(assignment.pk)
    can_log(by, assignment).require()
    minutes = _require_times(assignment, starts_at, ends_at)
    require_open(project_id=assignment.project_id, day=local_day(starts_at))
    consultation = Consultation(
        assignment=assignment,
        project=assignment.project,
        city=assignment.city,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes_counted=minutes,
        mode=mode,
        topic=topic,
        summary=summary,
        next_steps=next_steps,
    )
    consultation.remember_words()
    consultation.save()
    time.book(user=assignment.advisor, starts_at=starts_at, ends_at=ends_at, source=consultation, by=by)
    write_event(consultation, "", by=by)
    record(
        action="advisory.consultation.logged",
        about=consultation,
        by=by,
        after={"assignment": assignment.pk, "starts_at": starts_at, "ends_at": ends_at, "mode": mode},
    )
    if send:
        _submit(consultation, by)
    return consultation


@transaction.atomic
def change_consultation(
    *,
    consultation: Consultation,
    starts_at: datetime,
    ends_at: datetime,
    mode: str,
    topic: str,
    summary: str,
    next_steps: str,
    send: bool = False,
    by: User,
    version: int | None = None,
) -> Consultation:
    """Correct a draft or what the town asked about. What was accepted is frozen.

    Raises Refused consultation_state, stale and those of log_consultation.
    """
    consultation = lock_consultation(consultation)
    can_log(by, consultation.assignment).require()
    if not consultation.is_editable:
        raise wrong_state(consultation)
    consultation.next_version(version)
    minutes = _require_times(consultation.assignment, starts_at, ends_at)
    require_open(project_id=consultation.project_id, day=local_day(starts_at))
    wanted = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "minutes_counted": minutes,
        "mode": mode,
        "topic": topic,
        "summary": summary,
        "next_steps": next_steps,
    }
    changed = {name: value for name, value in wanted.items() if getattr(consultation, name) != value}
    before = {name: getattr(consultation, name) for name in changed}
    for name, value in changed.items():
        setattr(consultation, name, value)
    if changed.keys() & {"starts_at", "ends_at"}:
        time.book(
            user=consultation.assignment.advisor, starts_at=starts_at, ends_at=ends_at, source=consultation, by=by
        )
    if consultation.number:
        require_budget(consultation)
    consultation.remember_words()
    consultation.save()
    record(
        action="advisory.consultation.changed",
        about=consultation,
        by=by,
        before=_facts(before),
        after={**_facts(changed), "texts": sorted(changed.keys() & TEXTS)},
    )
    if send:
        _submit(consultation, by)
    return consultation


@transaction.atomic
def submit(*, consultation: Consultation, by: User, version: int | None = None) -> Consultation:
    """Give it to the town; the first time it gets its number and takes its minutes from the budget.

    Raises Refused consultation_state, summary_missing, outside_assignment, budget_exceeded, stale and those of
    require_open.
    """
    consultation = lock_consultation(consultation)
    can_log(by, consultation.assignment).require()
    require_way(consultation, ConsultationState.SUBMITTED)
    consultation.next_version(version)
    _require_times(consultation.assignment, consultation.starts_at, consultation.ends_at)
    require_open(project_id=consultation.project_id, day=consultation.day)
    _submit(consultation, by)
    return consultation


@transaction.atomic
def withdraw(*, consultation: Consultation, reason: str = "", by: User, version: int | None = None) -> Consultation:
    """Take back what was not accepted yet; its minutes and its time are free again, its number stays used.

    Raises Refused consultation_state, stale.
    """
    consultation = lock_consultation(consultation)
    can_log(by, consultation.assignment).require()
    require_way(consultation, ConsultationState.WITHDRAWN)
    consultation.next_version(version)
    time.free(source=consultation, by=by)
    step(consultation, ConsultationState.WITHDRAWN, by=by, reason=reason)
    return consultation


def _submit(consultation: Consultation, by: User) -> None:
    """The consultation is locked, changed and checked but for what only the town's copy needs."""
    if not consultation.summary.strip():
        raise Refused("summary_missing", _("Say in a few words what was done; the town reads it."), field="summary")
    require_budget(consultation)
    if consultation.number is None:
        consultation.year = consultation.day.year
        consultation.number = next_number(f"advisory.consultation.{consultation.project_id}.{consultation.year}")
    consultation.submitted_at = now()
    consultation.query_reason, consultation.decided_by, consultation.decided_at = "", None, None
    step(consultation, ConsultationState.SUBMITTED, by=by)
    tell_city(consultation)


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in TEXTS}


def _require_times(assignment: Assignment, starts_at: datetime, ends_at: datetime) -> int:
    """The minutes that count."""
    minutes = minutes_between(starts_at, ends_at)
    if minutes < 1:
        raise Refused("consultation_times", _("A consultation ends after it starts."), field="ends_at")
    if minutes > LONGEST:
        raise Refused("consultation_too_long", _("A consultation lasts 12 hours at most."), field="ends_at")
    if ends_at > now():
        raise Refused(
            "consultation_in_future", _("A consultation is logged when it is over, not before."), field="ends_at"
        )
    if not assignment.covers(local_day(starts_at)):
        raise Refused(
            "outside_assignment",
            _("Your assignment in %(town)s runs from %(first)s and ends before %(end)s.")
            % {
                "town": assignment.city,
                "first": shown(assignment.valid_from),
                "end": shown(assignment.valid_to),
            },
            field="starts_at",
        )
    return minutes

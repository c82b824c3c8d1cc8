"""When something is told: arithmetic on instants and Warsaw days, nothing else.

Durations are those that pass: two Warsaw times are made UTC first, or a change of the clock would be lost.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kernel.time import instant_on, local_day
from kernel.workdays import is_working_day, working_day_before

AFTERNOON = 16
MORNING = 9
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def week_before(starts_at: datetime) -> datetime:
    """Seven days before the day of the start at 16:00; where offices are closed then, the working day before."""
    day = local_day(starts_at) - WEEK
    return instant_on(day if is_working_day(day) else working_day_before(day), AFTERNOON)


def day_before(starts_at: datetime) -> datetime:
    """At 16:00 on the working day before the day of the start."""
    return instant_on(working_day_before(local_day(starts_at)), AFTERNOON)


def hour_before(starts_at: datetime) -> datetime:
    """An hour that really passes."""
    return starts_at.astimezone(UTC) - HOUR


def half_time(asked_at: datetime, due_at: datetime) -> datetime:
    """Half of the time to decide is over."""
    asked_at = asked_at.astimezone(UTC)
    return asked_at + (due_at - asked_at) / 2


def working_day_before_due(due_at: datetime) -> datetime:
    """At 9:00 on the working day before the last day, so that two mornings are left."""
    return instant_on(working_day_before(local_day(due_at)), MORNING)


def quarter_left(made_at: datetime, expires_at: datetime) -> datetime:
    """A quarter of the time to answer is left."""
    expires_at = expires_at.astimezone(UTC)
    return expires_at - (expires_at - made_at) / 4


def three_days_after(ends_at: datetime) -> datetime:
    """At 9:00 on the third day after the day it ended."""
    return instant_on(local_day(ends_at) + 3 * DAY, MORNING)


def is_worth_repeating(told_of: datetime, starts_at: datetime) -> bool:
    """Whether who was told of a start is told again of a new one: only where that is more than 24 hours later."""
    return starts_at.astimezone(UTC) - told_of > DAY

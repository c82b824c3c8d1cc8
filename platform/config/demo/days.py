"""The days of the demo, all told from today: whenever it is loaded, something has just ended and something comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kernel.time import WARSAW

ONE = timedelta(days=1)
FRIDAY = 4
PERIOD = 6
"""Months."""
RUNNING = 1
"""Full months of the current period that lie behind us: at least 28 days."""
MONTHS_OF_PROJECT = 36


@dataclass(frozen=True)
class Span:
    """A reporting period."""

    first: date
    last: date
    due: date


@dataclass(frozen=True)
class Days:
    """What lies where round a day."""

    today: date

    @property
    def starts_on(self) -> date:
        """The first day of the invented project, with which its first period begins."""
        return month(self.today, -RUNNING - PERIOD)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return month(self.starts_on, MONTHS_OF_PROJECT) - ONE

    @property
    def periods(self) -> list[Span]:
        """The period that has ended, the current one, the next one; a report is due two months after the end."""
        firsts = [month(self.starts_on, PERIOD * number) for number in range(3)]
        return [Span(first, month(first, PERIOD) - ONE, month(first, PERIOD + RUNNING + 1) - ONE) for first in firsts]

    def before(self, days: int) -> date:
        """A working day so many days ago, or a little earlier. Up to 26 it lies in the current period."""
        day = self.today - days * ONE
        return day - max(0, day.weekday() - FRIDAY) * ONE

    def ahead(self, days: int) -> date:
        """A working day in so many days, or a little later."""
        return _working(self.today + days * ONE)

    def into(self, days: int) -> date:
        """A working day of the period that has ended, so many days after it began. Up to 175 it lies in it."""
        return _working(self.starts_on + days * ONE)


def month(day: date, ahead: int) -> date:
    """The first day of the month so many months after that of a day."""
    months = day.year * 12 + day.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a Warsaw day."""
    return datetime.combine(day, time(hour, minute), WARSAW)


def following(day: date) -> date:
    """The next working day."""
    return _working(day + ONE)


def _working(day: date) -> date:
    return day + (7 - day.weekday()) * ONE if day.weekday() > FRIDAY else day

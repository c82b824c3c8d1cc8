"""Working days in Poland: neither Saturdays nor Sundays nor public holidays, those of years to come included."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from holidays import country_holidays

from kernel.time import WARSAW, local_day

LAST_SECOND = time(23, 59, 59)
DAY = timedelta(days=1)


@lru_cache(maxsize=16)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("PL", years=year, expand=False))


def is_working_day(day: date) -> bool:
    """Whether offices work on it."""
    return day.isoweekday() < 6 and day not in _public_holidays(day.year)  # noqa: PLR2004 -- Monday to Friday


def working_day_before(day: date) -> date:
    """The last working day before a day, which itself may be any."""
    day -= DAY
    while not is_working_day(day):
        day -= DAY
    return day


def working_day_after(day: date, days: int = 1) -> date:
    """The n-th working day after a day, which itself does not count. `days` is at least 1."""
    if days < 1:
        raise ValueError("A time limit has at least one working day.")
    while days:
        day += DAY
        days -= is_working_day(day)
    return day


def add_working_days(at: datetime, days: int) -> datetime:
    """The end of the n-th working day after an instant: 23:59:59 in Warsaw, so that the whole of that day is left.

    The day of the instant does not count, whatever its hour. The last second stands for "until the day is over": a
    deadline of midnight would be read as one day more.
    """
    return datetime.combine(working_day_after(local_day(at), days), LAST_SECOND, WARSAW).astimezone(UTC)

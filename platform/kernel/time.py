"""Instants are UTC; days, deadlines and months are those of Warsaw; durations are whole minutes between instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

WARSAW = ZoneInfo("Europe/Warsaw")


YEARS = range(1900, 2200)
"""Those that somebody can mean; outside, a day more or an hour less may be no date at all."""


def is_sensible(day: date) -> bool:
    """Whether a day or an instant lies in a year that somebody can mean."""
    return day.year in YEARS


def now() -> datetime:
    """This instant. Rules that hold a lock read it after they got the lock."""
    return timezone.now()


def today() -> date:
    """The day it is in Warsaw."""
    return local_day(now())


def local_day(instant: datetime) -> date:
    """The Warsaw day of an instant."""
    return instant.astimezone(WARSAW).date()


def start_of(day: date) -> datetime:
    """The instant a Warsaw day begins."""
    return datetime.combine(day, time.min, WARSAW).astimezone(UTC)


def instant_on(day: date, hour: int) -> datetime:
    """The instant of a full hour on a Warsaw day; from 3 o'clock on each of them exists exactly once."""
    return datetime.combine(day, time(hour), WARSAW).astimezone(UTC)


def instants_of(local: datetime) -> list[datetime]:
    """The instants at which clocks in Warsaw show a day and time (given without a zone), the earlier first.

    None where the clock is put forward over it, two where it is put back.
    """
    both = {local.replace(tzinfo=WARSAW, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(instant for instant in both if instant.astimezone(WARSAW).replace(tzinfo=None) == local)


def offset_of(instant: datetime) -> str:
    """How far clocks in Warsaw are ahead of UTC then: +02:00 in summer."""
    return instant.astimezone(WARSAW).isoformat()[-6:]


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes that really pass, also over a change of the clock."""
    return int((end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(minutes=1))


def overlaps(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    """Whether two half-open ranges share an instant: 10-12 and 12-13 only touch."""
    return start < other_end and other_start < end

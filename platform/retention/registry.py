"""What is kept for a time: each app names its own matters when it starts, with how they are found and erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from kernel.text import Text
from kernel.time import start_of
from retention.choices import Unit

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Length:
    """So many days or years after a day."""

    number: int
    unit: Unit

    def gone_on(self, day: date) -> date:
        """The day on which what is counted from `day` is erased.

        Years are kept to the end of their last day, as donors count them; days are over when the last one comes.
        """
        return day + self.number * DAY if self.unit == Unit.DAYS else _years_after(day, self.number) + DAY

    def latest(self, today: date) -> date:
        """The latest day to count from of which everything has had its time."""
        if self.unit == Unit.DAYS:
            return today - self.number * DAY
        day = _years_after(today, -self.number)
        while self.gone_on(day) > today:
            day -= DAY
        return day

    def __str__(self) -> str:
        if self.unit == Unit.DAYS:
            return ngettext("%(number)d day", "%(number)d days", self.number) % {"number": self.number}
        return ngettext("%(number)d year", "%(number)d years", self.number) % {"number": self.number}


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, in a year that has none
        return date(day.year + years, 3, 1)


@dataclass(frozen=True)
class Cut:
    """Which things have had their time: those of one project, or of all that have no rule of their own."""

    latest: date
    """What is counted from this day or an earlier one."""
    project: int | None = None
    apart: frozenset[int] = frozenset()
    """Without a project: those that have a rule of their own."""
    only: frozenset[int] | None = None
    """Without a project: of which alone somebody asks; None asks of all."""

    @property
    def before(self) -> datetime:
        """The instant before which a moment counts as of such a day."""
        return start_of(self.latest + DAY)

    def within(self, path: str) -> Q:
        """As a condition on the way to the project, `enrolment__edition__course__project`."""
        if self.project is not None:
            return Q(**{path: self.project})
        found = ~Q(**{f"{path}__in": self.apart}) if self.apart else Q()
        return found if self.only is None else found & Q(**{f"{path}__in": self.only})


@dataclass(frozen=True)
class Matter:
    """Personal data of one kind."""

    code: str
    """`app.noun`, stable: rules and runs carry it."""
    label: Text
    counted_from: Text
    """The day from which its time runs."""
    fate: Text
    """What is erased, and what stays."""
    default: Length
    bounds: range
    """Lengths that a rule may set, in the unit of the default; a single one is fixed."""
    due: Callable[[Cut], QuerySet[Any]]
    """The rows that have had their time."""
    erase: Callable[[QuerySet[Any], Any], int]
    """Erases such rows in the transaction of the caller, for a person or (None) by the clock; how many."""
    by_project: bool = True
    by_clock: bool = True
    """Else somebody looks at it and says why: what cannot be had again."""
    follow: Callable[[], None] | None = None
    """Called after a rule changed, where rows carry the day on which they are erased."""

    @property
    def is_fixed(self) -> bool:
        """Whether no rule may change its time."""
        return len(self.bounds) == 1


_matters: dict[str, Matter] = {}


def register(*matters: Matter) -> None:
    """Name matters. Call it in AppConfig.ready."""
    _matters.update({matter.code: matter for matter in matters})


def matters() -> Iterator[Matter]:
    """All of them, what the clock erases first."""
    return iter(sorted(_matters.values(), key=lambda matter: (not matter.by_clock, not matter.by_project, matter.code)))


def matter_of(code: str) -> Matter | None:
    """The one with this code."""
    return _matters.get(code)

"""What a measure is: a code, a definition in words, and a pure count whose value is the sum of its evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grants.choices import Unit
from kernel.errors import Refused
from reports.measures.facts import Facts


@dataclass(frozen=True)
class Row:
    """One piece of evidence: which row of which table, and how much of the figure it is. Nobody's name."""

    kind: str
    """`app.model` of the row."""
    id: int
    day: date
    reference: str
    """Its own code: of the edition, the consultation, the partnership."""
    name_pl: str
    name_en: str
    town: str
    teryt: str
    """The code of the town that was valid on the day; empty without a town."""
    amount: int
    """In the measure's row unit; 0 for what is evidence but was counted in an earlier row."""


@dataclass(frozen=True)
class Part:
    """A share of the figure along one axis; the parts of an axis add up to the figure."""

    axis: str
    code: str
    name: Promise
    amount: Decimal


@dataclass(frozen=True)
class Counted:
    """What a count found."""

    rows: tuple[Row, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A value with the rows behind it. None: the period still lies ahead, nothing is known; not the same as 0."""

    value: Decimal | None
    parts: tuple[Part, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def total(self) -> int:
        """The sum of the rows, in row units."""
        return sum(row.amount for row in self.rows)


@dataclass(frozen=True)
class Measure:
    """A calculation by its code. Whoever changes what it counts gives it a new code: old reports keep the old one."""

    code: str
    name: Promise
    definition: Promise
    unit: Unit
    count: Callable[[Facts], Counted]
    row_unit: str = ""
    """What the rows count where it is not the unit: `minute`."""
    per: int = 1
    """Row units to one unit: 60 minutes to an hour."""
    places: int = 0

    def figure(self, facts: Facts) -> Figure:
        """The figure over these facts; rounded once, half up, at the end."""
        if not facts.begun:
            return Figure(None)
        found = self.count(facts)
        return Figure(self.value(sum(row.amount for row in found.rows)), found.parts, found.rows)

    def value(self, total: int) -> Decimal:
        """The value of a sum of rows."""
        return (Decimal(total) / self.per).quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)


REGISTRY: dict[str, Measure] = {}


def register(measure: Measure) -> Measure:
    """Make a measure known. A code is given once."""
    if measure.code in REGISTRY:
        raise ValueError(f"Two measures are called {measure.code}.")
    REGISTRY[measure.code] = measure
    return measure


def get(code: str) -> Measure:
    """The measure of a code. Raises Refused measure_unknown."""
    if code not in REGISTRY:
        raise Refused(
            "measure_unknown",
            _("Nobody knows how to count “%(code)s”. Ask an administrator to correct the indicator.") % {"code": code},
            measure=code,
        )
    return REGISTRY[code]

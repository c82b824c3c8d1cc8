"""Reading a TERC register: every row checked, a mistake told with its line, nothing kept that is not needed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import Refused
from organisations.choices import Kind, UnitType, Voivodeship

COLUMNS = ["woj", "pow", "gmi", "rodz", "nazwa", "nazwa_dod", "stan_na"]
PARTS = {"4", "5", "8", "9"}
"""RODZ of parts of municipalities: a town, its rural area, a district, a delegation."""
FIRST_CITY_COUNTY = "61"
"""From this county number on the county is a city with county rights: the same body as its municipality."""
MISTAKES_SHOWN = 20
NAME_LIMIT = 100

_TWO_DIGITS = re.compile(r"\d\d")


@dataclass(frozen=True)
class Unit:
    """A municipality or a county of the register."""

    kind: Kind
    code: str
    unit_type: str
    name: str
    voivodeship: str

    @property
    def key(self) -> str:
        """What stays the same when the type changes."""
        return key_of(self.code)


def key_of(code: str) -> str:
    """The code without the type of a municipality: six digits, or the four of a county."""
    return code[:6]


@dataclass
class Register:
    """What a file says."""

    units: dict[str, Unit] = field(default_factory=dict)
    """By key."""
    counties: dict[str, str] = field(default_factory=dict)
    """Names of all counties by their four digits, cities with county rights among them."""
    days: set[date] = field(default_factory=set)

    def county_of(self, unit: Unit) -> str:
        """The name of the county a municipality lies in; a county lies in none."""
        return self.counties.get(unit.code[:4], "") if unit.kind == Kind.MUNICIPALITY else ""


class _Mistake(Exception):
    """What is wrong with one line."""


def read(lines: Iterable[str]) -> Register:
    """The register in these lines. Raises Refused terc_malformed, naming the lines with mistakes."""
    register, mistakes = Register(), list[tuple[int, str]]()
    seen = set[tuple[str, ...]]()
    for number, row in _rows(lines):
        try:
            _check(row, seen)
            register.days.add(_day(row["stan_na"]))
            _take(row, register)
        except _Mistake as mistake:
            mistakes.append((number, str(mistake)))
    if mistakes:
        raise _malformed(mistakes)
    if not any(unit.kind == Kind.MUNICIPALITY for unit in register.units.values()):
        raise _malformed([(1, _("there is no municipality in the file"))])
    return register


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line numbers and rows by column; commas or semicolons, as GUS offers both."""
    rest = iter(lines)
    try:
        head = next(rest, "").lstrip("\ufeff")
        delimiter = ";" if ";" in head else ","
        reader = csv.reader(chain([head], rest), delimiter=delimiter, strict=True)
        columns = [name.strip().lower() for name in next(reader, [])]
        if columns != COLUMNS:
            raise _malformed([(1, _("the columns must be %(names)s") % {"names": ",".join(COLUMNS)})])
        for cells in filter(None, reader):
            # A row of another length has no columns to name: `_check` says so.
            yield reader.line_num, dict(zip(COLUMNS, cells, strict=True)) if len(cells) == len(COLUMNS) else {}
    except csv.Error as error:
        raise _malformed([(reader.line_num, _("this is not CSV"))]) from error
    except UnicodeDecodeError as error:
        raise Refused("terc_encoding", gettext_lazy("The file is not UTF-8 text."), status=400) from error


def _check(row: dict[str, str], seen: set[tuple[str, ...]]) -> None:
    """Raise for a row that says nothing sensible, or the same as another one."""
    if not row:
        raise _Mistake(_("there must be %(count)s values") % {"count": len(COLUMNS)})
    place = (row["woj"], row["pow"], row["gmi"], row["rodz"])
    if row["woj"] not in Voivodeship.values:
        raise _Mistake(_("there is no voivodeship %(code)s") % {"code": row["woj"] or "–"})
    filled = [bool(value) for value in place]
    if filled not in ([True] * n + [False] * (4 - n) for n in (1, 2, 4)):
        raise _Mistake(_("the code has a gap"))
    if not all(_TWO_DIGITS.fullmatch(value) for value in place[:3] if value):
        raise _Mistake(_("the numbers of county and municipality have two digits"))
    if row["rodz"] and row["rodz"] not in {*UnitType.values, *PARTS}:
        raise _Mistake(_("there is no type %(type)s") % {"type": row["rodz"]})
    if not row["nazwa"].strip() or len(row["nazwa"]) > NAME_LIMIT:
        raise _Mistake(_("the name is missing or too long"))
    if place in seen:
        raise _Mistake(_("this unit is in the file twice"))
    seen.add(place)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _Mistake(_("%(text)s is not a day") % {"text": text or "–"}) from error


def _take(row: dict[str, str], register: Register) -> None:
    """Keep counties and municipalities."""
    county, name = row["woj"] + row["pow"], row["nazwa"].strip()
    if row["rodz"] in UnitType.values:
        code = county + row["gmi"] + row["rodz"]
        _keep(Unit(Kind.MUNICIPALITY, code, row["rodz"], name, row["woj"]), register)
    elif row["pow"] and not row["gmi"]:
        register.counties[county] = name
        if row["pow"] < FIRST_CITY_COUNTY:
            _keep(Unit(Kind.COUNTY, county, "", name, row["woj"]), register)


def _keep(unit: Unit, register: Register) -> None:
    if unit.key in register.units:
        raise _Mistake(_("this municipality is in the file with two types"))
    register.units[unit.key] = unit


def _malformed(mistakes: list[tuple[int, str]]) -> Refused:
    """The refusal that names the first lines with mistakes."""
    shown = [_("line %(line)s: %(what)s") % {"line": line, "what": what} for line, what in mistakes[:MISTAKES_SHOWN]]
    if len(mistakes) > MISTAKES_SHOWN:
        shown.append(_("and %(count)s more") % {"count": len(mistakes) - MISTAKES_SHOWN})
    return Refused(
        "terc_malformed",
        _("Nothing was imported. Correct the file: %(mistakes)s.") % {"mistakes": "; ".join(shown)},
        status=400,
        lines=[line for line, _what in mistakes],
    )

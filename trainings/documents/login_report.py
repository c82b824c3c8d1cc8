"""The log of an online meeting as its program writes it: whatever table in it tells who came when and left when."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from kernel.errors import Refused
from kernel.text import Text, fold
from kernel.time import instants_of, is_sensible, local_day, offset_of

ROWS = 20_000
"""Lines of a log that are read; a meeting of hundreds has a few thousand."""

COLUMNS = {
    "name": ("name", "full name", "name (original name)", "display name", "participant", "imie i nazwisko", "nazwa"),
    "email": ("email", "e-mail", "user email", "participant id (upn)", "upn", "adres e-mail", "adres email"),
    "joined": (
        *("join time", "joined", "time joined", "first join", "first join time"),
        *("godzina dolaczenia", "czas dolaczenia", "pierwsze dolaczenie"),
    ),
    "left": (
        *("leave time", "left", "time exited", "last leave", "last leave time"),
        *("godzina opuszczenia", "godzina wyjscia", "czas opuszczenia", "ostatnie opuszczenie"),
    ),
}
"""What Teams, Zoom and others call the columns, folded."""
FIRST_AND_LAST = ("first join", "pierwsze dolaczenie")
"""A table of first and last moments: worse than one of all of them, since who was away in between seems to be there."""

CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%Y")
OFFSET = re.compile(r" ?([+-]\d\d:\d\d)$")
"""How far a clock is from UTC; people add it by hand to whatever a program wrote."""


@dataclass(frozen=True)
class Presence:
    """One stay of somebody in the meeting."""

    line: int
    name: str
    email: str
    joined: datetime
    left: datetime


@dataclass(frozen=True)
class WrongRow:
    """A line that cannot be read, and why."""

    line: int
    reason: Text


@dataclass(frozen=True)
class Log:
    """What a file says."""

    presences: list[Presence]
    wrong: list[WrongRow]


def read(content: bytes, *, is_workbook: bool, day: date) -> Log:
    """The stays in a log; `day` is that of the session: of two ways to read a date the one that gives it is meant.

    Times without an offset are those of Warsaw; one that does not exist there, or comes twice, makes its line wrong.
    Raises Refused log_unreadable where no table tells who came and left.
    """
    tables = list(_tables(_sheet_rows(content) if is_workbook else _text_rows(content)))
    if not tables:
        raise Refused(
            "log_unreadable",
            _("No table with names, join times and leave times was found. Choose the log as Teams or Zoom made it."),
            field="file",
        )
    table = next((found for found in tables if not found.is_coarse), tables[0])
    log = Log([], [])
    for line, cells in table.rows:
        _read_row(table, line, cells, day, log)
    return log


@dataclass
class _Table:
    columns: dict[str, int]
    is_coarse: bool
    rows: list[tuple[int, Sequence[object]]]

    def text(self, cells: Sequence[object], column: str) -> str:
        value = self.value(cells, column)
        return "" if value is None else str(value).strip()

    def value(self, cells: Sequence[object], column: str) -> object:
        at = self.columns.get(column)
        return cells[at] if at is not None and at < len(cells) else None


def _tables(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[_Table]:
    """Each run of lines under a line of known column names; an empty line ends it."""
    table: _Table | None = None
    for line, cells in rows:
        names = [fold(str(cell or "")).strip() for cell in cells]
        columns = {column: at for column, known in COLUMNS.items() if (at := _first(names, known)) is not None}
        if {"joined", "left"} <= columns.keys() and columns.keys() & {"name", "email"}:
            if table:
                yield table
            table = _Table(columns, names[columns["joined"]].startswith(FIRST_AND_LAST), [])
        elif table and not any(names):
            yield table
            table = None
        elif table:
            table.rows.append((line, cells))
    if table:
        yield table


def _first(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((at for at, name in enumerate(names) if name in known), None)


def _read_row(table: _Table, line: int, cells: Sequence[object], day: date, log: Log) -> None:
    name, email = table.text(cells, "name"), table.text(cells, "email").lower()
    if not name and not email:
        return
    try:
        joined, left = (_moment(table.value(cells, column), day) for column in ("joined", "left"))
    except Refused as refused:
        log.wrong.append(WrongRow(line, refused.message))
        return
    if left < joined:
        log.wrong.append(WrongRow(line, _("Leaving lies before joining.")))
    else:
        log.presences.append(Presence(line, name, email, joined, left))


def _moment(value: object, day: date) -> datetime:
    """An instant, in UTC. Of several ways to read it the one on the day; else the first.

    Raises Refused time_unreadable, no_such_time, time_twice.
    """
    text = " ".join(str(value or "").replace(",", " ").replace("\u202f", " ").split())
    readings = [value] if isinstance(value, datetime) else _readings(text)
    found = [reading for reading in readings if is_sensible(reading)]
    if not found:
        raise Refused("time_unreadable", _("The time of joining or leaving cannot be read."))
    return _instant(next((reading for reading in found if _day_of(reading) == day), found[0]), text)


def _readings(text: str) -> Iterator[datetime]:
    """The ways to read a day and time; without a zone where no offset is given."""
    text = OFFSET.sub(r"\1", text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        yield moment
        return
    offset = "%z" if OFFSET.search(text) else ""
    for days in DAYS:
        for clock in CLOCKS:
            try:
                yield datetime.strptime(text, f"{days} {clock}{offset}")  # noqa: DTZ007 -- a clock on a wall
            except ValueError:
                continue


def _day_of(reading: datetime) -> date:
    return local_day(reading) if reading.tzinfo else reading.date()


def _instant(reading: datetime, written: str) -> datetime:
    """The one instant, in UTC, at which a clock shows this. Raises Refused no_such_time, time_twice."""
    # In UTC: two times of Warsaw are compared by the clock on the wall, also where it was put back between them.
    if reading.tzinfo:
        return reading.astimezone(UTC)
    found = instants_of(reading)
    if len(found) == 1:
        return found[0]
    if found:
        first, second = (offset_of(instant) for instant in found)
        raise Refused(
            "time_twice",
            _(
                "The clock is put back that night: %(time)s comes twice. "
                "Write each such time with its offset from UTC: %(time)s %(first)s or %(time)s %(second)s."
            )
            % {"time": written, "first": first, "second": second},
        )
    raise Refused(
        "no_such_time",
        _(
            "The clock is put forward that night: there is no %(time)s. "
            "Write the right time with its offset from UTC: +01:00 before the change, +02:00 after it."
        )
        % {"time": written},
    )


def _text_rows(content: bytes) -> Iterator[tuple[int, Sequence[object]]]:
    text = (
        content.decode("utf-16")
        if content[:2] in {b"\xff\xfe", b"\xfe\xff"}
        else content.decode("utf-8-sig", "replace")
    )
    counts = {mark: text.count(mark) for mark in "\t;,"}
    reader = csv.reader(io.StringIO(text), delimiter=max(counts, key=lambda mark: counts[mark]))
    try:
        for line, cells in enumerate(reader, 1):
            if line > ROWS:
                raise _too_long()
            yield line, cells
    except csv.Error:
        return


def _sheet_rows(content: bytes) -> Iterator[tuple[int, Sequence[object]]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = [row for sheet in book.worksheets for row in [*_bounded(sheet), ()]]
    except Refused:
        raise
    except Exception as error:  # whatever is wrong with somebody's workbook, it is not readable
        raise Refused(
            "log_unreadable", _("This workbook cannot be read. Save it again as XLSX."), field="file"
        ) from error
    yield from enumerate(rows, 1)


def _bounded(sheet: object) -> Iterator[Sequence[object]]:
    for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):  # type: ignore[attr-defined]
        if line > ROWS:
            raise _too_long()
        yield cells


def _too_long() -> Refused:
    return Refused(
        "log_too_long",
        _("The log has more than %(rows)s lines. Cut it to this session.") % {"rows": ROWS},
        field="file",
    )

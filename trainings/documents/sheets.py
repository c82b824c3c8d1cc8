"""Tables that people keep in spreadsheets: read as they come, written so that no cell is a formula.

Pure: bytes in, texts out, and the other way round. Both ways one row at a time.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import save_workbook

from kernel.errors import Refused
from kernel.time import WARSAW

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TYPES = {"xlsx": XLSX, "csv": CSV}
"""By the ending of the name."""

UNPACKED = 32 * 1024**2
"""Bytes a workbook to be read may unpack to: texts of its cells are read into memory at once."""
COLUMNS = 30
"""Columns that are looked at."""
ENCODINGS = ("utf-8-sig", "cp1250")
"""Tried in turn: what is not UTF-8 was written by an old Excel of this country."""
SEPARATORS = ";,\t"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet computes a text that begins so."""

Row = list[str]
Cell = str | int | Decimal | date | None


# -- reading -----------------------------------------------------------------------------------------


def read_table(path: Path, media_type: str, *, most: int) -> Iterator[tuple[int, Row]]:
    """The rows that hold anything, each with its number in the file from 1. A formula comes as its text, with "=".

    Raises Refused file_content (415), file_bomb (415), too_many_rows where the file is longer than `most` rows.
    """
    rows = _workbook(path, most) if media_type == XLSX else _separated(path)
    for number, row in enumerate(rows, 1):
        if number > most:
            raise too_many_rows(most)
        if any(row):
            yield number, row


def too_many_rows(most: int) -> Refused:
    """The refusal of a list that is longer than `most` rows."""
    return Refused(
        "too_many_rows",
        _("This list has more than %(most)s rows. Split it into several files.") % {"most": most},
        field="file",
        most=most,
    )


def _workbook(path: Path, most: int) -> Iterator[Row]:
    try:
        _require_small(path)
        with path.open("rb") as source:
            sheet = load_workbook(source, read_only=True, data_only=False, keep_links=False).worksheets[0]
            # What the file says of its own size may be wrong.
            sheet.reset_dimensions()
            for cells in sheet.iter_rows(max_row=most + 1, max_col=COLUMNS, values_only=True):
                yield [_text(cell) for cell in cells]
    except Refused:
        raise
    except Exception as error:
        # A damaged workbook makes openpyxl stumble over whatever is missing in it.
        raise _unreadable() from error


def _require_small(path: Path) -> None:
    with zipfile.ZipFile(path) as container:
        unpacked = sum(member.file_size for member in container.infolist())
    if unpacked > UNPACKED:
        text = _("This file is far too large for a list. Save only the list.")
        raise Refused("file_bomb", text, status=415, field="file")


def _separated(path: Path) -> Iterator[Row]:
    text = _decoded(path.read_bytes())
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield [cell.strip() for cell in cells[:COLUMNS]]
    except csv.Error as error:
        raise _unreadable() from error


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    # A formula over several cells is no text.
    return str(cell).strip() if isinstance(cell, str | int | float | date | time | timedelta) else "="


def _unreadable() -> Refused:
    return Refused(
        "file_content",
        _("This file cannot be read as a list. Save it again as XLSX, or as CSV in UTF-8."),
        status=415,
        field="file",
    )


# -- writing -----------------------------------------------------------------------------------------


def write_table(target: IO[bytes], ending: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table as "xlsx" or "csv", one row at a time; how many rows there were, without the head.

    Moments are those of Warsaw, amounts are numbers. A text that a spreadsheet would compute gets an apostrophe before
    it.
    """
    count = 0

    def counted() -> Iterator[list[Any]]:
        nonlocal count
        yield [safe(name) for name in head]
        for count, row in enumerate(rows, 1):  # noqa: B007 -- it is what is returned
            yield [_written(cell) for cell in row]

    _writers[ending](target, counted())
    return count


def _write_xlsx(target: IO[bytes], rows: Iterator[list[Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append(row)
    save_workbook(book, target)


def _write_csv(target: IO[bytes], rows: Iterator[list[Any]]) -> None:
    """With the mark of UTF-8 and semicolons, as Excel of this country opens it."""
    text = io.TextIOWrapper(target, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";")
    for row in rows:
        writer.writerow([_separate(cell) for cell in row])
    text.detach()


def _separate(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else cell


_writers: dict[str, Callable[[IO[bytes], Iterator[list[Any]]], None]] = {"xlsx": _write_xlsx, "csv": _write_csv}


def safe(text: str) -> str:
    """The text so that no spreadsheet computes it, without characters that a workbook cannot hold."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if text.startswith(FORMULA) else text


def _written(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.astimezone(WARSAW).replace(tzinfo=None, microsecond=0)
    return safe(cell) if isinstance(cell, str) else cell

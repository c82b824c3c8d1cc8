"""A list of people as an uploaded file or a request gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from files.services import looked_into
from kernel.errors import Refused
from kernel.text import fold
from trainings.documents.sheets import TYPES, Row, read_table, too_many_rows

MOST = 500
"""People in one list."""
LIMIT = 2 * 1024**2
"""Bytes of a file."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "email": ("e-mail", "email", "mail", "adres e-mail", "adres email"),
    "town": ("miasto", "gmina", "miasto lub gmina", "teryt", "town", "city"),
    "post": ("stanowisko", "post", "position"),
    "department": ("wydział", "komórka", "department"),
    "place_kind": ("rodzaj miejsca", "kind of place"),
}
"""How the first row may call a column; the first of them stands in the template. Case and marks do not matter."""
_COLUMNS = {fold(name): column for column, names in HEADS.items() for name in names}


@dataclass(frozen=True)
class Line:
    """One row of a list, as given."""

    number: int
    """In the file, or in the request; from 1."""
    email: str
    town: str = ""
    """Name or TERYT code; needed only of somebody who works for several."""
    post: str = ""
    department: str = ""
    place_kind: str = ""


def read_list(upload: File[bytes]) -> list[Line]:
    """The lines of an uploaded XLSX or CSV file, whose first row names the columns.

    Raises Refused as `files.services.store`, and file_content, too_many_rows, column_missing, column_twice, list_empty.
    """
    with looked_into(content=upload, name=upload.name or "", allow=TYPES, limit=LIMIT) as (path, media_type):
        # Twice as many rows as people: lists have empty ones.
        lines = list(_lines(read_table(path, media_type, most=2 * MOST)))
    require_people(lines)
    return lines


def _lines(rows: Iterator[tuple[int, Row]]) -> Iterator[Line]:
    _number, head = next(rows, (0, []))
    columns = [_COLUMNS.get(fold(name).rstrip(" *:")) for name in head]
    known = [column for column in columns if column]
    if "email" not in known:
        text = _("The first row must name the columns, and one of them must be “%(name)s”. Take the template.")
        raise Refused("column_missing", text % {"name": HEADS["email"][0]}, field="file")
    if len(set(known)) < len(known):
        raise Refused("column_twice", _("Two columns of this file have the same meaning: keep one."), field="file")
    for number, row in rows:
        yield Line(number, **{column: cell for column, cell in zip(columns, row, strict=False) if column})


def require_people(lines: Sequence[Line]) -> None:
    """Raise Refused list_empty, too_many_rows."""
    if not lines:
        raise Refused("list_empty", _("There is nobody in this list."), field="file")
    if len(lines) > MOST:
        raise too_many_rows(MOST)

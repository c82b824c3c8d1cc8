"""Lists as files: what somebody may see, row by row, and a record of who took how much."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from trainings.documents.sheets import TYPES, write_table
from trainings.services.exports.columns import Columns
from trainings.services.exports.lists import LISTS, PARTS

CHUNK = 500
"""Rows read at once."""


def export_list(*, name: str, rows: QuerySet[Any], ending: str, by: User) -> IO[bytes]:
    """One of LISTS as a file; `rows` are its own, narrowed and ordered. Raises Refused 403 of the list, as `export`."""
    LISTS[name].may(by).require()
    return export(name=name, columns=LISTS[name].columns_for(by), rows=rows, ending=ending, about=by, by=by)


def export_part(*, name: str, of: models.Model, rows: QuerySet[Any], ending: str, by: User) -> IO[bytes]:
    """One of PARTS as a file; `of` is one of its things, `rows` are its own, narrowed and ordered.

    Raises Refused 403 of the list, and as `export`.
    """
    PARTS[name].may(by, of).require()
    return export(name=name, columns=PARTS[name].columns(by, of), rows=rows, ending=ending, about=of, by=by)


def export(
    *, name: str, columns: Columns, rows: QuerySet[Any], ending: str, about: models.Model, by: User
) -> IO[bytes]:
    """A temporary file at its beginning, gone once closed, of `rows` that the caller has asked for with `visible_to`.

    Read and written in pieces: memory does not grow with the rows. Nothing is sent before the last row is written, so
    that nobody gets half a list. Raises Refused ending (404) for a type that is not made.
    """
    if ending not in TYPES:
        raise Refused("ending", _("Lists are made as XLSX and CSV."), status=404)
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    try:
        head = [str(heading) for heading in columns]
        cells = list(columns.values())
        count = write_table(
            target, ending, head, ([cell(row) for cell in cells] for row in rows.iterator(chunk_size=CHUNK))
        )
        record(
            action="trainings.list.exported", about=about, by=by, after={"list": name, "type": ending, "rows": count}
        )
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target

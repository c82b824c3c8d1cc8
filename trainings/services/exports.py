"""Lists that leave the platform as files: what somebody may see, row by row, and a record of who took how much."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from typing import IO, Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.text import Text
from trainings.documents.sheets import TYPES, Cell, write_table
from trainings.models import Edition, Enrolment

CHUNK = 2000
"""Rows read at once."""

Columns = Mapping[Text, Callable[[Any], Cell]]


def _str(get: Callable[[Any], Any]) -> Callable[[Any], Cell]:
    return lambda row: str(get(row))


EDITIONS: Columns = {
    _("Code"): lambda row: row.code,
    _("Training"): lambda row: row.course.title,
    _("Start"): lambda row: row.starts_at,
    _("End"): lambda row: row.ends_at,
    _("Mode"): _str(lambda row: row.get_mode_display()),
    _("Place"): lambda row: row.venue,
    _("State"): _str(lambda row: row.get_state_display()),
    _("Enrolment opens"): lambda row: row.opens_at,
    _("Enrolment closes"): lambda row: row.closes_at,
    _("Places"): lambda row: row.capacity,
    _("Taken"): lambda row: row.taken,
    _("Waiting"): lambda row: row.waiting,
    _("Free"): lambda row: row.free,
}
"""Of `queries.with_places`, with the course."""

_WHO: Columns = {
    _("Last name"): lambda row: row.person.last_name,
    _("First name"): lambda row: row.person.first_name,
    _("Town"): lambda row: row.city.name,
    _("Post"): lambda row: row.post,
    _("Department"): lambda row: row.department,
    _("Kind of place"): _str(lambda row: row.get_place_kind_display()),
    _("State"): _str(lambda row: row.get_state_display()),
    _("Enrolled"): lambda row: row.submitted_at,
    _("Outcome"): _str(lambda row: row.get_outcome_display()),
}

ENROLMENTS: Columns = {
    _("Code"): lambda row: row.edition.code,
    _("Training"): lambda row: row.edition.course.title,
    _("Start"): lambda row: row.edition.starts_at,
    _("Number"): lambda row: row.queue_no,
    _("Number in the line"): lambda row: row.position_in_line,
    **_WHO,
}
"""Of `queries.with_position`, with person, city, edition and course."""

ROSTER: Columns = {
    _("Number"): lambda row: row.queue_no,
    **_WHO,
    _("Minutes attended"): lambda row: row.attended_minutes,
    _("Minutes of the training"): lambda row: row.base_minutes,
}
"""Of `queries.outcomes.with_minutes`, with person and city."""

CONTACTS: Columns = {
    _("E-mail"): lambda row: row.person.email,
    _("Telephone"): lambda row: row.person.phone,
}
"""Only for who organises the training."""


def export_editions(*, rows: QuerySet[Edition], ending: str, by: User) -> IO[bytes]:
    """The catalogue as a file. Raises Refused as `export`."""
    return export(name="editions", columns=EDITIONS, rows=rows, ending=ending, about=by, by=by)


def export_enrolments(*, rows: QuerySet[Enrolment], ending: str, by: User) -> IO[bytes]:
    """Enrolments as a file. Raises Refused as `export`."""
    return export(name="enrolments", columns=ENROLMENTS, rows=rows, ending=ending, about=by, by=by)


def export_roster(
    *, edition: Edition, rows: QuerySet[Enrolment], with_contacts: bool, ending: str, by: User
) -> IO[bytes]:
    """The list of participants as a file. Raises Refused as `export`."""
    columns = {**ROSTER, **CONTACTS} if with_contacts else ROSTER
    return export(name="roster", columns=columns, rows=rows, ending=ending, about=edition, by=by)


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

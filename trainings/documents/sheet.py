"""The list to be signed as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import translation

from grants.models import in_language
from trainings.models import AttendanceSheet
from ui.documents import engine
from ui.qr import draw

LAST_PART = "end"
BLANK_ROWS = 5
"""For people who come without a place."""


class Signer(NamedTuple):
    """A row of the list."""

    name: str
    town: str
    may_be_shown: bool
    """Whether there is nothing against pictures of this person."""


def render(sheet: AttendanceSheet, people: Sequence[Signer], *, language: str, progress: engine.Progress) -> engine.Pdf:
    """The PDF of a list; `people` in the order of the rows. Raises engine.NotMade."""
    css = render_to_string("trainings/pdf/sheet.css")
    return engine.make(html(sheet, people, language), css, ends_with=LAST_PART, progress=progress)


def html(sheet: AttendanceSheet, people: Sequence[Signer], language: str) -> str:
    """The same as a page, before it is set."""
    session = sheet.session
    course = session.edition.course
    programme = course.project.programme
    with translation.override(language):
        context = {
            "language": language,
            "sheet": sheet,
            "session": session,
            "edition": session.edition,
            "course": course,
            "project": course.project,
            "programme": in_language(programme.name_pl, programme.name_en),
            "donor": programme.donor,
            "mechanism": programme.mechanism,
            "people": list(enumerate(people, 1)),
            "blank": range(len(people) + 1, len(people) + 1 + BLANK_ROWS),
            "trainers": [str(row) for row in session.trainers.select_related("user")],
            "mark": sheet.sha256[:12],
            "drawing": draw(f"{session.edition.code} {session.ordinal} {sheet.number} {sheet.sha256[:12]}".upper()),
        }
        return render_to_string("trainings/pdf/sheet.html", context)

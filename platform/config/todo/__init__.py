"""What waits for somebody: the first thing the first page says."""

from __future__ import annotations

from config.reader import Reader
from config.todo import places, projects, teaching, travel
from config.todo.base import Todo

KINDS = (
    teaching.today_taught,
    places.enrolments,
    places.approvals,
    places.surveys,
    teaching.attendance,
    teaching.sheets,
    teaching.drafts,
    teaching.closings,
    teaching.certificates,
    travel.returned,
    travel.decisions,
    travel.payments,
    projects.consultations,
    projects.reports,
    projects.uploads,
)


def todos(reader: Reader) -> list[Todo]:
    """Everything that waits for this person, the nearest deadline first; at most one statement for each kind."""
    found = [todo for kind in KINDS for todo in kind(reader)]
    return sorted(found, key=lambda todo: todo.due_on)

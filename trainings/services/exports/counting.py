"""The counts of a project and a period as a file, and the people behind them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from grants.models import Project
from kernel.errors import Refused
from trainings.documents.sheets import TYPES, Cell, write_table
from trainings.permissions import can_see_settlement
from trainings.queries.counted import lines_of, participants
from trainings.queries.counting import Counts, counts
from trainings.services.exports.columns import PARTICIPANTS
from trainings.services.exports.making import export


def export_counts(*, project: Project, first_day: date, last_day: date, ending: str, by: User) -> IO[bytes]:
    """A temporary file at its beginning, gone once closed; no names in it. Raises Refused settlement_closed, ending."""
    can_see_settlement(by, project).require()
    if ending not in TYPES:
        raise Refused("ending", _("Lists are made as XLSX and CSV."), status=404)
    found = counts(project_id=project.pk, first_day=first_day, last_day=last_day)
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    head = [_("What"), _("Part"), _("Who attended"), _("Who completed")]
    count = write_table(target, ending, head, _rows(found))
    after = {"list": "counts", "type": ending, "rows": count, "first_day": first_day, "last_day": last_day}
    record(action="trainings.list.exported", about=project, by=by, after=after)
    target.seek(0)
    return target


def export_participants(*, project: Project, first_day: date, last_day: date, ending: str, by: User) -> IO[bytes]:
    """The people behind the counts, place by place. Raises Refused settlement_closed, ending."""
    can_see_settlement(by, project).require()
    rows = participants(project_id=project.pk, first_day=first_day, last_day=last_day)
    return export(name="participants", columns=PARTICIPANTS, rows=rows, ending=ending, about=project, by=by)


def _rows(found: Counts) -> Iterator[Sequence[Cell]]:
    both = found.attended, found.completed
    yield _("Participations"), "", *(tally.participations for tally in both)
    yield _("Persons"), "", *(tally.people for tally in both)
    yield _("Minutes"), "", *(tally.minutes for tally in both)
    axes = {"sex": _("By sex"), "kind": _("By kind of body"), "town": _("By town")}
    for line in lines_of(found):
        yield axes[line.axis], str(line.label), line.attended, line.completed
    gain, liked = found.knowledge_gain, found.satisfaction
    yield _("Satisfaction, mean of 1 to 5"), _text(liked.mean), liked.n, None
    yield _("Knowledge before, percent"), _text(gain.before), gain.pairs, None
    yield _("Knowledge after, percent"), _text(gain.after), gain.pairs, None
    yield _("Knowledge gained, percentage points"), _text(gain.gain), gain.pairs, None


def _text(value: object) -> str:
    return "" if value is None else str(value)

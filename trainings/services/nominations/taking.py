"""Everybody on a list comes in, or nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.text import Text
from trainings.choices import Source
from trainings.models import Edition, Enrolment
from trainings.permissions import can_enrol_others
from trainings.services import places
from trainings.services.nominations.lines import Line, require_people
from trainings.services.nominations.looking import findings_of, opened
from trainings.services.nominations.people import Finding


@transaction.atomic
def nominate_list(*, edition: Edition, lines: Sequence[Line], by: User, reason: str = "") -> list[Enrolment]:
    """Enrol everybody on the list, in its order, or nobody.

    Raises Refused cannot_enrol_others (403), list_empty, too_many_rows; list_wrong, with `rows`: number and code of
    each line that names nobody who can be meant, or somebody whom `places.nominate` would refuse.
    """
    can_enrol_others(by, edition).require()
    require_people(lines)
    findings = findings_of(edition, lines, by, reason)
    _require_right(findings)
    nominees = [finding.nominee for finding in findings if finding.nominee]
    try:
        rows = places.nominate(edition=edition, nominees=nominees, by=by, source=Source.IMPORT)
    except Refused as refusal:
        # Every line was right before the lock: somebody was faster, and the first whom that hits stops the list.
        raise _wrong([(lines[refusal.facts["row"]].number, refusal)]) from refusal
    record(action="trainings.edition.nominated", about=edition, by=by, after={"people": len(rows)})
    return rows


def confirm(*, edition: Edition, token: str, by: User) -> list[Enrolment]:
    """Enrol everybody on a list that was looked at. Raises Refused list_expired, and as `nominate_list`."""
    lines, reason = opened(edition, token, by)
    return nominate_list(edition=edition, lines=lines, by=by, reason=reason)


def _require_right(findings: Iterable[Finding]) -> None:
    wrong = [(finding.line.number, finding.refusal) for finding in findings if finding.refusal]
    if wrong:
        raise _wrong(wrong)


def _wrong(rows: Sequence[tuple[int, Refused]]) -> Refused:
    """The refusal of a list with these wrong rows."""
    codes = [{"row": number, "code": refusal.code} for number, refusal in rows]
    return Refused("list_wrong", _sentence(rows), rows=codes)


def _sentence(rows: Sequence[tuple[int, Refused]]) -> Text:
    problem = rows[0][1].message
    if len(rows) == 1:
        return _("Nobody was enrolled. Row %(row)s: %(problem)s") % {"row": rows[0][0], "problem": problem}
    numbers = ", ".join(str(number) for number, _refusal in rows)
    # A closed training, a missing reason: what is the same with all of them says more than their numbers.
    if {str(refusal.message) for _number, refusal in rows} == {str(problem)}:
        return _("Nobody was enrolled. Rows %(rows)s: %(problem)s") % {"rows": numbers, "problem": problem}
    return _("Nobody was enrolled: rows %(rows)s are wrong.") % {"rows": numbers}

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
from trainings.services.nominations.looking import opened
from trainings.services.nominations.people import Finding, match


@transaction.atomic
def nominate_list(*, edition: Edition, lines: Sequence[Line], by: User, reason: str = "") -> list[Enrolment]:
    """Enrol everybody on the list, in its order, or nobody.

    Raises Refused cannot_enrol_others (403), list_empty, too_many_rows; list_wrong, with `rows`: number and code of
    each line that names nobody who can be meant; and as `places.nominate`, with `row`: the number of the line.
    """
    can_enrol_others(by, edition).require()
    require_people(lines)
    findings = match(edition, lines, by, reason)
    _require_right(findings)
    nominees = [finding.nominee for finding in findings if finding.nominee]
    try:
        rows = places.nominate(edition=edition, nominees=nominees, by=by, source=Source.IMPORT)
    except Refused as refusal:
        raise _of_line(refusal, lines[refusal.facts["row"]].number) from refusal
    record(action="trainings.edition.nominated", about=edition, by=by, after={"people": len(rows)})
    return rows


def confirm(*, edition: Edition, token: str, by: User) -> list[Enrolment]:
    """Enrol everybody on a list that was looked at. Raises Refused list_expired, and as `nominate_list`."""
    lines, reason = opened(edition, token, by)
    return nominate_list(edition=edition, lines=lines, by=by, reason=reason)


def _require_right(findings: Iterable[Finding]) -> None:
    wrong = [(finding.line.number, finding.refusal) for finding in findings if finding.refusal]
    if not wrong:
        return
    number, first = wrong[0]
    if len(wrong) == 1:
        message: Text = _in_row(number, first.message)
    else:
        numbers = ", ".join(str(number) for number, _refusal in wrong)
        message = _("Nobody was enrolled: rows %(rows)s are wrong.") % {"rows": numbers}
    raise Refused("list_wrong", message, rows=[{"row": number, "code": refusal.code} for number, refusal in wrong])


def _of_line(refusal: Refused, number: int) -> Refused:
    facts = {**refusal.facts, "row": number}
    return Refused(refusal.code, _in_row(number, refusal.message), status=refusal.status, **facts)


def _in_row(number: int, message: Text) -> Text:
    return _("Nobody was enrolled. Row %(row)s: %(problem)s") % {"row": number, "problem": message}

"""What would become of a list, told without the edition's lock: whoever looks keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.core import signing
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.errors import Refused
from trainings.models import Edition
from trainings.permissions import can_enrol_others
from trainings.services import places
from trainings.services.nominations.lines import Line
from trainings.services.nominations.people import Finding, match

KEPT = 3600
"""Seconds within which a list that was looked at can be confirmed."""


@dataclass
class Checked:
    """A list that was looked at."""

    findings: list[Finding]
    token: str = ""
    """The list as looked at, to be confirmed; signed for this person and edition."""
    wrong: int = field(init=False)

    def __post_init__(self) -> None:
        """Count."""
        self.wrong = sum(finding.refusal is not None for finding in self.findings)

    @property
    def wrong_first(self) -> list[Finding]:
        """The lines to be corrected before the others: among five hundred nobody looks for one."""
        return sorted(self.findings, key=lambda finding: finding.refusal is None)


def check(*, edition: Edition, lines: Sequence[Line], by: User, reason: str = "") -> Checked:
    """What would become of each line if the list came in now; nothing is written.

    A wrong line takes no place from the others. `edition` comes with its course.
    Raises Refused cannot_enrol_others (403).
    """
    can_enrol_others(by, edition).require()
    return Checked(findings_of(edition, lines, by, reason), _sealed(edition, lines, by, reason))


def findings_of(edition: Edition, lines: Sequence[Line], by: User, reason: str) -> list[Finding]:
    """Of each line what is wrong with it, or what would become of it: few statements, whatever the number of lines."""
    findings = match(edition, lines, by, reason)
    named = [finding for finding in findings if finding.nominee]
    nominees = [finding.nominee for finding in named if finding.nominee]
    for finding, told in zip(named, places.forecast(edition=edition, nominees=nominees, by=by), strict=True):
        if isinstance(told, Refused):
            finding.refusal = told
        else:
            finding.row = told
    return findings


def _sealed(edition: Edition, lines: Sequence[Line], by: User, reason: str) -> str:
    content = {"lines": [asdict(line) for line in lines], "reason": reason}
    return signing.dumps(content, salt=_salt(edition, by), compress=True)


def opened(edition: Edition, token: str, by: User) -> tuple[list[Line], str]:
    """The list that was looked at, and the reason. Raises Refused list_expired."""
    try:
        content = signing.loads(token, salt=_salt(edition, by), max_age=KEPT)
    except signing.BadSignature as error:
        raise Refused("list_expired", _("This list was looked at too long ago. Upload it again.")) from error
    return [Line(**line) for line in content["lines"]], content["reason"]


def _salt(edition: Edition, by: User) -> str:
    return f"trainings.nominations:{edition.pk}:{by.pk}"

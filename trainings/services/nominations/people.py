"""Whom each line of a list means."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.errors import Refused
from kernel.text import fold
from organisations.models import Organisation
from trainings.choices import PlaceKind
from trainings.models import Edition, Enrolment
from trainings.queries import people_to_enrol
from trainings.services.nominations.lines import Line
from trainings.services.places import Nominee

LONGEST = 120
"""Characters of a post or department."""

_KINDS = {
    "": "",
    **dict.fromkeys(["onsite", "on site", "in the room", "stacjonarnie", "w sali", "na miejscu"], PlaceKind.ONSITE),
    **dict.fromkeys(["online", "zdalnie"], PlaceKind.ONLINE),
}


@dataclass
class Finding:
    """What is wrong with a line, or what would become of it."""

    line: Line
    nominee: Nominee | None = None
    refusal: Refused | None = None
    row: Enrolment | None = None
    """As it would be; not in the database."""


def match(edition: Edition, lines: Sequence[Line], by: User, reason: str) -> list[Finding]:
    """Each line with the person it means: three statements, whatever the number of lines."""
    people = _People.read(edition, lines, by)
    seen: dict[str, int] = {}
    findings = []
    for line in lines:
        finding = Finding(line)
        try:
            _require_readable(line)
            finding.nominee = people.nominee(line, seen, reason)
        except Refused as refusal:
            finding.refusal = refusal
        findings.append(finding)
    return findings


@dataclass
class _People:
    """Whom the user may enrol, by e-mail address; and what towns are called."""

    towns: dict[str, tuple[User, list[Organisation]]]
    names: dict[int, set[str]]

    @classmethod
    def read(cls, edition: Edition, lines: Sequence[Line], by: User) -> _People:
        """Those of the lines."""
        wanted = {line.email.lower() for line in lines}
        found: dict[str, tuple[User, list[Organisation]]] = {}
        roles = people_to_enrol(by, edition).annotate(address=Lower("user__email")).filter(address__in=wanted)
        for role in roles.order_by("pk"):
            _person, towns = found.setdefault(role.address, (role.user, []))
            if role.organisation and role.organisation not in towns:
                towns.append(role.organisation)
        keys = {town.pk for _person, towns in found.values() for town in towns}
        named = Organisation.objects.with_code().filter(pk__in=keys)
        return cls(found, {town.pk: {fold(town.name), fold(town.name_en), town.teryt or ""} - {""} for town in named})

    def nominee(self, line: Line, seen: dict[str, int], reason: str) -> Nominee:
        """Whom a line means. Raises Refused."""
        address = line.email.lower()
        if address in seen:
            raise Refused("twice_in_list", _("This person is in row %(row)s already.") % {"row": seen[address]})
        seen[address] = line.number
        if address not in self.towns:
            raise Refused(
                "person_unknown", _("Nobody with this address has an account and works in a town you enrol for.")
            )
        person, towns = self.towns[address]
        kind = _KINDS[fold(line.place_kind)]
        return Nominee(person, self._town(line, towns), line.post, line.department, kind, reason)

    def _town(self, line: Line, towns: list[Organisation]) -> Organisation:
        meant = [town for town in towns if not line.town or fold(line.town) in self.names[town.pk]]
        if not meant:
            raise Refused("not_of_town", _("This person does not work in %(town)s.") % {"town": line.town})
        if len(meant) > 1:
            raise Refused(
                "town_missing", _("This person works for several towns: write the town, or its code, in the list.")
            )
        return meant[0]


def _require_readable(line: Line) -> None:
    """Raise Refused for a line that could mean nobody, whoever is there."""
    cells = [line.email, line.town, line.post, line.department, line.place_kind]
    if any(cell.startswith("=") for cell in cells):
        raise Refused("formula", _("A cell holds a formula: put its value there."))
    if any(unicodedata.category(mark) == "Cc" for cell in cells for mark in cell):
        raise Refused("characters", _("A cell holds a line break or signs that cannot be printed."))
    if not line.email:
        raise Refused("email_missing", _("There is no e-mail address."))
    try:
        validate_email(line.email)
    except ValidationError as error:
        raise Refused("email", _("This is not an e-mail address.")) from error
    if len(line.post) > LONGEST or len(line.department) > LONGEST:
        raise Refused("too_long", _("Post and department have at most %(most)s characters.") % {"most": LONGEST})
    if fold(line.place_kind) not in _KINDS:
        raise Refused("kind_unknown", _("The kind of place is “on site” or “online”, or nothing."))

"""People nominated from a list: every wrong row is named, and all of them come in or nobody.

What would become of each is told without the edition's lock (`places.forecast`): whoever looks keeps nobody waiting.
Only who confirms takes it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from files.services import looked_into
from kernel.errors import Refused
from kernel.text import Text, fold
from organisations.models import Organisation
from trainings.choices import PlaceKind, Source
from trainings.documents.sheets import TYPES, Row, read_table, too_many_rows
from trainings.models import Edition, Enrolment
from trainings.permissions import can_enrol_others
from trainings.queries import people_to_enrol
from trainings.services import places
from trainings.services.places import Nominee

MOST = 500
"""People in one list."""
LIMIT = 2 * 1024**2
"""Bytes of a file."""
LONGEST = 120
"""Characters of a post or department."""
KEPT = 3600
"""Seconds within which a list that was looked at can be confirmed."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "email": ("e-mail", "email", "mail", "adres e-mail", "adres email"),
    "town": ("miasto", "gmina", "miasto lub gmina", "teryt", "town", "city"),
    "post": ("stanowisko", "post", "position"),
    "department": ("wydział", "komórka", "department"),
    "place_kind": ("rodzaj miejsca", "kind of place"),
}
"""How the first row may call a column; the first of them stands in the template. Case and marks do not matter."""
_COLUMNS = {fold(name): column for column, names in HEADS.items() for name in names}

_KINDS = {
    "": "",
    **dict.fromkeys(["onsite", "on site", "in the room", "stacjonarnie", "w sali", "na miejscu"], PlaceKind.ONSITE),
    **dict.fromkeys(["online", "zdalnie"], PlaceKind.ONLINE),
}


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


@dataclass
class Finding:
    """What is wrong with a line, or what would become of it."""

    line: Line
    nominee: Nominee | None = None
    refusal: Refused | None = None
    row: Enrolment | None = None
    """As it would be; not in the database."""


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


# -- reading --------------------------------------------------------------------------------------------


def read_list(upload: File[bytes]) -> list[Line]:
    """The lines of an uploaded XLSX or CSV file, whose first row names the columns.

    Raises Refused as `files.services.store`, and file_content, too_many_rows, column_missing, column_twice, list_empty.
    """
    with looked_into(content=upload, name=upload.name or "", allow=TYPES, limit=LIMIT) as (path, media_type):
        # Twice as many rows as people: lists have empty ones.
        lines = list(_lines(read_table(path, media_type, most=2 * MOST)))
    if not lines:
        raise _empty()
    if len(lines) > MOST:
        raise too_many_rows(MOST)
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


def _empty() -> Refused:
    return Refused("list_empty", _("There is nobody in this list."), field="file")


# -- looking --------------------------------------------------------------------------------------------


def check(*, edition: Edition, lines: Sequence[Line], by: User, reason: str = "") -> Checked:
    """What would become of each line if the list came in now; nothing is written.

    A wrong line takes no place from the others. `edition` comes with its course.
    Raises Refused cannot_enrol_others (403).
    """
    can_enrol_others(by, edition).require()
    findings = _match(edition, lines, by, reason)
    named = [finding for finding in findings if finding.nominee]
    nominees = [finding.nominee for finding in named if finding.nominee]
    for finding, told in zip(named, places.forecast(edition=edition, nominees=nominees, by=by), strict=True):
        if isinstance(told, Refused):
            finding.refusal = told
        else:
            finding.row = told
    return Checked(findings, _sealed(edition, lines, by, reason))


# -- taking in ------------------------------------------------------------------------------------------


@transaction.atomic
def nominate_list(*, edition: Edition, lines: Sequence[Line], by: User, reason: str = "") -> list[Enrolment]:
    """Enrol everybody on the list, in its order, or nobody.

    Raises Refused cannot_enrol_others (403), list_empty, too_many_rows; list_wrong, with `rows`: number and code of
    each line that names nobody who can be meant; and as `places.nominate`, with `row`: the number of the line.
    """
    can_enrol_others(by, edition).require()
    if not lines:
        raise _empty()
    if len(lines) > MOST:
        raise too_many_rows(MOST)
    findings = _match(edition, lines, by, reason)
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


# -- between the two ------------------------------------------------------------------------------------


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


# -- who is meant ---------------------------------------------------------------------------------------


def _match(edition: Edition, lines: Sequence[Line], by: User, reason: str) -> list[Finding]:
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

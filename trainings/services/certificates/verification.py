"""What anybody who holds a certificate may learn: whether it holds. The name only who knows it already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from grants.models import in_language
from kernel.errors import Refused
from kernel.text import canonical_json, fold, read_code, sha256, show_code
from trainings.choices import CertificateKind, CertificateState
from trainings.models import Certificate


@dataclass(frozen=True)
class Verified:
    """Public facts of a certificate, as they were frozen."""

    code: str
    number: str
    kind: str
    state: str
    title_pl: str
    title_en: str
    first_day: date
    last_day: date
    minutes: int
    issued_on: date
    initials: str
    replaced_by: str
    """The number of the one that holds now; empty unless it was replaced."""
    fictitious: bool
    name: str = ""
    """Only for who typed the surname."""

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_pl, self.title_en)

    @property
    def shown_code(self) -> str:
        """The code as printed."""
        return show_code(self.code)

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(CertificateKind(self.kind).label)

    @property
    def is_valid(self) -> bool:
        """Whether it holds."""
        return self.state == CertificateState.ISSUED


def verify(*, code: str) -> Verified:
    """The certificate behind a code as somebody typed it. Raises Refused 404 code_unknown, 409 certificate_altered."""
    return _facts(_found(code))


def verify_holder(*, code: str, surname: str) -> Verified:
    """The same with the full name, for who knows the surname; case and marks do not matter.

    The caller counts the tries. Raises Refused as `verify`, and 404 surname_differs.
    """
    row = _found(code)
    if row.state != CertificateState.ISSUED or _plain(surname) != _plain(row.data["person"]["last_name"]):
        raise Refused(
            "surname_differs",
            _("No valid certificate has this code and this surname. Compare both with the certificate."),
            status=404,
            field="surname",
        )
    person = row.data["person"]
    return _facts(row, name=f"{person['first_name']} {person['last_name']}")


def _found(code: str) -> Certificate:
    row = Certificate.objects.select_related("replaced_by").filter(code=read_code(code)).first()
    if row is None:
        raise Refused(
            "code_unknown",
            _("No certificate has this code. Compare it with the certificate, letter by letter."),
            status=404,
            field="code",
        )
    return row


def _facts(row: Certificate, name: str = "") -> Verified:
    data = row.data
    if sha256(canonical_json(data)) != row.sha256:
        raise Refused("certificate_altered", _("What is stored is not what was issued. Please tell us at once."))
    days = [datetime.fromisoformat(session[end]).date() for session in data["sessions"] for end in ("starts", "ends")]
    issued_on = date.fromisoformat(data["issued_on"])
    successor = getattr(row, "replaced_by", None)
    return Verified(
        code=row.code,
        number=row.number,
        kind=row.kind,
        state=row.state,
        title_pl=data["title"]["pl"],
        title_en=data["title"]["en"],
        first_day=min(days, default=issued_on),
        last_day=max(days, default=issued_on),
        minutes=data["minutes"]["attended"],
        issued_on=issued_on,
        initials=" ".join(f"{data['person'][part][:1]}." for part in ("first_name", "last_name")),
        replaced_by=successor.number if successor else "",
        fictitious=data["fictitious"],
        name=name,
    )


def _plain(text: str) -> str:
    """One form of a name: case, marks and spaces do not matter."""
    return " ".join(fold(text).replace("-", " ").split())

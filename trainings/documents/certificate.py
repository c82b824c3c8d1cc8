"""A certificate as PDF: a function of its frozen data and the template's version alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.choices import Sex
from kernel.text import show_code
from trainings.choices import CertificateKind
from ui import qr
from ui.documents import engine
from ui.format import clock, day, hours

TEMPLATE_VERSION = 2
"""Raised with every change of what a certificate looks like or says; it is frozen with the data."""

TEMPLATES = {
    1: ("trainings/pdf/certificate.html", "trainings/pdf/certificate.css"),
    2: ("trainings/pdf/certificate.html", "trainings/pdf/certificate.css"),
}
"""The second says by sex what somebody did, and without it where the sex is not known."""

LAST_PART = "proof"

TRAINING_HOUR = 45
"""Minutes."""


@dataclass(frozen=True)
class Meeting:
    """One session as a line."""

    when: str
    lasts: str


def render(data: Mapping[str, Any], *, progress: engine.Progress) -> engine.Pdf:
    """The PDF. Raises engine.NotMade."""
    _page, sheet = TEMPLATES[data["template"]]
    progress(1, engine.PHASES[1])
    return engine.make(html(data), render_to_string(sheet), ends_with=LAST_PART, progress=progress)


def html(data: Mapping[str, Any]) -> str:
    """The same as a page, before it is set."""
    page, _sheet = TEMPLATES[data["template"]]
    language = data["language"]
    with translation.override(language):
        outcomes = data["outcomes"]
        return render_to_string(
            page,
            {
                "data": data,
                "language": language,
                "is_completion": data["kind"] == CertificateKind.COMPLETION,
                "name": f"{data['person']['first_name']} {data['person']['last_name']}",
                "did": _did(data),
                "title": _chosen(data["title"]),
                "organiser": _chosen(data["organiser"]) if data["organiser"] else "",
                "programme": _chosen(data["programme"]["name"]),
                "donor": _chosen(data["donor"]),
                "project": _chosen(data["project"]["title"]),
                "span": _span(data["sessions"]),
                "attended": hours(data["minutes"]["attended"]),
                "attended_45": training_hours(data["minutes"]["attended"]),
                "of_programme": hours(data["minutes"]["programme"]),
                "is_whole": data["minutes"]["attended"] == data["minutes"]["programme"],
                "issued_on": day(date.fromisoformat(data["issued_on"])),
                "meetings": [_meeting(session) for session in data["sessions"]],
                "outcomes": [
                    (label, outcomes[key])
                    for key, label in (
                        ("knowledge", _("Knowledge")),
                        ("skills", _("Skills")),
                        ("social", _("Social competences")),
                    )
                    if outcomes[key]
                ],
                "code": show_code(data["code"]),
                "drawing": qr.draw(f"{data['address']}?code={data['code']}"),
            },
        )


def training_hours(minutes: int) -> str:
    """Minutes as hours of 45 minutes, exactly: 10 training hours and 15 min."""
    whole, rest = divmod(minutes, TRAINING_HOUR)
    text = ngettext("%(count)s training hour", "%(count)s training hours", whole) % {"count": whole}
    return _("%(hours)s and %(minutes)s min") % {"hours": text, "minutes": rest} if rest else text


def _chosen(texts: Mapping[str, str]) -> str:
    """The text in the active language; the Polish one where there is no other."""
    return texts.get(translation.get_language() or "pl") or texts["pl"]


def _did(data: Mapping[str, Any]) -> str:
    """What the person did, in the words of the template's version."""
    is_completion = data["kind"] == CertificateKind.COMPLETION
    if data["template"] == 1:
        return _("completed the training") if is_completion else _("took part in the training")
    return (_COMPLETED if is_completion else _TOOK_PART)[data["person"]["sex"]]()


_COMPLETED: Mapping[str, Callable[[], str]] = {
    Sex.FEMALE: lambda: pgettext("a woman", "completed the training"),
    Sex.MALE: lambda: pgettext("a man", "completed the training"),
    "": lambda: pgettext("sex not known", "completed the training"),
}
_TOOK_PART: Mapping[str, Callable[[], str]] = {
    Sex.FEMALE: lambda: pgettext("a woman", "took part in the training"),
    Sex.MALE: lambda: pgettext("a man", "took part in the training"),
    "": lambda: pgettext("sex not known", "took part in the training"),
}


def _span(sessions: list[dict[str, Any]]) -> str:
    """The days on which it was held: each of them while they are few, else the first and the last."""
    days = sorted({datetime.fromisoformat(session[end]).date() for session in sessions for end in ("starts", "ends")})
    shown = [day(found) for found in days]
    return ", ".join(shown) if len(shown) <= 3 else f"{shown[0]} – {shown[-1]}"  # noqa: PLR2004 -- three fit in a line


def _meeting(session: dict[str, Any]) -> Meeting:
    starts, ends = (datetime.fromisoformat(session[end]) for end in ("starts", "ends"))
    until = clock(ends.time()) if ends.date() == starts.date() else f"{day(ends.date())}, {clock(ends.time())}"
    return Meeting(f"{day(starts.date())}, {clock(starts.time())}–{until}", hours(session["minutes"]))

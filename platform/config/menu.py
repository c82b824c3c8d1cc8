"""What the navigation and the first page offer to whom. What somebody may not use is not offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.choices import CITY_ROLES, PLATFORM_ROLES, RoleCode
from accounts.models import User
from config.reader import Reader
from kernel.text import Text

EVERYBODY = list(RoleCode)


@dataclass(frozen=True)
class Area:
    """A part of the platform: who may use it, and what it is for."""

    label: Text
    about: Text
    icon: str
    url: str
    roles: list[RoleCode]


@dataclass(frozen=True)
class Entry:
    """A link to an area or a page, as one reader sees it."""

    label: Text
    href: str
    is_current: bool
    about: Text = ""
    icon: str = ""


AREAS = [
    Area(
        _("Trainings"),
        _("Find a training and take a place."),
        "academic-cap",
        "trainings:editions",
        EVERYBODY,
    ),
    Area(
        _("My trainings"),
        _("Places, offers and waiting lists: yours, or of your people."),
        "ticket",
        "trainings:enrolments",
        [*CITY_ROLES, RoleCode.ORGANISER, *PLATFORM_ROLES],
    ),
    Area(
        _("Decisions on enrolments"),
        _("Who of your town wants to go: approve or decline in time."),
        "clipboard-document-check",
        "trainings:approvals",
        [RoleCode.APPROVER, RoleCode.SIGNATORY, RoleCode.CITY_COORDINATOR],
    ),
    Area(
        _("My sessions"),
        _("What you teach, and who was there."),
        "presentation-chart-bar",
        "trainings:sessions",
        [RoleCode.TRAINER],
    ),
    Area(
        _("Consultations"),
        _("Advice given to towns: log it, accept it."),
        "chat-bubble-left-right",
        "advisory:consultations",
        [RoleCode.ADVISOR, RoleCode.CITY_COORDINATOR, RoleCode.PROJECT_MANAGER, *PLATFORM_ROLES],
    ),
    Area(
        _("Partnerships"),
        _("Members, documents and agreements of local partnerships."),
        "user-group",
        "partnerships:partnerships",
        [*CITY_ROLES, RoleCode.PARTNERSHIP_COORDINATOR, RoleCode.PROJECT_MANAGER, *PLATFORM_ROLES],
    ),
    Area(
        _("Projects"),
        _("Partners, reporting periods and indicators."),
        "briefcase",
        "grants:projects",
        EVERYBODY,
    ),
    Area(
        _("Reports"),
        _("What a project tells its donor, with the rows behind every number."),
        "document-chart-bar",
        "reports:reports",
        [RoleCode.PROJECT_MANAGER, RoleCode.FINANCE_OFFICER, RoleCode.DONOR_REVIEWER, *PLATFORM_ROLES],
    ),
    Area(
        _("Organisations"),
        _("Towns, counties and other bodies by their register numbers."),
        "building-library",
        "accounts:organisations",
        EVERYBODY,
    ),
    Area(
        _("People"),
        _("Accounts, roles and invitations."),
        "users",
        "accounts:people",
        [RoleCode.CITY_COORDINATOR, *PLATFORM_ROLES],
    ),
    Area(
        _("Record"),
        _("Who did what, to what, and when."),
        "finger-print",
        "accounts:events",
        PLATFORM_ROLES,
    ),
    Area(
        _("Travel costs"),
        _("Tickets and kilometres that people claim back: decide, pay."),
        "banknotes",
        "trainings:travel-claims",
        [RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER, RoleCode.FINANCE_OFFICER],
    ),
    Area(
        _("Messages about trainings"),
        _("What was written to whom, and what goes when."),
        "envelope-open",
        "trainings:outbox",
        [RoleCode.ORGANISER],
    ),
    Area(
        _("Numbers"),
        _("Who was trained, how many, with what effect."),
        "chart-bar",
        "trainings:counts",
        [RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER],
    ),
    Area(
        _("Regulations and consents"),
        _("What people accept when they enrol, in which version, and who did."),
        "document-check",
        "trainings:legal-texts",
        [RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER, *PLATFORM_ROLES],
    ),
    Area(
        _("Data retention"),
        _("What is erased when, and what was."),
        "archive-box",
        "retention:retention",
        [RoleCode.PROJECT_MANAGER],
    ),
    Area(
        _("Messages"),
        _("What the platform sent, and what did not arrive."),
        "envelope",
        "accounts:messages",
        PLATFORM_ROLES,
    ),
]

PERSONAL = [
    (_("My account"), "accounts:profile"),
    (_("My data and consents"), "trainings:consents"),
    (_("E-mail addresses"), "account_email"),
    (_("Password"), "account_change_password"),
    (_("Two-step sign-in"), "mfa_index"),
    (_("Signed-in devices"), "usersessions_list"),
    (_("API tokens"), "accounts:tokens"),
]


def menu(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the main navigation and the person's own; read only where a template asks."""
    return {
        "menu": SimpleLazyObject(lambda: _main(request)),
        "personal_menu": SimpleLazyObject(lambda: _personal(request)),
    }


def _reader_of(request: HttpRequest) -> User | None:
    """Whoever is signed in. A request that was refused at the first step, for its host or charset, has no user yet."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def _main(request: HttpRequest) -> list[Entry]:
    user = _reader_of(request)
    if user is None:
        return []
    reader = Reader(user)
    offered = [area for area in AREAS if reader.is_any(*area.roles)]
    own = [reverse(url) for _label, url in PERSONAL]
    current = _longest_start_of(request.path, [*(reverse(area.url) for area in offered), *own])
    return [
        Entry(area.label, href, href == current, area.about, area.icon)
        for area in offered
        for href in [reverse(area.url)]
    ]


def _longest_start_of(path: str, addresses: list[str]) -> str:
    """The address to which the path belongs: of /trainings/ and /trainings/sessions/ the closer one.

    A page of one's own, such as /trainings/consents/, belongs to no area.
    """
    return max((href for href in addresses if path.startswith(href)), key=len, default="")


def _personal(request: HttpRequest) -> list[Entry]:
    if _reader_of(request) is None:
        return []
    links = [(label, reverse(url)) for label, url in PERSONAL]
    current = _longest_start_of(request.path, [href for _label, href in links])
    return [Entry(label, href, href == current) for label, href in links]

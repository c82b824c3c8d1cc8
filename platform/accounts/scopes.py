"""Where roles are held: at bodies and on the whole platform here, elsewhere by the apps that own the places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.urls import reverse

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor
from kernel.time import today
from organisations.models import last_day, valid_on

Roles = Callable[[Visitor], QuerySet[Any, Any]]
"""(reader): the roles of one scope that the reader may know of, with `place_id` and `place_name`."""

BODIES = "accounts.role"
_ORDER = {code.value: at for at, code in enumerate(RoleCode)}
_COLUMNS = ["scope", "pk", "user_id", "role", "place_id", "place_name", "valid_from", "valid_to"]


@dataclass(frozen=True)
class Held:
    """A role that somebody holds at a place, or on the whole platform, from a day to a day: [from, to)."""

    scope: str
    pk: int
    user_id: int
    role: str
    place_id: int | None
    place_name: str | None
    valid_from: date
    valid_to: date | None

    def __str__(self) -> str:
        return f"{self.name}, {self.place_name}" if self.place_name else self.name

    @property
    def name(self) -> str:
        """The role in words."""
        return str(RoleCode(self.role).label)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return last_day(self.valid_to)

    @property
    def holds(self) -> bool:
        """Whether it holds today."""
        return self.valid_from <= today() and (self.valid_to is None or self.valid_to > today())

    @property
    def is_lasting(self) -> bool:
        """Whether it holds, or will."""
        return self.valid_to is None or self.valid_to > max(today(), self.valid_from)

    @property
    def href(self) -> str:
        """The page of the place; empty where there is none, or where the role no longer opens it."""
        return reverse(_scopes[self.scope][1], args=[self.place_id]) if self.place_id and self.holds else ""


def _at_bodies(reader: Visitor) -> QuerySet[Any, Any]:
    return Role.objects.visible_to(reader).annotate(place_id=F("organisation"), place_name=F("organisation__name"))


_scopes: dict[str, tuple[Roles, str]] = {BODIES: (_at_bodies, "accounts:organisation")}


def register(scope: str, roles: Roles, page: str) -> None:
    """Answer for the roles at a kind of place, whose page this is. Call it in AppConfig.ready."""
    _scopes[scope] = roles, page


def visible_roles(reader: Visitor) -> list[QuerySet[Any, Any]]:
    """Of each scope, the roles that the reader may know of; all have `user`, `role`, `valid_from` and `valid_to`."""
    return [roles(reader) for roles, _page in _scopes.values()]


def held_by(people: Iterable[User], *, reader: Visitor, on: date | None = None) -> dict[int, list[Held]]:
    """By person, the roles that the reader may know of: those of a day or, without one, all. One statement."""
    found: dict[int, list[Held]] = {person.pk: [] for person in people}
    wanted = Q(user__in=list(found)) & (valid_on(on) if on else Q())
    first, *others = [
        roles.filter(wanted).order_by().annotate(scope=Value(scope, CharField())).values_list(*_COLUMNS)
        for scope, roles in zip(_scopes, visible_roles(reader), strict=True)
    ]
    held = [Held(*row) for row in first.union(*others, all=True)]
    for role in sorted(held, key=_rank):
        found[role.user_id].append(role)
    return found


def _rank(role: Held) -> tuple[bool, int, str, date]:
    """What is over comes last."""
    return not role.is_lasting, _ORDER[role.role], role.place_name or "", role.valid_from


def own_roles(user: User) -> list[Held]:
    """What the user is today."""
    return held_by([user], reader=user, on=today())[user.pk]

"""A person gets a role and loses it; nobody gives one to himself, and there is always an administrator."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import CITY_ROLES, PLATFORM_ROLES, PROJECT_ROLES, RoleCode
from accounts.models import Role, User
from accounts.permissions import can_give
from audit.services import record
from kernel.errors import Refused
from kernel.time import today
from organisations.choices import DONORS, Kind
from organisations.models import Organisation


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    by: User | None,
    organisation: Organisation | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str = "",
) -> Role:
    """Give a role at a body, or on the whole platform. `by=None` is the system itself.

    Raises Refused own_role, role_of_project, role_body, role_dates, role_held, account_closed.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if by is not None:
        can_give(by, role, organisation).require()
        if by.pk == person.pk:
            raise Refused("own_role", _("Nobody gives a role to himself: ask another administrator."), status=403)
    require_place(role, organisation)
    start = valid_from or today()
    if valid_to is not None and valid_to <= start:
        raise Refused("role_dates", _("A role ends after the day it begins."), field="valid_to")
    if not person.is_active:
        raise Refused("account_closed", _("The account of this person is closed. Open it first."))
    held = Role.objects.filter(user=person, role=role, organisation=organisation).lasting(start)
    if (held if valid_to is None else held.filter(valid_from__lt=valid_to)).exists():
        raise Refused("role_held", _("This person has this role at that time already."), field="role")
    given = Role.objects.create(user=person, role=role, organisation=organisation, valid_from=start, valid_to=valid_to)
    record(action="accounts.role.granted", about=given, by=by, after=_facts(given), reason=reason)
    return given


@transaction.atomic
def end_role(*, role: Role, by: User | None, on: date | None = None, reason: str = "") -> Role:
    """End a role; `on` is the first day it no longer holds, today if none is given. The next request knows.

    Raises Refused role_ended, role_dates, last_administrator.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=role.user_id)
    administrators = administrators_locked() if role.role == RoleCode.ADMINISTRATOR else set()
    role = Role.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=role.pk)
    if by is not None:
        can_give(by, role.role, role.organisation).require()
    day = on or today()
    if role.valid_to is not None and role.valid_to <= max(today(), role.valid_from):
        raise Refused("role_ended", _("This role has ended already."))
    if day < today():
        raise Refused("role_dates", _("A role cannot end in the past: what was done in it stays done."), field="on")
    if role.valid_to is not None and day > role.valid_to:
        raise Refused("role_dates", _("This role ends earlier than that already."), field="on")
    if administrators == {role.user_id}:
        raise last_administrator()
    before = role.valid_to
    role.valid_to = max(day, role.valid_from)
    role.save(update_fields=["valid_to"])
    record(
        action="accounts.role.ended",
        about=role,
        by=by,
        before={**_facts(role), "valid_to": before},
        after={"valid_to": role.valid_to},
        reason=reason,
    )
    return role


def require_place(role: str, organisation: Organisation | None) -> None:
    """A role of the city is held at a municipality, one of the platform at no body, one of a project elsewhere.

    Clerks work also for other bodies, such as social partners of a city; not for donors.

    Raises Refused role_of_project, role_body.
    """
    if role in PROJECT_ROLES:
        raise Refused("role_of_project", _("This role is given in the project itself."), field="role")
    if role in PLATFORM_ROLES and organisation is not None:
        raise Refused(
            "role_body", _("This role is held on the whole platform: leave the body empty."), field="organisation"
        )
    if role not in PLATFORM_ROLES and organisation is None:
        raise Refused("role_body", _("Say at which body the role is held."), field="organisation")
    if role == RoleCode.CLERK:
        if organisation is not None and organisation.kind in DONORS:
            raise Refused("role_body", _("Nobody comes to trainings for a donor."), field="organisation")
    elif role in CITY_ROLES and organisation is not None and organisation.kind != Kind.MUNICIPALITY:
        raise Refused("role_body", _("This role is held at a municipality."), field="organisation")


def administrators_locked() -> set[int]:
    """Ids of those who administer the platform now; their roles are locked, so that two cannot end each other."""
    held = Role.objects.filter(role=RoleCode.ADMINISTRATOR).order_by("pk").select_for_update(of=("self",))
    holders = {role.user_id for role in held.on(today())}
    return set(User.objects.active().filter(pk__in=holders).values_list("pk", flat=True))


def last_administrator() -> Refused:
    """The refusal to leave the platform without anybody who could let people in."""
    return Refused("last_administrator", _("Nobody else administers the platform. Name another administrator first."))


def _facts(role: Role) -> dict[str, object]:
    """What the record keeps of a role."""
    return {
        "user": role.user_id,
        "role": role.role,
        "organisation": role.organisation_id,
        "valid_from": role.valid_from,
        "valid_to": role.valid_to,
    }

"""Who is what. Apps build their own permissions on these."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from accounts.choices import GIVEN_BY_CITY, PLATFORM_ROLES, RoleCode
from accounts.models import User
from kernel.decisions import Decision, Denied, when
from organisations.models import Organisation

Visitor = User | AnonymousUser
"""Whoever asks; views pass `request.user`."""


def has_role(user: Visitor, *codes: RoleCode, at: Organisation | int | None = None) -> bool:
    """Whether the user holds one of the roles today; `at` a body (or its id) if one is given."""
    if not isinstance(user, User) or not user.is_active:
        return False
    body = at.pk if isinstance(at, Organisation) else at
    return any(role.role in codes and (body is None or role.organisation_id == body) for role in user.roles_now)


def bodies_of(user: Visitor, *codes: RoleCode) -> list[int]:
    """Ids of the bodies at which the user holds one of the roles today."""
    return user.bodies(*codes) if isinstance(user, User) else []


def is_administrator(user: Visitor) -> bool:
    """Configures the platform."""
    return has_role(user, RoleCode.ADMINISTRATOR)


def reads_everything(user: Visitor) -> bool:
    """Auditors and administrators see every row; what they may change is another question."""
    return has_role(user, *PLATFORM_ROLES)


def can_read_audit(user: Visitor) -> Decision:
    """The auditor's page."""
    return when(reads_everything(user), "audit_for_auditors", _("Only auditors and administrators read the record."))


def can_read_outbox(user: Visitor) -> Decision:
    """The page of outgoing messages."""
    return when(reads_everything(user), "outbox_for_administrators", _("Only administrators see outgoing messages."))


def can_change_outbox(user: Visitor) -> Decision:
    """Sending a failed message again; holding, cancelling, sending at once what waits."""
    return when(
        is_administrator(user), "outbox_for_administrators", _("Only administrators change what waits to be sent.")
    )


def can_give(user: Visitor, role: str, organisation: Organisation | int | None) -> Decision:
    """Administrators give and end any role here; a city coordinator those of clerks and approvers of the city."""
    own_city = organisation is not None and has_role(user, RoleCode.CITY_COORDINATOR, at=organisation)
    return when(
        is_administrator(user) or (own_city and role in GIVEN_BY_CITY),
        "cannot_give_role",
        _("You may decide only on clerks and approvers of your own city."),
    )


def can_invite(user: Visitor, role: str, organisation: Organisation | None) -> Decision:
    """As for giving the role."""
    allowed = can_give(user, role, organisation)
    return when(bool(allowed), "cannot_invite", _("You may invite only clerks and approvers of your own city."))


def can_invite_somebody(user: Visitor) -> Decision:
    """Whether there is anybody one may invite."""
    return when(
        is_administrator(user) or bool(bodies_of(user, RoleCode.CITY_COORDINATOR)),
        "cannot_invite",
        _("Only administrators and city coordinators invite people."),
    )


def can_invite_to(user: Visitor, organisation: Organisation) -> Decision:
    """Whether one may invite anybody to this body."""
    return can_invite(user, RoleCode.CLERK, organisation)


def can_decide_on_roles(user: Visitor, person: User) -> Decision:
    """Whether one may give roles to this person; which ones and where, `can_give` says. Nobody decides on himself."""
    somebody = can_invite_somebody(user)
    if not somebody:
        return Denied("cannot_give_role", _("Only administrators and city coordinators give roles."))
    return when(user.pk != person.pk, "own_role", _("Nobody gives a role to himself: ask another administrator."))


def can_read_people(user: Visitor) -> Decision:
    """The list of people."""
    return when(
        reads_everything(user) or bool(bodies_of(user, RoleCode.CITY_COORDINATOR)),
        "people_for_coordinators",
        _("Only administrators, auditors and city coordinators see lists of people."),
    )


def can_merge_people(user: Visitor) -> Decision:
    """Making one person of two."""
    return when(is_administrator(user), "merging_for_administrators", _("Only administrators merge two accounts."))


def can_close_accounts(user: Visitor) -> Decision:
    """Closing and opening accounts."""
    return when(is_administrator(user), "accounts_for_administrators", _("Only administrators close accounts."))

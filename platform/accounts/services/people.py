"""A person's own data, and the end of an account: sessions and tokens die with it."""

from __future__ import annotations

import re

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from accounts.choices import Sex
from accounts.models import User
from accounts.permissions import can_close_accounts
from accounts.services.roles import administrators_locked, last_administrator
from audit.services import record
from kernel.errors import Refused

CHANGEABLE = ("first_name", "last_name", "phone", "language", "sex")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{6,28}")


@transaction.atomic
def change_profile(*, user: User, by: User, version: int | None = None, **given: str) -> User:
    """Change one's own data, what is given of CHANGEABLE. Raises Refused not_yours, stale, name_missing, *_wrong."""
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if by.pk != person.pk:
        raise Refused("not_yours", _("Everybody changes only his own data."), status=403)
    if not given.keys() <= set(CHANGEABLE):
        raise TypeError(f"not changeable: {sorted(given.keys() - set(CHANGEABLE))}")
    person.next_version(version)
    changed = {field: value.strip() for field, value in given.items() if getattr(person, field) != value.strip()}
    if not changed:
        return user
    for field, value in changed.items():
        setattr(person, field, value)
    _require_sensible(person)
    person.save(update_fields=[*changed, "version"])
    # Which data changed is evidence; the data themselves would only be a second copy that erasure does not reach.
    record(action="accounts.user.profile_changed", about=person, by=by, after={"changed": sorted(changed)})
    return person


@transaction.atomic
def deactivate(*, user: User, by: User | None, reason: str, version: int | None = None) -> User:
    """Close an account: every session and token ends now.

    Raises Refused own_account, reason_missing, account_closed, last_administrator.
    """
    person = _locked(user, by)
    if by is not None and by.pk == person.pk:
        raise Refused("own_account", _("You cannot close your own account: ask another administrator."), status=403)
    if not reason.strip():
        raise Refused("reason_missing", _("Say why the account is closed."), field="reason")
    if not person.is_active:
        raise Refused("account_closed", _("This account is closed already."))
    if administrators_locked() == {person.pk}:
        raise last_administrator()
    person.next_version(version)
    person.is_active = False
    person.save(update_fields=["is_active", "version"])
    end_sessions(person)
    end_tokens(person)
    record(
        action="accounts.user.deactivated",
        about=person,
        by=by,
        before={"is_active": True},
        after={"is_active": False},
        reason=reason,
    )
    return person


@transaction.atomic
def reactivate(*, user: User, by: User | None, reason: str = "", version: int | None = None) -> User:
    """Open a closed account again; roles that still last hold again. Raises Refused account_open, account_merged."""
    person = _locked(user, by)
    if by is not None and by.pk == person.pk:
        raise Refused("own_account", _("You cannot open your own account."), status=403)
    if person.is_active:
        raise Refused("account_open", _("This account is open already."))
    if person.merged_into_id:
        raise Refused("account_merged", _("This account was merged: its facts and roles are those of another one."))
    person.next_version(version)
    person.is_active = True
    person.save(update_fields=["is_active", "version"])
    record(
        action="accounts.user.reactivated",
        about=person,
        by=by,
        before={"is_active": False},
        after={"is_active": True},
        reason=reason,
    )
    return person


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Set the password that the person chose; tokens issued under the old one end. Sessions end by themselves."""
    user.set_password(password)
    user.save(update_fields=["password"])
    end_tokens(user)
    record(action="accounts.user.password_changed", about=user, by=user)


def end_sessions(person: User) -> None:
    """Sign the person out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def end_tokens(person: User) -> None:
    """Let no token of the person open the API any more."""
    AuthToken.objects.filter(user=person).delete()


def _locked(user: User, by: User | None) -> User:
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if by is not None:
        can_close_accounts(by).require()
    return person


def _require_sensible(person: User) -> None:
    for field in ("first_name", "last_name"):
        if not getattr(person, field):
            raise Refused("name_missing", _("Give first and last name."), field=field)
    if person.phone and not _PHONE.fullmatch(person.phone):
        raise Refused(
            "phone_wrong", _("Give the telephone number in digits, for instance +48 22 123 45 67."), field="phone"
        )
    if person.language not in dict(settings.LANGUAGES):
        raise Refused("language_unknown", _("Choose one of the languages."), field="language")
    if person.sex and person.sex not in Sex.values:
        raise Refused("sex_unknown", _("Choose one of the answers, or none."), field="sex")

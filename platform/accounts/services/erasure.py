"""What an account loses when a person asks to be forgotten, or when its time is over."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, User
from accounts.permissions import can_close_accounts
from accounts.services.people import deactivate
from audit.services import record, record_each

FORGOTTEN = "@forgotten.invalid"
"""How the address of a person ends whose data were erased: nothing is ever delivered there."""


@transaction.atomic
def erase_contact(*, user: User, by: User) -> User:
    """Forget the telephone number. Asked again, nothing happens.

    Raises Refused accounts_for_administrators (403).
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    can_close_accounts(by).require()
    if person.phone:
        person.next_version(None)
        person.phone = ""
        person.save(update_fields=["phone", "version"])
        record(action="accounts.user.contact_erased", about=person, by=by, after={"changed": ["phone"]})
    return person


def over_before(moment: datetime) -> QuerySet[Invitation]:
    """Invitations that were accepted, revoked or expired before."""
    ended = Coalesce("accepted_at", "revoked_at", "expires_at")
    return Invitation.objects.alias(ended_at=ended).filter(ended_at__lt=moment)


def erase_invitations(rows: QuerySet[Invitation], by: User | None) -> int:
    """Erase them with name and address; how many. The record keeps that there was one, and of which role."""
    found = list(rows.select_for_update(of=("self",), skip_locked=True))
    changes = [(row, {"role": row.role, "organisation": row.organisation_id}, None) for row in found]
    record_each(action="accounts.invitation.erased", changes=changes, by=by)
    Invitation.objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)


@transaction.atomic
def forget_person(*, user: User, by: User) -> User:
    """Take name, addresses, telephone and all keys from an account for good; what hangs on it is of a number now.

    Sex stays: counts of past years are made of it. Asked again, nothing happens. Raises Refused as `deactivate`.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if person.email.endswith(FORGOTTEN):
        return person
    if person.is_active:
        person = deactivate(user=person, reason=str(_("Personal data have had their time.")), by=by)
    else:
        can_close_accounts(by).require()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    Invitation.objects.filter(accepted_by=person).delete()
    person.next_version(None)
    person.first_name, person.last_name, person.phone = "", f"#{person.pk}", ""
    person.email = f"{person.pk}{FORGOTTEN}"
    person.set_unusable_password()
    person.save()
    record(action="accounts.user.forgotten", about=person, by=by)
    return person

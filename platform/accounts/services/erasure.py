"""What an account loses when a person asks to be forgotten, as far as evidence lets us."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from accounts.permissions import can_close_accounts
from audit.services import record


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

"""Tokens with which a person's programs use the API: shown once, kept as a hash."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from accounts.models import ApiToken, User
from audit.services import record
from kernel.errors import Refused
from kernel.time import now

LIFETIMES = (30, 90, 365)
"""Days a token may be good for."""
TOKENS_EACH = 10


@transaction.atomic
def issue_token(*, name: str, days: int, by: User) -> tuple[ApiToken, str]:
    """A new token of one's own: its row, and the secret that is shown now and never again.

    Raises Refused token_name_missing, token_name_taken, token_lifetime, token_limit.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    name = name.strip()
    if not name:
        raise Refused("token_name_missing", _("Name the token after what will use it."), field="name")
    if days not in LIFETIMES:
        raise Refused("token_lifetime", _("A token is good for 30, 90 or 365 days."), field="days")
    AuthToken.objects.filter(user=person, expiry__lte=now()).delete()
    kept = ApiToken.objects.filter(user=person)
    if kept.filter(name=name).exists():
        raise Refused("token_name_taken", _("You have a token of this name already."), field="name")
    if kept.count() >= TOKENS_EACH:
        raise Refused("token_limit", _("You have %(count)s tokens. Revoke one first.") % {"count": TOKENS_EACH})
    row, secret = AuthToken.objects.create(user=person, expiry=timedelta(days=days))
    token = ApiToken.objects.create(user=person, token=row, name=name)
    record(action="accounts.token.issued", about=token, by=by, after={"expires_at": row.expiry})
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> None:
    """End a token of one's own: the next request with it is refused. Raises Refused not_yours."""
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.user_id != by.pk:
        raise Refused("not_yours", _("Everybody revokes only his own tokens."), status=403)
    record(action="accounts.token.revoked", about=token, by=by)
    token.token.delete()


def forget_over() -> None:
    """Delete the tokens whose time is over; none of them opens anything any more."""
    AuthToken.objects.filter(expiry__lte=now()).delete()

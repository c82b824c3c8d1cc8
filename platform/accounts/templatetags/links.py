"""Links that open something: made when a message is sent, so that none lies in the database."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django import template
from django.conf import settings
from django.urls import reverse

from accounts.models import Invitation, User
from accounts.services.invitations import link_of

register = template.Library()


@register.simple_tag
def invitation_by_id(pk: int) -> dict[str, object]:
    """The invitation and its link."""
    invitation = Invitation.objects.select_related("organisation", "invited_by").get(pk=pk)
    return {"row": invitation, "link": link_of(invitation)}


@register.simple_tag
def password_link(user_id: int) -> str:
    """Where a new password can be set, for an hour and once."""
    user = User.objects.get(pk=user_id)
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return _absolute(reverse("account_reset_password_from_key", kwargs=key))


@register.simple_tag
def address_link(pk: int) -> str:
    """Where an e-mail address is confirmed; empty if it was taken away meanwhile."""
    address = EmailAddress.objects.filter(pk=pk).first()
    if address is None:
        return ""
    return _absolute(reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]))


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"

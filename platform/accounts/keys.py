"""The forms of passkeys and security keys, with labels that can be translated."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

_HELP = _("So that you can tell your keys apart, for example: office laptop.")


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new key; the name may be left to us."""

    name = forms.CharField(label=_("Name of the key"), required=False, help_text=_HELP)


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Another name for a key."""

    name = forms.CharField(label=_("Name of the key"), help_text=_HELP)

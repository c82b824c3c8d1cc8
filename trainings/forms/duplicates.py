"""What is typed about two accounts that may be of one person."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SamePersonForm(forms.Form):
    """How it is known, before two accounts become one."""

    reason = forms.CharField(
        label=_("How do you know that this is one person?"), max_length=500, help_text=_("Auditors read it.")
    )


class TwoPeopleForm(forms.Form):
    """How it is known that they are two."""

    reason = forms.CharField(
        label=_("How do you know that these are two people?"), max_length=500, help_text=_("Auditors read it.")
    )

"""What people type about what they need, and about being forgotten."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.choices import NeedKind
from trainings.forms.legal import TextsForm
from trainings.services.needs import LONGEST


class NeedForm(TextsForm):
    """A need in the person's own words; with the consent, where it is not given yet."""

    kind = forms.ChoiceField(label=_("What it is about"), choices=NeedKind.choices)
    words = forms.CharField(
        label=_("What do you need?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        help_text=_("Say what should be there, not why: no diagnosis is needed."),
    )
    for_trainer = forms.BooleanField(
        label=_("The trainer may read it, too"),
        required=False,
        help_text=_("Otherwise only the organiser does."),
    )


class ErasureForm(forms.Form):
    """That the person asked for it."""

    reason = forms.CharField(
        label=_("When and how did the person ask?"), max_length=500, help_text=_("Auditors read it.")
    )

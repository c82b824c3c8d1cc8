"""What is typed by who decides on enrolments: offices of cities."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SeveralDecisionsForm(forms.Form):
    """Yes or no is told by the button; the comment is needed for a no, and the service says so."""

    comment = forms.CharField(
        label=_("Comment"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed when you decline: the person reads it."),
    )


class DecisionForm(SeveralDecisionsForm):
    """One of them, as it was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

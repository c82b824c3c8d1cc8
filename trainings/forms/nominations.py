"""A list of people to be nominated."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NominationsForm(forms.Form):
    """The file, and of an organiser why."""

    file = forms.FileField(
        label=_("File with the list"),
        help_text=_("XLSX or CSV, up to 500 people and 2 MB. The first row names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Why you enrol them, for example a letter of the city. Auditors read it."),
    )

    def __init__(self, *args: Any, organises: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organises:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class ConfirmNominationsForm(forms.Form):
    """The list as it was looked at."""

    token = forms.CharField(widget=forms.HiddenInput)

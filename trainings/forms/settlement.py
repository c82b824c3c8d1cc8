"""What people type about the end of a training and its certificates."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.choices import Outcome
from trainings.models import Edition, Session
from trainings.services.editions.sessions import LONGEST_VISIT
from ui.format import moment


class WhyForm(forms.Form):
    """Why; never left out."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class WhyVersionForm(WhyForm):
    """Why, of a row that somebody looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class OutcomeForm(WhyVersionForm):
    """Another outcome."""

    field_order = ["outcome", "reason"]
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)


class SessionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One session of an edition, named as the page names it."""

    def label_from_instance(self, obj: Any) -> str:
        """Number and start."""
        return f"{obj.ordinal}. {moment(obj.starts_at)}"


class MinutesForm(WhyVersionForm):
    """Other minutes in one session."""

    field_order = ["session", "minutes", "reason"]
    session = SessionField(label=_("Session"), queryset=Session.objects.none())
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=LONGEST_VISIT)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("SessionField", self.fields["session"]).queryset = edition.sessions.taking_place()


class CertificateCodeForm(forms.Form):
    """A code as somebody reads it from paper."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=40,
        help_text=_("Under the QR code, for example 7KQ2M-X9T4B. Capital letters and the dash do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )


class SurnameForm(CertificateCodeForm):
    """The code, and the surname of whose certificate it is said to be."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    surname = forms.CharField(
        label=_("Surname on the certificate"),
        max_length=120,
        help_text=_("If it is right, we show the full name. Ten tries an hour."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

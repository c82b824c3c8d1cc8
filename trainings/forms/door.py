"""What is told at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from trainings.choices import ScanDirection
from trainings.models import Enrolment


class CheckInForm(forms.Form):
    """Somebody comes or goes: ticked on the list, or by a typed code. What the page does without scripts."""

    direction = forms.ChoiceField(choices=ScanDirection.choices, initial=ScanDirection.IN)
    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
    enrolment = forms.ModelChoiceField(queryset=Enrolment.objects.none(), required=False)
    code = forms.CharField(label=_("Code on the ticket"), max_length=40, required=False)

    def __init__(self, *args: Any, roster: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["enrolment"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = roster

    @property
    def problems(self) -> list[tuple[forms.BoundField, list[str]]]:
        """What is wrong with the code: the only field that is typed."""
        return [(self["code"], [str(error) for error in self["code"].errors])]

    def clean(self) -> dict[str, Any]:
        """One of the two must be given."""
        given = self.cleaned_data
        if not given.get("enrolment") and not given.get("code") and not self.errors:
            self.add_error("code", _("Type the code, or choose somebody from the list."))
        return given


class WalkInForm(forms.Form):
    """Somebody without a place, by the e-mail address of the account."""

    email = forms.EmailField(label=_("E-mail of the person"))
    city = forms.ModelChoiceField(label=_("Town"), queryset=Organisation.objects.none())
    post = forms.CharField(label=_("Post"), max_length=120, required=False)
    department = forms.CharField(label=_("Department"), max_length=120, required=False)
    signed = forms.BooleanField(
        label=_("The person signed the regulations and the information on personal data"),
        required=False,
        help_text=_("Needed from who has not accepted them on the platform."),
    )
    overbook = forms.BooleanField(label=_("Let in even if no place is free"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed when others wait, or when no place is free. Auditors read it."),
    )

    def __init__(self, *args: Any, roles: Any, asks_texts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._roles = roles
        if not asks_texts:
            del self.fields["signed"]
        field = self.fields["city"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = Organisation.objects.filter(pk__in=roles.values("organisation"))

    def clean(self) -> dict[str, Any]:
        """With `person` in place of the address."""
        given = self.cleaned_data
        email = given.pop("email", "")
        if email and given.get("city"):
            role = self._roles.filter(user__email=email.lower(), organisation=given["city"]).first()
            if role is None:
                self.add_error("email", _("Nobody with this address works in this town."))
            else:
                given["person"] = role.user
        return given


class ExemptForm(forms.Form):
    """Why somebody need not be there."""

    note = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("For example: the place was given after this session.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

"""What people type about reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grants.models import Project, ReportingPeriod
from reports.choices import Kind


class OpenForm(forms.Form):
    """The period to report on."""

    period = forms.ModelChoiceField(label=_("Reporting period"), queryset=ReportingPeriod.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.INTERIM)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = ReportingPeriod.objects.filter(project__in=Project.objects.managed_by(user))
        field: forms.ModelChoiceField[ReportingPeriod] = self.fields["period"]  # type: ignore[assignment]
        field.queryset = periods.select_related("project").order_by("project__code", "number")


class NarrativeForm(forms.Form):
    """The text in both languages."""

    narrative_pl = forms.CharField(
        label=_("Narrative in Polish"),
        required=False,
        widget=forms.Textarea({"rows": 12, "lang": "pl"}),
        help_text=_("Plain text; leave a blank line between paragraphs. What changed, what was hard, what comes next."),
    )
    narrative_en = forms.CharField(
        label=_("Narrative in English"),
        required=False,
        widget=forms.Textarea({"rows": 12, "lang": "en"}),
        help_text=_("Left empty, the English report prints the Polish text."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SubmitForm(forms.Form):
    """The version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """A verification code as somebody reads it from paper."""

    code = forms.CharField(
        label=_("Code of the report"),
        max_length=40,
        help_text=_("At the foot of each page, for example 7KQ2M-X9T4B. Capital letters and the dash do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )


class FileForm(forms.Form):
    """A file that claims to be one of ours."""

    file = forms.FileField(
        label=_("File of the report"),
        help_text=_("A PDF. It is compared with what we issued and then forgotten."),
        widget=forms.FileInput({"accept": "application/pdf"}),
    )

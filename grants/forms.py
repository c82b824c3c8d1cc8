"""What a project manager types."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import DayField


class PeriodForm(forms.Form):
    """The days of a new reporting period."""

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    due_on = DayField(
        label=_("Report due"),
        help_text=_("The day by which the donor expects the report."),
    )


class TargetForm(forms.Form):
    """A new target of an indicator."""

    target = forms.DecimalField(
        label=_("Target"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=2,
        help_text=_("For the whole project. Empty means: no target was set."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Auditors read it."))
    version = forms.IntegerField(widget=forms.HiddenInput)

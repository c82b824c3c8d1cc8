"""Signed lists and logs of meetings: what is uploaded, and what the organiser says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.models import Attendance, AttendanceSheet, Enrolment


class ScanForm(forms.Form):
    """A signed page."""

    file = forms.FileField(
        label=_("Scan or photograph of the signed list"),
        help_text=_("PDF, JPG or PNG, at most 50 MB. A PDF may hold all pages at once."),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    page = forms.IntegerField(label=_("Page of the list"), min_value=1, initial=1)

    def __init__(self, *args: Any, sheet: AttendanceSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sheet.pages <= 1:
            self.fields["page"].widget = forms.HiddenInput()


class SignaturesForm(forms.Form):
    """Who signed, person by person; nobody is ticked beforehand."""

    def __init__(self, *args: Any, roster: Iterable[Enrolment], known: dict[int, Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roster, self._known = list(roster), known
        for row in self.roster:
            self.fields[f"signed_{row.pk}"] = forms.BooleanField(label=str(row.person), required=False)

    @property
    def lines(self) -> list[tuple[Enrolment, Attendance | None, forms.BoundField]]:
        """The person, what is recorded, the tick."""
        return [(row, self._known.get(row.pk), self[f"signed_{row.pk}"]) for row in self.roster]

    @property
    def problems(self) -> list[tuple[forms.BoundField, list[str]]]:
        """A tick cannot be wrong: what the service refuses stands above."""
        return []

    def signed(self) -> set[int]:
        """Ids of enrolments."""
        return {row.pk for row in self.roster if self.cleaned_data[f"signed_{row.pk}"]}


class DisputeForm(forms.Form):
    """How a dispute ends."""

    minutes = forms.IntegerField(
        label=_("Minutes that count"), min_value=0, help_text=_("0 for who was not there, whatever was recorded.")
    )
    note = forms.CharField(label=_("How you decided and why"), max_length=500, help_text=_("Auditors read it."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class LoginReportForm(forms.Form):
    """The log of a meeting."""

    file = forms.FileField(
        label=_("Log of the meeting"),
        help_text=_("CSV or XLSX as Teams or Zoom gives it: who joined, when they came and left."),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
    )

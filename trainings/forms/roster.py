"""What is typed about several participants at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.choices import Act
from trainings.models import Enrolment


class SeveralForm(forms.Form):
    """What to do with them, and why; the version of each is the one that was looked at."""

    act = forms.ChoiceField(choices=Act.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed to take people off, to cancel, and to pass others who have waited longer."),
    )

    def __init__(self, *args: Any, rows: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"version_{row.pk}"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.version)
        self._rows = rows

    def clean(self) -> dict[str, Any]:
        """As the service takes it."""
        given = self.cleaned_data
        versions = {row.pk: given.get(f"version_{row.pk}") for row in self._rows}
        return {"act": Act(given["act"]) if "act" in given else None, "reason": given["reason"], "versions": versions}

    @property
    def act_in_words(self) -> str:
        """What is about to be done; nothing for what is no act."""
        return str(dict(Act.choices).get(self["act"].value() or "", ""))


class LetterForm(forms.Form):
    """A message to participants."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Text"),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("A greeting with the name, the training and the link to it are added."),
    )

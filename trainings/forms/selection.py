"""What a committee writes down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.choices import Choice
from trainings.forms import Problem
from trainings.models import Enrolment, SelectionDecision
from trainings.services.places import Verdict


class SelectionForm(forms.Form):
    """A line for each person: place in the ranking, points, decision, reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, people: Iterable[Enrolment], known: dict[int, SelectionDecision], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        first = len(known) + 1
        self.people = sorted(people, key=lambda row: (known[row.pk].rank if row.pk in known else first, row.queue_no))
        for number, row in enumerate(self.people, start=1):
            old = known.get(row.pk)
            self.fields[f"rank_{row.pk}"] = forms.IntegerField(
                label=_("Order"), min_value=1, max_value=32_000, initial=number
            )
            self.fields[f"points_{row.pk}"] = forms.DecimalField(
                label=_("Points"),
                max_digits=6,
                decimal_places=2,
                min_value=0,
                required=False,
                initial=old.points if old else None,
                localize=True,
            )
            self.fields[f"choice_{row.pk}"] = forms.ChoiceField(
                label=_("Decision"), choices=Choice.choices, initial=old.choice if old else Choice.CONFIRM
            )
            self.fields[f"reason_{row.pk}"] = forms.CharField(
                label=_("Reason"), max_length=500, required=False, initial=old.reason if old else ""
            )

    @property
    def lines(self) -> list[tuple[Enrolment, list[forms.BoundField]]]:
        """One for each person: the enrolment and its fields."""
        names = ("rank", "points", "choice", "reason")
        return [(row, [self[f"{name}_{row.pk}"] for name in names]) for row in self.people]

    @property
    def problems(self) -> list[tuple[Problem, list[str]]]:
        """What is wrong, under the name of the person it is about."""
        return [
            (Problem(field.auto_id, str(row.person)), [str(error) for error in field.errors])
            for row, fields in self.lines
            for field in fields
            if field.errors
        ]

    def verdicts(self) -> list[Verdict]:
        """In the order that was typed; of two alike, who enrolled first."""
        given = self.cleaned_data
        ranked = sorted(self.people, key=lambda row: (given[f"rank_{row.pk}"], row.queue_no))
        return [
            Verdict(row.pk, given[f"choice_{row.pk}"], given[f"points_{row.pk}"], given[f"reason_{row.pk}"])
            for row in ranked
        ]

"""Of which project and which days somebody wants the counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grants.models import Project
from trainings.queries.counted import countable_projects, usual_days
from ui.fields import DayField


class CountsForm(forms.Form):
    """A project, a first and a last day, both included; where nothing is said, the usual ones."""

    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none(), empty_label=None)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    def __init__(self, asked: Mapping[str, Any], *, by: User) -> None:
        super().__init__(asked if self.base_fields.keys() & asked.keys() else _usual(by))
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = countable_projects(by)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("first_day") and given.get("last_day") and given["last_day"] < given["first_day"]:
            self.add_error("last_day", _("The last day is before the first one."))
        return given

    def as_query(self) -> dict[str, Any]:
        """What was asked, as an address carries it."""
        given = self.cleaned_data
        return {"project": given["project"].pk, "first_day": given["first_day"], "last_day": given["last_day"]}


def _usual(by: User) -> dict[str, Any]:
    project = countable_projects(by).first()
    return {"project": project.pk, **usual_days(project)} if project else {}

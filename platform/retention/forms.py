"""What somebody types who decides how long data are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import is_administrator
from grants.models import Project
from retention.registry import Length, Matter
from ui.fields import DayField


class RuleForm(forms.Form):
    """How long, on what ground, and whether an audit holds erasure up."""

    number = forms.IntegerField(label=_("Kept for"), min_value=1, max_value=9999)
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=500,
        help_text=_("A law, a grant agreement, the letter of the programme operator. Auditors read it."),
    )
    hold_until = DayField(
        label=_("Erase nothing until"),
        required=False,
        help_text=_("For an audit or a dispute: until the end of this day nothing is erased. Usually empty."),
    )

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least, most = (Length(edge, matter.default.unit) for edge in (matter.bounds[0], matter.bounds[-1]))
        text = _("In %(unit)s, from %(least)s to %(most)s.")
        unit = matter.default.unit.label
        self.fields["number"].help_text = text % {"unit": unit, "least": least.number, "most": most.number}


class ChangeRuleForm(RuleForm):
    """With the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NewRuleForm(RuleForm):
    """With its project; administrators may leave it out, and have to where data belong to none."""

    field_order = ["project"]
    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none())

    def __init__(self, *args: Any, matter: Matter, by: User, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        if matter.by_project:
            field.queryset = Project.objects.managed_by(by)
        if is_administrator(by):
            field.required, field.empty_label = False, _("every project without its own")


class RunForm(forms.Form):
    """Who decided on it, and for which project."""

    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none())
    reason = forms.CharField(
        label=_("Who decided, and when"), max_length=500, help_text=_("It stays with the record of what was erased.")
    )

    def __init__(self, *args: Any, matter: Matter, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        if matter.by_project:
            field.queryset = Project.objects.managed_by(by)
        else:
            del self.fields["project"]

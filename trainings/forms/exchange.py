"""What is typed where places change hands or are kept for towns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.models import Organisation
from trainings.forms import PostForm
from trainings.models import Edition
from ui.fields import InstantField
from ui.format import moment


class _DateField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A date of a course, with what is free on it."""

    def label_from_instance(self, obj: Any) -> str:
        """When, where, how many places are free."""
        return " · ".join(part for part in (moment(obj.starts_at), obj.code, obj.venue, obj.room) if part)


class TransferForm(forms.Form):
    """Another date of the same course."""

    to = _DateField(label=_("New date"), queryset=Edition.objects.none(), widget=forms.RadioSelect, empty_label=None)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("Needed if you are the organiser.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, dates: QuerySet[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = dates


class SubstituteForm(PostForm):
    """A colleague instead."""

    field_order = ["person"]
    person = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = people


class CancelForm(forms.Form):
    """Why somebody is taken off."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The person reads it."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class AllocationForm(forms.Form):
    """Places kept for a town."""

    city = forms.ModelChoiceField(label=_("Town"), queryset=Organisation.objects.none())
    seats = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=10_000,
        help_text=_("All of them together; those its people have taken already count."),
    )
    release_at = InstantField(
        label=_("Kept until"), help_text=_("Then what the town has not taken is offered to everybody.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, towns: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["city"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = towns

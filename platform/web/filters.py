"""Filters that more than one app uses."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.fields import DayField


class DayFilter(django_filters.DateFilter):
    """By a day, typed in the browser's own calendar."""

    field_class = DayField


class _Tick(forms.CheckboxInput):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """As it came; Django's own reads any word as yes."""
        return data.get(name)


class TickField(forms.Field):
    """A checkbox whose words are known: what is neither yes nor no is refused."""

    widget = _Tick(check_test=lambda word: word in {"true", "on", "1"})
    WORDS = {None: False, "": False, "false": False, "off": False, "0": False, "true": True, "on": True, "1": True}

    def to_python(self, value: str | None) -> bool:
        """Whether it is ticked. Raises ValidationError."""
        if value not in self.WORDS:
            raise ValidationError(_("Give true or false."), code="invalid")
        return self.WORDS[value]


class TickFilter(django_filters.BooleanFilter):
    """By a checkbox."""

    field_class = TickField

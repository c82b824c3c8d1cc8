"""How lists ordered as files may be narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from jobs.choices import State
from jobs.models import Job
from web.scoping import ScopedFilterSet


class ExportFilter(ScopedFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(choices=State.choices, label=_("State"))

    class Meta:
        model = Job
        fields: list[str] = []

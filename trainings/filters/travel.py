"""How travel claims may be narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from grants.models import Project
from trainings.choices import TravelState
from trainings.filters.base import ENROLLED, WordsFilter
from trainings.models import Edition, TravelClaim
from web.scoping import RowFilter, offered


def _editions(request: Any) -> QuerySet[Edition]:
    """Those that pay travel, with what their names need."""
    rows: QuerySet[Edition] = offered(Edition)(request)
    return rows.filter(pays_travel=True).select_related("course")


class TravelClaimFilter(WordsFilter):
    """By words, state, edition and project."""

    searched = ENROLLED
    q = django_filters.CharFilter(method="with_words", label=_("Training or person"))
    state = django_filters.ChoiceFilter(choices=TravelState.choices, label=_("State"))
    edition = RowFilter(field_name="enrolment__edition", queryset=_editions, label=_("Training"))
    project = RowFilter(field_name="enrolment__edition__course__project", queryset=offered(Project), label=_("Project"))

    class Meta:
        model = TravelClaim
        fields: list[str] = []

"""How lists of grants may be narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from grants.choices import PeriodState
from grants.models import Indicator, Project, ReportingPeriod
from web.scoping import ScopedFilterSet


class ProjectFilter(ScopedFilterSet):
    """By words in code or title."""

    q = django_filters.CharFilter(method="with_words", label=_("Code or title"))

    class Meta:
        model = Project
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Project], _name: str, words: str) -> QuerySet[Project]:
        """Every word in the code or in one of the titles."""
        for word in words.split():
            rows = rows.filter(Q(code__icontains=word) | Q(title_pl__icontains=word) | Q(title_en__icontains=word))
        return rows


class PeriodFilter(ScopedFilterSet):
    """By project and state."""

    state = django_filters.ChoiceFilter(choices=PeriodState.choices, label=_("State"))

    class Meta:
        model = ReportingPeriod
        fields = ["project", "state"]


class IndicatorFilter(ScopedFilterSet):
    """By project."""

    class Meta:
        model = Indicator
        fields = ["project"]

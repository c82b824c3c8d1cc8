"""How lists of advisory may be narrowed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from advisory.choices import AssignmentState, ConsultationState
from advisory.models import Assignment, AssignmentQuerySet, Consultation, ConsultationQuerySet
from kernel.time import start_of
from organisations.models import Organisation
from web.filters import DayFilter
from web.scoping import RowFilter, ScopedFilterSet


def _towns(request: Any) -> QuerySet[Organisation]:
    """Those of the consultations the reader may see."""
    if request is None:  # the schema generator
        return Organisation.objects.none()
    seen = Consultation.objects.visible_to(request.user)
    return Organisation.objects.filter(pk__in=seen.order_by().values("city")).order_by("name", "pk")


class ConsultationFilter(ScopedFilterSet):
    """By words, state, town and the days on which they began in Warsaw."""

    q = django_filters.CharFilter(method="with_words", label=_("Words"))
    state = django_filters.ChoiceFilter(choices=ConsultationState.choices, label=_("State"))
    city = RowFilter(queryset=_towns, label=_("Town"))
    first_day = DayFilter(label=_("From"), method="not_before")
    last_day = DayFilter(label=_("To"), method="not_after")

    class Meta:
        model = Consultation
        fields: list[str] = []

    def with_words(self, rows: ConsultationQuerySet, _name: str, words: str) -> ConsultationQuerySet:
        """See `found_by`."""
        return rows.found_by(words)

    def not_before(self, rows: ConsultationQuerySet, _name: str, day: date) -> ConsultationQuerySet:
        """Began on the day or later."""
        return rows.filter(starts_at__gte=start_of(day))

    def not_after(self, rows: ConsultationQuerySet, _name: str, day: date) -> ConsultationQuerySet:
        """Began on the day or earlier."""
        return rows.filter(starts_at__lt=start_of(day + timedelta(days=1)))


class AssignmentFilter(ScopedFilterSet):
    """By the name of the town, and state."""

    q = django_filters.CharFilter(method="with_words", label=_("Town"))
    state = django_filters.ChoiceFilter(choices=AssignmentState.choices, label=_("State"))

    class Meta:
        model = Assignment
        fields: list[str] = []

    def with_words(self, rows: AssignmentQuerySet, _name: str, words: str) -> AssignmentQuerySet:
        """Towns found by every word."""
        return rows.filter(city__in=Organisation.objects.found_by(words).values("pk"))

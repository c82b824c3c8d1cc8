"""How enrolments may be narrowed: one's own, the list of participants, who was trained."""

from __future__ import annotations

from datetime import date, timedelta

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.time import start_of
from trainings.choices import EnrolmentState, Group
from trainings.filters.base import PERSON, TRAINING, OwnFilter, WordsFilter
from trainings.models import Enrolment
from trainings.queries.roster import in_group
from web.filters import DayFilter
from web.scoping import ScopedFilterSet


class EnrolmentFilter(ScopedFilterSet):
    """By edition, city, person and state."""

    state = django_filters.ChoiceFilter(choices=EnrolmentState.choices, label=_("State"))

    class Meta:
        model = Enrolment
        fields = ["edition", "city", "person"]


class MyEnrolmentFilter(OwnFilter):
    """By words and state."""

    searched = [*TRAINING, *PERSON]
    owner = "person"
    q = django_filters.CharFilter(method="with_words", label=_("Training or person"))
    state = django_filters.ChoiceFilter(choices=EnrolmentState.choices, label=_("State"))

    class Meta:
        model = Enrolment
        fields: list[str] = []


class RosterFilter(WordsFilter):
    """On the list of participants: by words and part of the list."""

    searched = [*PERSON, "city__name", "post", "department"]
    q = django_filters.CharFilter(method="with_words", label=_("Person, town or post"))
    group = django_filters.ChoiceFilter(
        choices=Group.choices, empty_label=_("everybody"), method="in_group", label=_("Who")
    )

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def in_group(self, rows: QuerySet[Enrolment], _name: str, group: str) -> QuerySet[Enrolment]:
        """One part of the list."""
        return in_group(rows, group)


class TrainedFilter(WordsFilter):
    """By words, course and days."""

    searched = [*TRAINING, *PERSON]

    q = django_filters.CharFilter(method="with_words", label=_("Training or person"))
    ends_from = DayFilter(label=_("Ended from"), method="ending_from")
    ends_to = DayFilter(label=_("Ended until"), method="ending_to")

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def ending_from(self, rows: QuerySet[Enrolment], _name: str, day: date) -> QuerySet[Enrolment]:
        """On this Warsaw day or later."""
        return rows.filter(edition__ends_at__gte=start_of(day))

    def ending_to(self, rows: QuerySet[Enrolment], _name: str, day: date) -> QuerySet[Enrolment]:
        """On this Warsaw day or before."""
        return rows.filter(edition__ends_at__lt=start_of(day + timedelta(days=1)))

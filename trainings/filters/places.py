"""How enrolments may be narrowed: one's own, the list of participants, who was trained."""

from __future__ import annotations

from datetime import date, timedelta

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.time import start_of
from organisations.models import Organisation
from trainings.choices import EnrolmentState, Group, Outcome
from trainings.filters.base import PERSON, TRAINING, InProjectFilter, OwnFilter, WordsFilter, by_project
from trainings.models import Enrolment
from trainings.queries.roster import in_group
from web.filters import DayFilter


class EnrolmentFilter(InProjectFilter):
    """By words, project, edition, city, person, state and outcome."""

    searched = [*TRAINING, *PERSON]
    q = django_filters.CharFilter(method="with_words", label=_("Training or person"))
    state = django_filters.ChoiceFilter(choices=EnrolmentState.choices, label=_("State"))
    project = by_project("edition")

    class Meta:
        model = Enrolment
        fields = ["edition", "city", "person", "outcome"]


class MyEnrolmentFilter(OwnFilter, InProjectFilter):
    """By words, state and outcome; for who oversees projects also by project and town."""

    searched = [*TRAINING, *PERSON]
    owner = "person"
    for_overseers = ("project", "town")
    q = django_filters.CharFilter(method="with_words", label=_("Training or person"))
    state = django_filters.ChoiceFilter(choices=EnrolmentState.choices, label=_("State"))
    outcome = django_filters.ChoiceFilter(choices=Outcome.choices, label=_("Outcome"))
    project = by_project("edition")
    town = django_filters.CharFilter(method="of_town", label=_("Town"))

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def of_town(self, rows: QuerySet[Enrolment], _name: str, words: str) -> QuerySet[Enrolment]:
        """Of people of a town found by every word."""
        return rows.filter(city__in=Organisation.objects.found_by(words).order_by().values("pk"))


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


class SettledFilter(WordsFilter):
    """On the page of the settlement: by words and by what came of the place, or would come of it now."""

    WOULD = {"would": True, "would_not": False}

    searched = [*PERSON, "city__name"]
    q = django_filters.CharFilter(method="with_words", label=_("Person or town"))
    outcome = django_filters.ChoiceFilter(
        choices=[*Outcome.choices, ("would", _("would complete")), ("would_not", _("would not complete"))],
        method="with_outcome",
        label=_("Outcome"),
    )

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def with_outcome(self, rows: QuerySet[Enrolment], _name: str, outcome: str) -> QuerySet[Enrolment]:
        """Of `queries.outcomes.with_earned`."""
        if outcome in self.WOULD:
            return rows.filter(Q(outcome="", has_earned=self.WOULD[outcome]))
        return rows.filter(outcome=outcome)


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

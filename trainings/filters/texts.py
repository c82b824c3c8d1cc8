"""How texts and what people say to them may be narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from grants.models import Project
from trainings.choices import ConsentAnswer, LegalKind
from trainings.filters.base import WordsFilter
from trainings.models import ConsentRecord, LegalText, LegalTextVersion
from web.filters import TickFilter
from web.scoping import RowFilter, ScopedFilterSet, offered


class LegalTextFilter(ScopedFilterSet):
    """By project and kind."""

    class Meta:
        model = LegalText
        fields = ["project", "kind"]


class LegalTextVersionFilter(ScopedFilterSet):
    """By text, project and kind; only those that hold today."""

    project = RowFilter(field_name="text__project", queryset=offered(Project), label=_("Project"))
    kind = django_filters.ChoiceFilter(field_name="text__kind", choices=LegalKind.choices, label=_("Kind"))
    in_force = TickFilter(method="only_in_force", label=_("In force today"))

    class Meta:
        model = LegalTextVersion
        fields = ["text"]

    def only_in_force(
        self,
        rows: QuerySet[LegalTextVersion],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- django-filter calls it so
    ) -> QuerySet[LegalTextVersion]:
        """The last version of each text whose day has come."""
        held = LegalTextVersion.objects.in_force().values("pk")
        return rows.filter(pk__in=held) if wanted else rows


class AnswerFilter(WordsFilter):
    """By person and answer."""

    searched = ["person__first_name", "person__last_name"]
    q = django_filters.CharFilter(method="with_words", label=_("Person"))
    answer = django_filters.ChoiceFilter(choices=ConsentAnswer.choices, label=_("Answer"))

    class Meta:
        model = ConsentRecord
        fields: list[str] = []


class ConsentFilter(ScopedFilterSet):
    """By version, person and answer."""

    class Meta:
        model = ConsentRecord
        fields = ["version", "person", "answer"]

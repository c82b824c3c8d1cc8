"""How rules and runs may be narrowed."""

from __future__ import annotations

from collections.abc import Iterator

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from retention.models import RetentionRule, RetentionRun
from retention.registry import matters
from web.filters import TickFilter
from web.scoping import ScopedFilterSet


def _labels() -> Iterator[tuple[str, object]]:
    return ((matter.code, matter.label) for matter in matters())


class RetentionRuleFilter(ScopedFilterSet):
    """By kind of data and project."""

    matter = django_filters.ChoiceFilter(choices=_labels, label=_("Data"))

    class Meta:
        model = RetentionRule
        fields = ["project"]


class RetentionRunFilter(ScopedFilterSet):
    """By kind of data and project; only those that erased something."""

    matter = django_filters.ChoiceFilter(choices=_labels, label=_("Data"))
    erased = TickFilter(method="only_with_effect", label=_("Only where something was erased"))

    class Meta:
        model = RetentionRun
        fields = ["project"]

    def only_with_effect(
        self,
        rows: QuerySet[RetentionRun],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- django-filter calls it so
    ) -> QuerySet[RetentionRun]:
        """Leave out the days on which nothing was due."""
        return rows.filter(erased__gt=0) if wanted else rows

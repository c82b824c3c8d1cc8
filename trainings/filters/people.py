"""How people who may be one may be narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from web.scoping import ScopedFilterSet


class DuplicateFilter(ScopedFilterSet):
    """By words in the name or address of one of the two."""

    q = django_filters.CharFilter(method="in_names", label=_("Name or e-mail"))

    class Meta:
        model = User
        fields: list[str] = []

    def in_names(self, rows: QuerySet[User], _name: str, _words: str) -> QuerySet[User]:
        """All: `suspicions` looks for the words in both of a pair."""
        return rows

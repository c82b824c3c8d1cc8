"""How materials may be narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trainings.filters.base import WordsFilter
from trainings.models import Material
from web.scoping import ScopedFilterSet


class MaterialFilter(ScopedFilterSet):
    """By edition and session."""

    class Meta:
        model = Material
        fields = ["edition", "session"]


class EditionMaterialFilter(WordsFilter):
    """On the page of one edition: by words, files or links."""

    searched = ["title", "file__name"]
    q = django_filters.CharFilter(method="with_words", label=_("Title or name of the file"))
    kind = django_filters.ChoiceFilter(
        choices=[("file", _("files")), ("link", _("links"))], method="of_kind", label=_("What it is")
    )

    class Meta:
        model = Material
        fields: list[str] = []

    def of_kind(self, rows: QuerySet[Material], _name: str, kind: str) -> QuerySet[Material]:
        """Files, or what is no file."""
        return rows.filter(file__isnull=kind == "link")

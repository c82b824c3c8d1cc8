"""What several filters share: words, and whose rows."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from grants.models import Project
from trainings.models.editions import is_within
from trainings.permissions import can_oversee
from web.scoping import RowFilter, ScopedFilterSet, offered

TRAINING = ["edition__code", "edition__course__title_pl", "edition__course__title_en"]
"""Where words of an enrolment are looked for, as in the next."""
PERSON = ["person__first_name", "person__last_name"]
ENROLLED = [f"enrolment__{name}" for name in [*TRAINING, *PERSON]]
"""The same of what belongs to an enrolment."""


class WordsFilter(ScopedFilterSet):
    """The base of filters by words: each has its own `q` and says where it is looked for."""

    searched: ClassVar[list[str]]

    def with_words(self, rows: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        """Every word somewhere."""
        for word in words.split():
            rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.searched)))
        return rows


def by_project(path: str) -> RowFilter:
    """A filter of what belongs to an edition at the end of a path, which ends with its project."""
    return RowFilter(
        field_name=f"{path}__course__project", queryset=offered(Project), method="in_project", label=_("Project")
    )


class InProjectFilter(WordsFilter):
    """The base of filters that have `project = by_project(…)`."""

    def in_project(self, rows: QuerySet[Any], name: str, project: Project) -> QuerySet[Any]:
        """Of the editions of the project."""
        return rows.filter(is_within([project.pk], name.removesuffix("__course__project")))


class OverseersFilter(WordsFilter):
    """On pages: what only helps who reads over all trainings of a project is not offered to others."""

    for_overseers: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if not can_oversee(self.request.user):
            for name in self.for_overseers:
                del self.filters[name]


class OwnFilter(OverseersFilter):
    """On the page: one's own, or everybody's whom one may see."""

    whose = django_filters.ChoiceFilter(
        choices=[("all", _("everybody's I may see"))], empty_label=_("mine"), method="of", label=_("Whose")
    )
    owner: ClassVar[str]
    """What leads to the person whose rows these are."""

    def of(self, rows: QuerySet[Any], _name: str, _whose: str) -> QuerySet[Any]:
        """Everybody's: `filter_queryset` narrows where nothing is chosen."""
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """One's own unless everybody's are asked for."""
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("whose") else rows.filter(**{self.owner: self.request.user})

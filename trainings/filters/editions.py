"""How editions may be narrowed, and the places kept for towns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.choices import CITY_ROLES
from accounts.permissions import bodies_of, reads_everything
from grants.models import Project, projects_of
from kernel.time import now, start_of
from trainings.choices import EditionState, Mode
from trainings.filters.base import OverseersFilter, WordsFilter
from trainings.models import CityAllocation, Edition
from trainings.models.courses import MANAGING_ROLES
from trainings.queries import HAS_FREE_PLACES, open_to, with_places
from trainings.queries.settlement import Closing, with_closing
from web.filters import DayFilter, TickFilter
from web.scoping import RowFilter, ScopedFilterSet, offered

NEXT = [
    (Closing.COMPLETE.value, _("to be completed")),
    (Closing.VERIFY.value, _("attendance to be verified")),
    (Closing.SETTLE.value, _("to be settled")),
]
OVER = {EditionState.COMPLETED, EditionState.SETTLED}


class EditionFilter(WordsFilter):
    """By words, project, mode, days of the start, the room there is, whether one's town may come, what is next."""

    searched = ["code", "course__code", "course__title_pl", "course__title_en"]

    q = django_filters.CharFilter(method="with_words", label=_("Code or title"))
    mode = django_filters.ChoiceFilter(choices=Mode.choices, label=_("Mode"))
    starts_from = DayFilter(label=_("Starts from"), method="starting_from")
    starts_to = DayFilter(label=_("Starts until"), method="starting_to")
    free = TickFilter(method="with_free_places", label=_("With free places only"))
    waits = TickFilter(method="with_a_line", label=_("Full, with a waiting list"))
    mine = TickFilter(method="open_to_my_town", label=_("Open to my town"))
    project = RowFilter(field_name="course__project", queryset=offered(Project), label=_("Project"))
    closing = django_filters.ChoiceFilter(choices=NEXT, method="with_step", label=_("Over and not settled"))

    class Meta:
        model = Edition
        fields = ["course", "state"]

    def with_step(self, rows: QuerySet[Edition], _name: str, step: str) -> QuerySet[Edition]:
        """Of projects that one organises or manages, as the list of what waits has them."""
        user = self.request.user
        if not reads_everything(user):
            rows = rows.filter(course__project__in=projects_of(user, *MANAGING_ROLES))
        return with_closing(rows).filter(Q(closing=step))

    def starting_from(self, rows: QuerySet[Edition], _name: str, day: date) -> QuerySet[Edition]:
        """On this Warsaw day or later."""
        return rows.filter(starts_at__gte=start_of(day))

    def starting_to(self, rows: QuerySet[Edition], _name: str, day: date) -> QuerySet[Edition]:
        """On this Warsaw day or before."""
        return rows.filter(starts_at__lt=start_of(day + timedelta(days=1)))

    def with_free_places(
        self,
        rows: QuerySet[Edition],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- django-filter calls it so
    ) -> QuerySet[Edition]:
        """Where who enrols now gets a place: the window is open, one is free, and nobody waits."""
        return with_places(rows).filter(_takes_enrolments(), HAS_FREE_PLACES, Q(waiting=0)) if wanted else rows

    def with_a_line(
        self,
        rows: QuerySet[Edition],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- as above
    ) -> QuerySet[Edition]:
        """Where who enrols now waits: the window is open, nothing is free or somebody waits, and there is a line."""
        if not wanted:
            return rows
        return with_places(rows).filter(_takes_enrolments(), ~HAS_FREE_PLACES | Q(waiting__gt=0), waitlist_enabled=True)

    def open_to_my_town(
        self,
        rows: QuerySet[Edition],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- as above
    ) -> QuerySet[Edition]:
        """To which people of a town may come where the user works."""
        return rows.filter(open_to(bodies_of(self.request.user, *CITY_ROLES))) if wanted else rows


def _takes_enrolments() -> Q:
    return Q(state=EditionState.PUBLISHED, opens_at__lte=now(), closes_at__gt=now())


class ProgrammeFilter(WordsFilter):
    """On the page for everybody: by words and mode."""

    searched = ["code", "course__title_pl", "course__title_en", "venue"]

    q = django_filters.CharFilter(method="with_words", label=_("Title or place"))
    mode = django_filters.ChoiceFilter(choices=Mode.choices, label=_("Mode"))

    class Meta:
        model = Edition
        fields: list[str] = []


class CatalogueFilter(EditionFilter, OverseersFilter):
    """On the page: what is still to come, unless days, the past, or a state that only the past has are asked for."""

    for_overseers = ("project", "state", "closing")
    state = django_filters.ChoiceFilter(choices=EditionState.choices, label=_("State"))
    past = TickFilter(method="with_the_past", label=_("Also what is over"))

    class Meta:
        model = Edition
        fields: list[str] = []

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        # On the page the ticks stand together, behind what is typed and chosen.
        for name in [name for name, kind in self.filters.items() if isinstance(kind, TickFilter)]:
            self.filters[name] = self.filters.pop(name)

    def with_the_past(
        self,
        rows: QuerySet[Edition],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- django-filter calls it so
    ) -> QuerySet[Edition]:
        """Everything, or what has not ended; a draft without sessions is still to come."""
        asked = self.form.cleaned_data
        if wanted or any(asked.get(name) for name in ("starts_from", "starts_to", "closing")):
            return rows
        if asked.get("state") in OVER:
            return rows
        return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now()))


class AllocationFilter(ScopedFilterSet):
    """By edition and city."""

    class Meta:
        model = CityAllocation
        fields = ["edition", "city"]

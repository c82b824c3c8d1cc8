"""How sessions may be narrowed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.time import start_of, today
from trainings.models import Session
from web.filters import DayFilter, TickFilter
from web.scoping import ScopedFilterSet


class SessionFilter(ScopedFilterSet):
    """By edition, state and days."""

    starts_from = DayFilter(label=_("From"), method="starting_from")
    starts_to = DayFilter(label=_("Until"), method="starting_to")

    class Meta:
        model = Session
        fields = ["edition", "state"]

    def starting_from(self, rows: QuerySet[Session], _name: str, day: date) -> QuerySet[Session]:
        """On this Warsaw day or later."""
        return rows.filter(starts_at__gte=start_of(day))

    def starting_to(self, rows: QuerySet[Session], _name: str, day: date) -> QuerySet[Session]:
        """On this Warsaw day or before."""
        return rows.filter(starts_at__lt=start_of(day + timedelta(days=1)))


class MySessionFilter(SessionFilter):
    """On pages of trainers."""

    class Meta:
        model = Session
        fields = ["state"]


class TaughtFilter(MySessionFilter):
    """What one teaches: what is over only where it is asked for, or days are chosen."""

    past = TickFilter(method="with_past", label=_("Also what is over"))

    class Meta:
        model = Session
        fields = ["state"]

    def with_past(
        self,
        rows: QuerySet[Session],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- django-filter calls it so
    ) -> QuerySet[Session]:
        """Everything, or those of today and later."""
        if wanted or any(self.form.cleaned_data.get(name) for name in ("starts_from", "starts_to")):
            return rows
        return rows.filter(ends_at__gte=start_of(today()))

"""Places by town."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet

from kernel.time import now
from organisations.models import Organisation
from trainings.choices import EnrolmentState
from trainings.models import CityAllocation, Edition
from trainings.queries import held_by_town


def with_use(rows: QuerySet[CityAllocation]) -> QuerySet[CityAllocation]:
    """Allocations with the places `used` now."""
    counted = {"used": held_by_town()}
    return rows.annotate(**counted)


def allocations_of(edition: Edition) -> QuerySet[CityAllocation]:
    """What is and was kept for towns, by town, with the places `used` now; what holds comes first."""
    rows = with_use(CityAllocation.objects.filter(edition=edition))
    return rows.select_related("city").order_by(F("released_at").asc(nulls_first=True), "city__name", "pk")


def kept_for(edition: Edition, cities: Iterable[Organisation]) -> QuerySet[CityAllocation]:
    """What is kept for these towns now, with the places `used`."""
    held = CityAllocation.objects.filter(
        edition=edition, city__in=list(cities), released_at__isnull=True, release_at__gt=now()
    )
    return with_use(held).select_related("city")


def use_by_town(edition: Edition) -> QuerySet[Organisation]:
    """Towns whose people are in or wait, with `taken` and `waiting`, by name."""
    here = Q(training_enrolments__edition=edition)
    counted = {
        "taken": Count("training_enrolments", filter=here & Q(training_enrolments__holds_seat=True)),
        "waiting": Count("training_enrolments", filter=here & Q(training_enrolments__state=EnrolmentState.WAITLISTED)),
    }
    rows = Organisation.objects.filter(here).annotate(**counted)
    return rows.filter(Q(taken__gt=0) | Q(waiting__gt=0)).order_by("name", "pk")

"""What stands behind the rows of one page of a list, for all of them at once."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, QuerySet

from kernel.prepared import ByKeys
from trainings.models import Edition, SessionTrainer
from web.paging import PER_PAGE


def _cities(keys: list[Any]) -> QuerySet[Any, tuple[int, int]]:
    rows = Edition.cities.through.objects.filter(edition__pk__in=keys).order_by("organisation__name", "organisation")
    return rows.values_list("edition_id", "organisation_id")


def _trainers(keys: list[Any]) -> QuerySet[SessionTrainer]:
    rows = SessionTrainer.objects.filter(session__pk__in=keys).select_related("user")
    return rows.only("session_id", "role", "user__first_name", "user__last_name", "user__email")


only_for = ByKeys(_cities, BigIntegerField(), size=PER_PAGE)
"""The only cities to which editions are open: pairs of their ids, by name."""

trainers_of = ByKeys(_trainers, BigIntegerField(), size=PER_PAGE)
"""Who teaches sessions, by name."""

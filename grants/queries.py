"""What other packages show of projects without knowing them."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from accounts.permissions import Visitor
from grants.choices import PeriodState
from grants.models import ProjectRole, ReportingPeriod
from kernel.time import WARSAW

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


def roles_in_projects(reader: Visitor) -> QuerySet[ProjectRole, Any]:
    """The roles in projects that the reader may know of, with `place_id` and `place_name` as `accounts.scopes` asks."""
    return ProjectRole.objects.visible_to(reader).annotate(place_id=F("project"), place_name=F("project__code"))


def not_locked(rows: Rows, *, moment: str, project: str) -> Rows:
    """Facts of which `services.require_open` does not say that their report was sent; by the Warsaw day of a moment."""
    locked = ReportingPeriod.objects.filter(
        project=OuterRef(project),
        state=PeriodState.LOCKED,
        starts_on__lte=OuterRef("day_of_fact"),
        ends_on__gte=OuterRef("day_of_fact"),
    )
    return rows.alias(day_of_fact=TruncDate(moment, tzinfo=WARSAW)).filter(~Exists(locked))

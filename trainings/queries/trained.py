"""Who of a town was trained."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import bodies_of
from kernel.time import now
from trainings.models import Enrolment
from trainings.queries.outcomes import with_minutes


def trained_of(user: User) -> QuerySet[Enrolment]:
    """Of the towns one coordinates: places in what is over, with minutes, of who still works there."""
    rows = Enrolment.objects.visible_to(user).confirmed()
    ours = rows.filter(city__in=bodies_of(user, RoleCode.CITY_COORDINATOR), edition__ends_at__lte=now())
    return with_minutes(ours).select_related("person", "city", "edition__course")

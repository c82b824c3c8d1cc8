"""To whom or to which date a place may go."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.choices import CITY_ROLES
from accounts.models import Role, User
from accounts.permissions import Visitor
from kernel.time import now, today
from trainings.choices import EditionState
from trainings.models import Edition, Enrolment
from trainings.queries import HAS_FREE_PLACES, with_places


def other_dates(user: Visitor, enrolment: Enrolment) -> QuerySet[Edition]:
    """Dates of the same course to which somebody could move now, as far as it is seen without a lock.

    Where others wait, a free place is theirs.
    """
    rows = Edition.objects.visible_to(user).filter(course=enrolment.edition.course_id, state=EditionState.PUBLISHED)
    only_for = Edition.cities.through.objects.filter(edition=OuterRef("pk"))
    mine = Enrolment.objects.active().filter(edition=OuterRef("pk"), person=enrolment.person_id)
    return (
        with_places(rows)
        .filter(
            ~Exists(only_for) | Exists(only_for.filter(organisation=enrolment.city_id)),
            ~Exists(mine),
            HAS_FREE_PLACES,
            Q(waiting=0),
            starts_at__gt=now(),
        )
        .select_related("course")
        .order_by("starts_at", "pk")
    )


def colleagues(enrolment: Enrolment) -> QuerySet[User]:
    """Who works in the same town and is not in this training."""
    held = Role.objects.on(today()).filter(role__in=CITY_ROLES, organisation=enrolment.city_id)
    inside = Enrolment.objects.active().filter(edition=enrolment.edition_id)
    return User.objects.filter(
        Q(pk__in=held.values("user")), ~Q(pk__in=inside.values("person")), is_active=True
    ).order_by("last_name", "first_name", "pk")

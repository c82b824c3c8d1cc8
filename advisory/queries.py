"""What reports count, and whom and what forms offer."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor
from advisory.models import Assignment, Consultation
from grants.choices import PartnerRole
from grants.models import Project, ProjectPartner
from kernel.time import start_of, today
from organisations.models import Organisation


def accepted_consultations(*, project_id: int, first_day: date, last_day: date) -> QuerySet[Consultation]:
    """What towns accepted and began in Warsaw on one of the days, in the order of time."""
    return (
        Consultation.objects.accepted()
        .filter(
            project=project_id,
            starts_at__gte=start_of(first_day),
            starts_at__lt=start_of(last_day + timedelta(days=1)),
        )
        .select_related("city")
        .order_by("starts_at", "pk")
    )


def advisors_for(user: Visitor) -> QuerySet[User]:
    """Who may be sent to a town today, for who manages a project; nobody else learns who it is."""
    if not Project.objects.managed_by(user).exists():
        return User.objects.none()
    held = Role.objects.on(today()).filter(role=RoleCode.ADVISOR)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def advised_cities(projects: QuerySet[Project]) -> QuerySet[Organisation]:
    """The towns that some projects support."""
    partners = ProjectPartner.objects.filter(project__in=projects, role=PartnerRole.CITY)
    return Organisation.objects.filter(pk__in=partners.values("organisation"))


def my_towns(user: Visitor) -> QuerySet[Assignment]:
    """The assignments for which the user may still log a consultation."""
    return Assignment.objects.of(user).filter(valid_from__lte=today()).select_related("city", "project")


def last_consultation(user: Visitor) -> Consultation | None:
    """What "same as last time" means."""
    return Consultation.objects.filter(assignment__advisor=user.pk).order_by("-pk").first()

"""What reports count, and whom forms offer."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor
from grants.models import Project
from kernel.time import today
from partnerships.choices import PartnershipState
from partnerships.models import Document, Partnership


def partnerships_with_agreement(*, project_id: int, last_day: date) -> QuerySet[Partnership]:
    """The partnerships of a project, forming or active, whose agreement was signed by a day and has a text.

    Each with `signed_on`, the day of its earliest agreement that was not withdrawn; in the order of signing.
    """
    signed = Document.objects.signed_agreements().filter(partnership=OuterRef("pk"), signed_on__lte=last_day)
    alive = [PartnershipState.FORMING, PartnershipState.ACTIVE]
    rows = Partnership.objects.filter(Exists(signed), project=project_id, state__in=alive)
    return rows.with_facts().order_by(F("signed_on"), "code")


def coordinators_for(user: Visitor) -> QuerySet[User]:
    """Who may be put in charge of a partnership today, for who manages a project; nobody else learns who it is."""
    if not Project.objects.managed_by(user).exists():
        return User.objects.none()
    held = Role.objects.on(today()).filter(role=RoleCode.PARTNERSHIP_COORDINATOR)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))

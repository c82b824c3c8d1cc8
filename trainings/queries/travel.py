"""Questions over journeys that are paid back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.models import User
from grants.models import projects_of
from trainings.choices import PAYABLE_STATES, AttendanceStatus, EnrolmentState, PlaceKind, SessionState
from trainings.models import Attendance, Enrolment, Session, TravelClaim
from trainings.models.editions import is_within
from trainings.models.travel import EDITION, PAYING_ROLES


def attended_sessions(enrolment: Enrolment) -> QuerySet[Session]:
    """Those in which minutes of this person are recorded that count: nothing disputed, nothing cancelled."""
    there = _that_count().filter(enrolment=enrolment, session=OuterRef("pk"))
    return Session.objects.taking_place().filter(Exists(there), edition=enrolment.edition_id)


def claimable(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Enrolments of who came to the room of a training that pays the way back."""
    there = _that_count().filter(enrolment=OuterRef("pk")).exclude(session__state=SessionState.CANCELLED)
    return rows.filter(
        Exists(there), edition__pays_travel=True, state=EnrolmentState.CONFIRMED, place_kind=PlaceKind.ONSITE
    )


def mark_claimable(rows: Iterable[Enrolment], user: User) -> None:
    """Say of each enrolment of a page whether its person, who reads it, may claim travel: `claims_travel`."""
    found = {row.pk for row in rows if row.edition.pays_travel and row.person_id == user.pk}
    if found:
        found = set(claimable(Enrolment.objects.filter(pk__in=found)).values_list("pk", flat=True))
    for row in rows:
        row.claims_travel = row.pk in found


def for_export(user: User) -> QuerySet[TravelClaim]:
    """Claims that the user sees, with `may_show_account`: whether it is the user who pays, and somebody else's."""
    pays = Q(is_within(projects_of(user, *PAYING_ROLES), EDITION), state__in=PAYABLE_STATES)
    others = ~Q(enrolment__person=user) & ~Q(decided_by=user)
    shown = Case(When(pays & others, then=Value(True)), default=Value(False), output_field=BooleanField())
    told = {"may_show_account": shown}
    rows = TravelClaim.objects.visible_to(user).annotate(**told)
    return rows.select_related("enrolment__person", "enrolment__city", "enrolment__edition__course__project")


def _that_count() -> QuerySet[Attendance]:
    return Attendance.objects.filter(minutes__gt=0).exclude(status=AttendanceStatus.DISPUTED)

"""Questions over journeys that are paid back."""

from __future__ import annotations

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


def with_travel(rows: QuerySet[Enrolment], user: User) -> QuerySet[Enrolment]:
    """Enrolments with `claims_travel`: whether the user is the person, who came to a training that pays the way."""
    there = _that_count().filter(enrolment=OuterRef("pk")).exclude(session__state=SessionState.CANCELLED)
    own = Q(person=user, state=EnrolmentState.CONFIRMED, place_kind=PlaceKind.ONSITE, edition__pays_travel=True)
    told = {"claims_travel": Case(When(own & Q(Exists(there)), then=Value(True)), default=Value(False))}
    return rows.annotate(**told)


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

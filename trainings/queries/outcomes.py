"""What comes of a place, in whole numbers: counted minutes, sessions that must not be missed, the test afterwards.

The one place that knows: settlement, certificates and reports all ask here.
"""

from __future__ import annotations

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.lookups import GreaterThanOrEqual

from trainings.choices import AttendanceStatus, Outcome, SessionState, SurveyKind
from trainings.models import Attendance, Enrolment, Session, SurveyResponse
from trainings.queries.totals import total


def with_minutes(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Enrolments with `attended_minutes` and `base_minutes`, over the sessions that were not cancelled.

    What is disputed counts for nothing. A session from which somebody is exempt is not in that person's base.
    """
    recorded = Attendance.objects.filter(enrolment=OuterRef("pk")).exclude(session__state=SessionState.CANCELLED)
    planned = Session.objects.taking_place().filter(edition=OuterRef("edition"))
    exempt = recorded.filter(status=AttendanceStatus.EXEMPT)
    base = total(planned, "edition", Sum("counted_min")) - total(exempt, "enrolment", Sum("session__counted_min"))
    counted = {
        "attended_minutes": total(recorded.exclude(status=AttendanceStatus.DISPUTED), "enrolment", Sum("minutes")),
        "base_minutes": base,
    }
    return rows.annotate(**counted)


def with_earned(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Enrolments `with_minutes` and with `has_earned`: whether the course is completed as things stand.

    That is: attended x 100 >= threshold x base, nothing rounded; no session missed that must not be missed; the test
    afterwards passed where the course asks for it. Where the base is nothing, nobody completes.
    """
    enough = GreaterThanOrEqual(
        F("attended_minutes") * 100, F("base_minutes") * F("edition__course__threshold_percent")
    )
    tested = Q(edition__course__needs_post_test=False) | Q(Exists(_passed_tests()))
    earned = Q(enough) & Q(base_minutes__gt=0) & ~Q(Exists(_missed_sessions())) & tested
    counted = {"has_earned": Case(When(earned, then=Value(True)), default=Value(False))}
    return with_minutes(rows).annotate(**counted)


def took_part() -> Q:
    """Of enrolments `with_earned`: those that completed, as settled, or as things stand where nothing is settled."""
    return Q(outcome=Outcome.COMPLETED) | Q(outcome="", has_earned=True)


def outcome_of(row: Enrolment) -> Outcome | None:
    """What came of an enrolment `with_earned`; None where there was nothing to attend."""
    if not row.base_minutes:
        return None
    if row.has_earned:
        return Outcome.COMPLETED
    return Outcome.INCOMPLETE if row.attended_minutes else Outcome.NO_SHOW


def _missed_sessions() -> QuerySet[Session]:
    """Sessions that must not be missed and in which the person was not, nor is exempt; for a subquery on enrolments."""
    there = Attendance.objects.filter(session=OuterRef("pk"), enrolment=OuterRef(OuterRef("pk"))).filter(
        Q(status=AttendanceStatus.EXEMPT) | Q(minutes__gt=0) & ~Q(status=AttendanceStatus.DISPUTED)
    )
    return Session.objects.taking_place().filter(~Exists(there), edition=OuterRef("edition"), required=True)


def _passed_tests() -> QuerySet[SurveyResponse]:
    """Tests after the training that count and were passed; for a subquery on enrolments."""
    passed = GreaterThanOrEqual(F("points") * 100, F("points_possible") * F("survey__edition__course__pass_percent"))
    return SurveyResponse.objects.filter(
        passed,
        enrolment=OuterRef("pk"),
        survey__edition=OuterRef("edition"),
        survey__questionnaire__kind=SurveyKind.POST_TEST,
        points_possible__gt=0,
        is_counted=True,
    )

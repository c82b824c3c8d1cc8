"""What a training still lacks before it is completed and settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from grants.queries import not_locked
from kernel.text import Text
from kernel.time import now, start_of
from trainings.choices import (
    ACTIVE_STATES,
    EditionState,
    EnrolmentState,
    SessionState,
    SheetState,
    SurveyKind,
)
from trainings.models import Attendance, AttendanceSheet, Edition, Enrolment, Session, Survey


@dataclass(frozen=True)
class Check:
    """One thing that must be in order; `left` says how many of it are not."""

    code: str
    text: Text
    left: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self.left == 0


class Closing(StrEnum):
    """The next step of an edition that is over."""

    COMPLETE = "complete"
    VERIFY = "verify"
    SETTLE = "settle"


def with_closing(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Editions that are over and not settled, with `closing`, the step that is next.

    Left out are those whose attendance is not written down yet, and those that a submitted report has frozen.
    """
    sessions = Session.objects.filter(edition=OuterRef("pk"))
    unrecorded = Exists(sessions.filter(state=SessionState.PLANNED))
    unverified = Exists(sessions.filter(state=SessionState.HELD))
    step = Case(
        When(state=EditionState.PUBLISHED, then=Value(Closing.COMPLETE)),
        When(unverified, then=Value(Closing.VERIFY)),
        default=Value(Closing.SETTLE),
    )
    counted = {"closing": step}
    over = rows.filter(state__in=[EditionState.PUBLISHED, EditionState.COMPLETED], ends_at__lte=now())
    return not_locked(over, moment="ends_at", project="course__project").filter(~unrecorded).annotate(**counted)


def is_frozen(edition: Edition) -> bool:
    """Whether the report on the period in which it counts was sent: nothing of it changes any more."""
    return not not_locked(Edition.objects.filter(pk=edition.pk), moment="ends_at", project="course__project").exists()


def unsettled(*, project_id: int, first_day: date, last_day: date) -> QuerySet[Edition]:
    """Editions that count in a period and that nobody will be able to settle once its report is sent."""
    ended = Edition.objects.filter(course__project=project_id, ends_at__gte=start_of(first_day))
    ended = ended.filter(ends_at__lt=start_of(last_day + timedelta(days=1)))
    waiting = ended.filter(state__in=[EditionState.PUBLISHED, EditionState.COMPLETED])
    return waiting.select_related("course").order_by("ends_at", "pk")


def completion_checks(edition: Edition, at: datetime) -> list[Check]:
    """What a published edition needs to be completed."""
    planned = edition.sessions.filter(state=SessionState.PLANNED).count()
    return [
        Check("not_over", _("The last session is over."), int(not edition.has_ended(at))),
        Check("sessions_planned", _("Each session was held or cancelled."), planned),
        Check("places_open", _("Nobody waits for an approval, an offer or a place."), _open_places(edition)),
    ]


def settlement_checks(edition: Edition, at: datetime) -> list[Check]:
    """What a completed edition needs to be settled. The edition comes with its course."""
    course = edition.course
    states = Session.objects.filter(edition=edition).aggregate(
        unverified=Count("pk", filter=Q(state__in=[SessionState.PLANNED, SessionState.HELD]))
    )
    disputed = Attendance.objects.disputed().filter(session__edition=edition)
    disputed = disputed.exclude(session__state=SessionState.CANCELLED)
    found = [
        Check("sessions_unverified", _("The attendance of each session is verified."), states["unverified"]),
        Check("attendance_disputed", _("No attendance is disputed."), disputed.count()),
        Check("places_open", _("Nobody waits for an approval, an offer or a place."), _open_places(edition)),
    ]
    if course.paper_prevails:
        text = _("Each session has a signed list whose scan is verified.")
        found.append(Check("scans_missing", text, _without_scan(edition)))
    else:
        text = _("Each scan of a signed list that came back is verified.")
        found.append(Check("scans_unverified", text, _with_unread_scan(edition)))
    if course.needs_post_test:
        found.append(Check("test_open", _("The test afterwards was put and is closed."), _open_test(edition, at)))
    return found


def _open_places(edition: Edition) -> int:
    waiting = [state for state in ACTIVE_STATES if state != EnrolmentState.CONFIRMED]
    return Enrolment.objects.filter(edition=edition, state__in=waiting).count()


def _without_scan(edition: Edition) -> int:
    if not Enrolment.objects.in_the_room().filter(edition=edition).exists():
        return 0
    signed = AttendanceSheet.objects.filter(session=OuterRef("pk"), state=SheetState.VERIFIED)
    return edition.sessions.taking_place().exclude(Exists(signed)).count()


def _with_unread_scan(edition: Edition) -> int:
    unread = AttendanceSheet.objects.filter(session=OuterRef("pk"), state=SheetState.UPLOADED)
    return edition.sessions.taking_place().filter(Exists(unread)).count()


def _open_test(edition: Edition, at: datetime) -> int:
    tests = Survey.objects.filter(edition=edition, questionnaire__kind=SurveyKind.POST_TEST)
    return int(not tests.exists() or tests.filter(closes_at__gt=at).exists())

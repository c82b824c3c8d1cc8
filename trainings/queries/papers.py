"""Questions over signed lists."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import has_role, reads_everything
from grants.models import projects_of
from jobs.models import Job
from kernel.time import now
from trainings.choices import EditionState, SheetState
from trainings.models import AttendanceSheet, Enrolment, Session
from trainings.models.courses import MANAGING_ROLES


def without_scan(user: User) -> QuerySet[Session]:
    """Sessions in a room that are over and whose list has not come back: of one's projects, or that one teaches.

    With `sheet_state`, that of the newest list in use, None where there is none.
    """
    lists = AttendanceSheet.objects.filter(session=OuterRef("pk"))
    back = lists.filter(state__in=[SheetState.UPLOADED, SheetState.VERIFIED])
    in_use = lists.exclude(state=SheetState.SUPERSEDED).order_by("-number")
    rows = Session.objects.taking_place().filter(
        ~Exists(back),
        Exists(Enrolment.objects.in_the_room().filter(edition=OuterRef("edition"))),
        edition__state__in=[EditionState.PUBLISHED, EditionState.COMPLETED],
        ends_at__lt=now(),
    )
    if not reads_everything(user):
        seen = Q(edition__course__project__in=projects_of(user, *MANAGING_ROLES))
        if has_role(user, RoleCode.TRAINER):
            seen |= Q(pk__in=user.taught.values("session"))
        rows = rows.filter(seen)
    rows = rows.annotate(sheet_state=Subquery(in_use.values("state")[:1]))
    return rows.select_related("edition__course").prefetch_related("trainers__user")


def jobs_of(sheet: AttendanceSheet) -> Job | None:
    """The newest job that makes the file of a list."""
    return Job.objects.filter(dedupe_key=f"trainings.sheet:{sheet.pk}").order_by("-pk").first()

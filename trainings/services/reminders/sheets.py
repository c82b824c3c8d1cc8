"""A list that was to be signed and has not come back: to the trainers of the session and the organisers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.choices import RoleCode
from accounts.models import User
from grants.models import ProjectRole
from jobs.choices import UNSENT_STATES
from mail.models import Message
from mail.plans import Planned
from trainings.choices import EditionState, Mode, SessionState, SheetState
from trainings.models import AttendanceSheet, Enrolment, Session
from trainings.services.notices import facts_about, subject_of
from trainings.services.reminders import times

TEMPLATE = "trainings_sheet_missing"
BACK = timedelta(days=14)
"""Sessions that ended longer ago are seen on the page only."""


def plan(at: datetime) -> tuple[list[Planned], list[Message]]:
    """Each session with people in a room, once, three days after it, as long as no scan of its list is there."""
    came_back = AttendanceSheet.objects.filter(
        session=OuterRef("pk"), state__in=[SheetState.UPLOADED, SheetState.VERIFIED]
    )
    expected = Enrolment.objects.confirmed().filter(edition=OuterRef("edition"))
    rows = Session.objects.filter(
        ~Exists(came_back),
        Exists(expected),
        ~Q(edition__mode=Mode.ONLINE),
        state__in=[SessionState.PLANNED, SessionState.HELD],
        edition__state__in=[EditionState.PUBLISHED, EditionState.COMPLETED],
        ends_at__lte=at,
        ends_at__gt=at - BACK,
    )
    sessions = list(rows.select_related("edition__course").prefetch_related("trainers__user"))
    organisers = _organisers({session.edition.course.project_id for session in sessions})
    planned = [one for session in sessions for one in _missing(session, organisers)]
    mine = Q(dedupe_key__in=[one.key for one in planned]) | Q(state__in=UNSENT_STATES)
    return planned, list(Message.objects.filter(mine, template=TEMPLATE))


def _organisers(projects: set[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {project: [] for project in projects}
    held = ProjectRole.objects.now().filter(project__in=projects, role=RoleCode.ORGANISER, user__is_active=True)
    for role in held.select_related("user").order_by("user"):
        found[role.project_id].append(role.user)
    return found


def _missing(session: Session, organisers: dict[int, list[User]]) -> Iterator[Planned]:
    edition = session.edition
    trainers = [row.user for row in session.trainers.all() if row.user.is_active]
    # Somebody may organise what he teaches: one message.
    people = {user.pk: user for user in [*trainers, *organisers[edition.course.project_id]]}
    for user in people.values():
        yield Planned(
            key=f"{TEMPLATE}:session:{session.pk}:{session.revision}:{user.pk}",
            template=TEMPLATE,
            to=user,
            at=times.three_days_after(session.ends_at),
            until=session.ends_at + BACK,
            about=subject_of(edition),
            context={
                **facts_about(edition, user),
                "starts_at": session.starts_at,
                "venue": session.venue or edition.venue,
                "path": reverse("trainings:session-sheets", args=[session.pk]),
            },
        )

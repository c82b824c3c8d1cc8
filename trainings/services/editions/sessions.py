"""The meetings of an edition and who teaches them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Min
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import has_role
from accounts.services import time
from audit.services import record
from kernel.errors import Refused
from kernel.time import minutes_between
from trainings.choices import EditionState, Mode, SessionState, TeachingRole
from trainings.models import Edition, Session, SessionTrainer
from trainings.permissions import can_organise
from trainings.services import evaluation, materials, needs, schedule_notices
from trainings.services.locks import lock_edition

LONGEST, LONGEST_VISIT = 24 * 60, 14 * 24 * 60
"""Minutes of one session: a typing mistake in the date must not become a three-week meeting. A visit lasts days."""
ASIDE = 1000
"""Added to numbers while they are given anew: no two rows of an edition may ever share one."""


@transaction.atomic
def plan_session(
    *,
    edition: Edition,
    starts_at: datetime,
    ends_at: datetime,
    breaks_min: int = 0,
    venue: str = "",
    meeting_url: str = "",
    required: bool = False,
    by: User,
) -> Session:
    """Add a session to a draft; the counted minutes are those that really pass, less the breaks.

    Raises Refused organiser_only (403), edition_published, session_dates, session_breaks, session_overlaps.
    """
    edition, _at = lock_edition(edition.pk)
    can_organise(by, edition.course.project_id).require()
    require_draft(edition)
    session = Session(
        edition=edition,
        ordinal=edition.sessions.count() + 1,
        starts_at=starts_at,
        ends_at=ends_at,
        breaks_min=breaks_min,
        counted_min=counted_minutes(edition, starts_at, ends_at, breaks_min),
        venue=venue,
        meeting_url=meeting_url,
        required=required,
    )
    require_apart(session)
    session.save()
    put_in_order(edition)
    after = {"starts_at": starts_at, "ends_at": ends_at, "counted_min": session.counted_min}
    record(action="trainings.session.planned", about=session, by=by, after=after)
    session.refresh_from_db(fields=["ordinal"])
    return session


@transaction.atomic
def remove_session(*, session: Session, by: User) -> None:
    """Take a session out of a draft. Raises Refused organiser_only (403), edition_published."""
    edition, _at = lock_edition(session.edition_id)
    can_organise(by, edition.course.project_id).require()
    require_draft(edition)
    session = Session.objects.get(pk=session.pk)
    for row in session.trainers.all():
        time.free(source=row, by=by)
    before = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    record(action="trainings.session.removed", about=session, by=by, before=before)
    session.delete()
    put_in_order(edition)


@transaction.atomic
def assign_trainer(*, session: Session, user: User, role: str = TeachingRole.TRAINER, by: User) -> SessionTrainer:
    """Give a session a trainer and book the trainer's time. Assigned already: only the role may become another one.

    Raises Refused organiser_only (403), edition_closed, session_cancelled, session_over, not_a_trainer, and what
    `time.book` raises where the person is busy.
    """
    session, edition = _open_session(session, by)
    if not has_role(user, RoleCode.TRAINER):
        raise Refused("not_a_trainer", _("This person has no role as a trainer."), field="user")
    given = TeachingRole(role)
    row, is_new = SessionTrainer.objects.get_or_create(session=session, user=user, defaults={"role": given})
    if not is_new and row.role != given:
        before, row.role = row.role, given
        row.save(update_fields=["role"])
        record(
            action="trainings.session.trainer_changed",
            about=session,
            by=by,
            before={"trainer": user.pk, "role": before},
            after={"trainer": user.pk, "role": given},
        )
    if is_new:
        time.book(user=user, starts_at=session.starts_at, ends_at=session.ends_at, source=row, by=by)
        record(
            action="trainings.session.trainer_assigned", about=session, by=by, after={"trainer": user.pk, "role": given}
        )
        if edition.is_published():
            schedule_notices.tell_trainer_assigned(row, session)
    return row


@transaction.atomic
def unassign_trainer(*, session: Session, user: User, by: User) -> None:
    """Take a trainer off a session and free the time.

    Raises Refused organiser_only (403), edition_closed, session_cancelled, session_over.
    """
    session, edition = _open_session(session, by)
    row = session.trainers.filter(user=user).first()
    if row is None:
        return
    time.free(source=row, by=by)
    record(action="trainings.session.trainer_unassigned", about=session, by=by, before={"trainer": user.pk})
    if edition.is_published():
        schedule_notices.tell_trainer_unassigned(row, session)
    row.delete()


def _open_session(session: Session, by: User) -> tuple[Session, Edition]:
    """The session under its edition's lock, if its trainers may still change."""
    edition, at = lock_edition(session.edition_id)
    can_organise(by, edition.course.project_id).require()
    if not edition.can_change():
        raise Refused("edition_closed", _("This training is over or cancelled: it can no longer change."))
    session = Session.objects.get(pk=session.pk)
    session.edition = edition
    if session.state == SessionState.CANCELLED:
        raise Refused("session_cancelled", _("This session was cancelled."))
    if session.ends_at <= at:
        raise Refused("session_over", _("This session is over: who taught it stays."))
    return session, edition


def counted_minutes(edition: Edition, starts_at: datetime, ends_at: datetime, breaks_min: int) -> int:
    """The minutes of a session without its breaks. Raises Refused session_dates, session_breaks."""
    lasts = minutes_between(starts_at, ends_at)
    if edition.mode == Mode.VISIT:
        if not 0 < lasts <= LONGEST_VISIT:
            raise Refused("session_dates", _("A visit has to end after its start, within two weeks."), field="ends_at")
    elif not 0 < lasts <= LONGEST:
        raise Refused("session_dates", _("A session has to end after its start, within a day."), field="ends_at")
    if not 0 <= breaks_min < lasts:
        raise Refused("session_breaks", _("The breaks have to be shorter than the session."), field="breaks_min")
    return lasts - breaks_min


def require_apart(session: Session) -> None:
    """No two sessions of an edition at once. Raises Refused session_overlaps."""
    others = Session.objects.taking_place().filter(edition=session.edition_id).exclude(pk=session.pk)
    if others.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at).exists():
        raise Refused("session_overlaps", _("Another session of this edition is at that time."), field="starts_at")


def require_draft(edition: Edition) -> None:
    """Raise Refused edition_published."""
    if edition.state != EditionState.DRAFT:
        raise Refused(
            "edition_published", _("People have enrolled for these days: the sessions of a published training stay.")
        )


def put_in_order(edition: Edition) -> None:
    """Number the sessions by their start, and keep the edition's span."""
    rows = list(edition.sessions.order_by("starts_at"))
    if [row.ordinal for row in rows] != list(range(1, len(rows) + 1)):
        edition.sessions.update(ordinal=F("ordinal") + ASIDE)
        for number, row in enumerate(rows, start=1):
            row.ordinal = number
        Session.objects.bulk_update(rows, ["ordinal"])
    before = {"starts_at": edition.starts_at, "ends_at": edition.ends_at}
    span = edition.sessions.taking_place().aggregate(first=Min("starts_at"), last=Max("ends_at"))
    edition.starts_at, edition.ends_at = span["first"], span["last"]
    edition.save(update_fields=["starts_at", "ends_at"])
    needs.follow_sessions(edition)
    evaluation.follow_sessions(edition, **before, by=None)
    materials.follow_start(edition, starts_at=before["starts_at"], by=None)

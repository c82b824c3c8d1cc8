"""What becomes of a meeting: planned, held, verified, and back where something was wrong."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.text import Text
from trainings.choices import EditionState, SessionState
from trainings.models import Attendance, Session
from trainings.permissions import can_organise, can_record, can_settle
from trainings.services.locks import lock_edition, require_countable


@transaction.atomic
def hold_session(*, session: Session, by: User, version: int | None = None) -> Session:
    """Say that it took place. Repeated: nothing happens.

    Raises Refused cannot_record (403), session_state, session_not_started, stale, and what `require_countable` raises.
    """
    session, at = _locked(session)
    can_record(by, session).require()
    if session.state == SessionState.HELD:
        return session
    _require(session, SessionState.PLANNED, _("Only a planned session can be marked as held."))
    if not session.has_started(at):
        raise Refused("session_not_started", _("A session is held once it has started."))
    return _move(session, SessionState.HELD, by=by, at=at, version=version)


@transaction.atomic
def verify_session(*, session: Session, by: User, version: int | None = None) -> Session:
    """Say that its attendance is right; from then on nobody changes it. Repeated: nothing happens.

    Raises Refused organiser_only (403), session_state, session_running, attendance_disputed, stale, and what
    `require_countable` raises.
    """
    session, at = _locked(session)
    can_organise(by, session.edition.course.project_id).require()
    if session.state == SessionState.VERIFIED:
        return session
    _require(session, SessionState.HELD, _("Only a session that was held can be verified."))
    if session.ends_at > at:
        raise Refused("session_running", _("This session is not over yet."))
    if disputed := Attendance.objects.disputed().filter(session=session).count():
        text = ngettext(
            "The attendance of %(count)s person is disputed: decide on it first.",
            "The attendance of %(count)s people is disputed: decide on each of them first.",
            disputed,
        )
        raise Refused("attendance_disputed", text % {"count": disputed}, disputed=disputed)
    session.verified_by, session.verified_at = by, at
    return _move(session, SessionState.VERIFIED, by=by, at=at, version=version)


@transaction.atomic
def unverify_session(*, session: Session, reason: str, by: User, version: int | None = None) -> Session:
    """Give its attendance back to be corrected.

    Raises Refused manager_only (403), session_state, edition_settled, reason_missing, stale, and what
    `require_countable` raises.
    """
    session, at = _locked(session)
    can_settle(by, session.edition.course.project_id).require()
    _require(session, SessionState.VERIFIED, _("This session is not verified."))
    if not reason.strip():
        raise Refused("reason_missing", _("Say what has to be corrected; auditors read it."), field="reason")
    session.verified_by, session.verified_at = None, None
    return _move(session, SessionState.HELD, by=by, at=at, version=version, reason=reason.strip())


def _locked(session: Session) -> tuple[Session, datetime]:
    edition, at = lock_edition(session.edition_id)
    session = Session.objects.get(pk=session.pk)
    session.edition = edition
    return session, at


def _require(session: Session, state: SessionState, otherwise: Text) -> None:
    edition = session.edition
    if edition.state == EditionState.SETTLED:
        raise Refused("edition_settled", _("This training is settled: an administrator opens it again."))
    if session.state != state or edition.state not in {EditionState.PUBLISHED, EditionState.COMPLETED}:
        raise Refused("session_state", otherwise)


def _move(
    session: Session, state: SessionState, *, by: User, at: datetime, version: int | None, reason: str = ""
) -> Session:
    require_countable(session.edition, at)
    before = session.state
    session.next_version(version)
    session.state = state
    session.save(update_fields=["state", "verified_by", "verified_at", "version"])
    record(
        action=f"trainings.session.{state}" if not reason else "trainings.session.unverified",
        about=session,
        by=by,
        before={"state": before},
        after={"state": state},
        reason=reason,
    )
    return session

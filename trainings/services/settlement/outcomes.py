"""What turns out to be wrong after the settlement: somebody's minutes, with what follows from them, or an outcome."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from trainings.choices import AttendanceSource, EditionState, EnrolmentState, Outcome, SessionState
from trainings.models import Edition, Enrolment, Session
from trainings.permissions import can_settle
from trainings.queries.outcomes import outcome_of, with_earned
from trainings.services import certificates
from trainings.services.attendance.recording import Finding, known_rows, require_minutes, status_of, write
from trainings.services.locks import lock_edition, require_countable


@transaction.atomic
def correct_minutes(
    *, enrolment: Enrolment, session: Session, minutes: int, reason: str, by: User, version: int | None = None
) -> Enrolment:
    """Other minutes of one person in one session, the outcome that follows, and what follows for the certificate.

    A certificate that is lost is revoked, one that says other minutes is replaced, and the person is told; one that
    is won is issued with the next run. The same minutes again change nothing.
    Raises Refused manager_only (403), not_settled, enrolment_over, not_of_edition, minutes_range, reason_missing,
    stale, and what `require_countable` raises.
    """
    edition, at = lock_edition(enrolment.edition_id)
    row = _correctable(edition, enrolment, reason, by)
    session = Session.objects.get(pk=session.pk)
    if session.edition_id != edition.pk or session.state == SessionState.CANCELLED:
        raise Refused("not_of_edition", _("Choose a session of this training that took place."), field="session")
    require_minutes(minutes, session, field="minutes")
    known = known_rows(session, [row.pk])
    old, status = known.get(row.pk), status_of(minutes, session)
    if old and (old.status, old.minutes) == (status, minutes):
        return row
    require_countable(edition, at)
    session.edition = edition
    came, left = (old.first_in, old.last_out) if old else (None, None)
    finding = Finding(row.pk, status, minutes, AttendanceSource.MANUAL, came, left, note=reason.strip())
    write(session=session, findings=[finding], known=known, by=by, at=at, reason=reason.strip())
    outcome = outcome_of(with_earned(Enrolment.objects.filter(pk=row.pk)).get()) or ""
    _write_outcome(row, outcome, reason=reason.strip(), by=by, version=version)
    certificates.renew(edition=edition, rows=[row], reason=reason.strip(), by=by)
    return row


@transaction.atomic
def correct_outcome(
    *, enrolment: Enrolment, outcome: str, reason: str, by: User, version: int | None = None
) -> Enrolment:
    """Another outcome of one person; a certificate lost by it is revoked, and the person is told.

    One that is won by it is issued with the next run. Raises Refused manager_only (403), not_settled,
    enrolment_over, outcome, reason_missing, stale, and what `require_countable` raises.
    """
    edition, at = lock_edition(enrolment.edition_id)
    row = _correctable(edition, enrolment, reason, by)
    if outcome not in Outcome.values:
        raise Refused("outcome", _("Choose what came of it."), field="outcome")
    if row.outcome == outcome:
        return row
    require_countable(edition, at)
    _write_outcome(row, outcome, reason=reason.strip(), by=by, version=version)
    return row


def _correctable(edition: Edition, enrolment: Enrolment, reason: str, by: User) -> Enrolment:
    """The row under the lock of its edition, where it may be corrected."""
    can_settle(by, edition.course.project_id).require()
    row = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    if edition.state != EditionState.SETTLED:
        raise Refused("not_settled", _("Before the settlement correct the attendance itself."))
    if row.state != EnrolmentState.CONFIRMED:
        raise Refused("enrolment_over", _("This enrolment is over."))
    if not reason.strip():
        raise Refused("reason_missing", _("Say why; auditors and the person read it."), field="reason")
    return row


def _write_outcome(row: Enrolment, outcome: str, *, reason: str, by: User, version: int | None) -> None:
    """The outcome, and the end of the certificates that it does not carry. Raises Refused stale."""
    before = row.outcome
    row.next_version(version)
    row.outcome = outcome
    row.save(update_fields=["outcome", "version"])
    if outcome != before:
        record(
            action="trainings.enrolment.outcome_corrected",
            about=row,
            by=by,
            before={"outcome": before},
            after={"outcome": outcome},
            reason=reason,
        )
    certificates.revoke_lost(rows=[row], by=by, reason=reason)

"""Signatures against records: the organiser goes through the scan person by person and has the last word."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from trainings.choices import AttendanceSource, AttendanceStatus, SheetState
from trainings.models import Attendance, AttendanceSheet, Session
from trainings.permissions import can_organise
from trainings.services.attendance.recording import (
    Finding,
    known_rows,
    lock_session,
    require_recordable,
    status_of,
    write,
)
from trainings.services.sheets.making import require_in_use, roster_of

SCANNED = [SheetState.UPLOADED, SheetState.VERIFIED]


@transaction.atomic
def verify_sheet(*, sheet: AttendanceSheet, signed: Collection[int], by: User) -> int:
    """Say who signed, by the ids of enrolments; everybody else who has a place in the room did not.

    A signature without minutes means the whole session. Minutes without a signature are disputed and count for
    nothing, or, where the course says that paper prevails, are gone. Who is exempt stays so. How many are disputed.
    Raises Refused organiser_only (403), sheet_superseded, scan_missing, not_on_roster, session_closed, and what
    `require_countable` raises.
    """
    session, at = lock_session(sheet.session)
    can_organise(by, session.edition.course.project_id).require()
    sheet = AttendanceSheet.objects.get(pk=sheet.pk)
    require_in_use(sheet)
    require_recordable(session, at)
    if sheet.state not in SCANNED:
        raise _scan_missing()
    people = list(roster_of(session).values_list("pk", flat=True))
    if not set(signed) <= set(people):
        raise Refused(
            "not_on_roster",
            gettext_lazy("Somebody here is not on the list of this training (any more). Reload the page."),
        )
    known = known_rows(session, people)
    found = [_finding(pk, session, known.get(pk), has_signed=pk in signed) for pk in people]
    findings = [finding for finding in found if finding is not None]
    write(session=session, findings=findings, known=known, by=by, at=at)
    sheet.state, sheet.verified_by, sheet.verified_at = SheetState.VERIFIED, by, at
    sheet.save(update_fields=["state", "verified_by", "verified_at"])
    disputed = [finding.enrolment_id for finding in findings if finding.status == AttendanceStatus.DISPUTED]
    record(
        action="trainings.sheet.verified",
        about=sheet,
        by=by,
        after={"number": sheet.number, "signed": len(signed), "disputed": disputed},
    )
    return len(disputed)


@transaction.atomic
def decide_dispute(
    *, attendance: Attendance, minutes: int, note: str, by: User, version: int | None = None
) -> Attendance:
    """End a dispute with the scan at hand: the minutes that count, 0 for who was not there, and why.

    Raises Refused organiser_only (403), not_disputed, scan_missing, note_missing, minutes_range, stale, session_closed,
    and what `require_countable` raises.
    """
    session, at = lock_session(attendance.session)
    can_organise(by, session.edition.course.project_id).require()
    require_recordable(session, at)
    known = known_rows(session, [attendance.enrolment_id])
    row = known[attendance.enrolment_id]
    if row.status != AttendanceStatus.DISPUTED:
        raise Refused("not_disputed", gettext_lazy("This record is not disputed (any more)."))
    if not session.sheets.filter(state__in=SCANNED).exists():
        raise _scan_missing()
    if not note.strip():
        raise Refused("note_missing", gettext_lazy("Say how you decided and why."), field="note")
    if not 0 <= minutes <= session.counted_min:
        raise Refused(
            "minutes_range",
            gettext_lazy("The session counts %(minutes)s minutes: nobody can be there for more.")
            % {"minutes": session.counted_min},
            field="minutes",
        )
    finding = Finding(
        row.enrolment_id,
        status_of(minutes, session),
        minutes,
        AttendanceSource.PAPER,
        row.first_in,
        row.last_out,
        note.strip(),
        version,
    )
    write(session=session, findings=[finding], known=known, by=by, at=at)
    return row


def _finding(pk: int, session: Session, row: Attendance | None, *, has_signed: bool) -> Finding | None:
    """What the signature, or its lack, makes of a record; None where the record stays."""
    if row is not None and row.status == AttendanceStatus.EXEMPT:
        return None
    minutes = row.minutes if row else 0
    came, left = (row.first_in, row.last_out) if row else (None, None)
    if has_signed:
        if minutes and row and row.status != AttendanceStatus.DISPUTED:
            return None
        minutes = minutes or session.counted_min
        return Finding(pk, status_of(minutes, session), minutes, AttendanceSource.PAPER, came, left)
    if not minutes:
        return None if row else Finding(pk, AttendanceStatus.ABSENT, 0, AttendanceSource.PAPER)
    if session.edition.course.paper_prevails:
        note = _("No signature on the list.")
        return Finding(pk, AttendanceStatus.ABSENT, 0, AttendanceSource.PAPER, came, left, note)
    source = AttendanceSource(row.source) if row else AttendanceSource.PAPER
    note = _("Recorded as present, but there is no signature on the list.")
    return Finding(pk, AttendanceStatus.DISPUTED, minutes, source, came, left, note)


def _scan_missing() -> Refused:
    return Refused("scan_missing", gettext_lazy("Upload the scan of the signed list first."))

"""Who need not be there: a session that began before the place was theirs."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.errors import Refused
from trainings.choices import AttendanceSource, AttendanceStatus
from trainings.models import Attendance, Enrolment, Session
from trainings.permissions import can_organise
from trainings.services.attendance.recording import Finding, known_rows, lock_session, require_recordable, write


@transaction.atomic
def exempt(*, session: Session, enrolment: Enrolment, note: str, by: User, version: int | None = None) -> Attendance:
    """Leave the session out of what this person must attend, and out of the hours certified. The note says why.

    Raises Refused organiser_only (403), note_missing, session_closed, not_on_roster, was_present, stale, and what
    `require_countable` raises.
    """
    session, at = lock_session(session)
    can_organise(by, session.edition.course.project_id).require()
    if not note.strip():
        raise Refused("note_missing", _("Say why this person need not be there."), field="note")
    require_recordable(session, at)
    if not Enrolment.objects.confirmed().filter(edition=session.edition, pk=enrolment.pk).exists():
        raise Refused("not_on_roster", _("This person is not on the list of this training (any more)."))
    known = known_rows(session, [enrolment.pk])
    row = known.get(enrolment.pk)
    if row is not None and row.minutes:
        raise Refused("was_present", _("Minutes are recorded for this person here: who was there needs no exemption."))
    finding = Finding(
        enrolment.pk, AttendanceStatus.EXEMPT, 0, AttendanceSource.MANUAL, note=note.strip(), version=version
    )
    write(session=session, findings=[finding], known=known, by=by, at=at)
    return Attendance.objects.select_related("session", "enrolment").get(session=session, enrolment=enrolment)

"""Minutes that somebody typed, and the one way in which any source writes attendance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record as write_event
from kernel.errors import Refused
from trainings.choices import AttendanceSource, AttendanceStatus, EditionState, SessionState
from trainings.models import Attendance, Enrolment, Session
from trainings.permissions import can_organise, can_record
from trainings.services.locks import lock_edition, require_countable

FOUND = ["status", "minutes", "first_in", "last_out", "note"]
CHANGED = [*FOUND, "source", "recorded_by", "recorded_at", "version"]


@dataclass(frozen=True)
class Entry:
    """What was typed for one person; `version` is that of the record it was typed over, 0 where there was none."""

    enrolment_id: int
    minutes: int
    excused: bool = False
    version: int = 0
    note: str = ""
    """Why somebody is excused."""

    @property
    def field(self) -> str:
        """The name of its input."""
        return f"minutes_{self.enrolment_id}"


@dataclass(frozen=True)
class Finding:
    """What a source says of one person in one session."""

    enrolment_id: int
    status: AttendanceStatus
    minutes: int
    source: AttendanceSource
    first_in: datetime | None = None
    last_out: datetime | None = None
    note: str = ""
    version: int | None = None
    """Of the record that somebody saw; None where nobody looked."""


@transaction.atomic
def record(
    *,
    session: Session,
    enrolment: Enrolment,
    minutes: int,
    excused: bool = False,
    note: str = "",
    version: int = 0,
    by: User,
    source: AttendanceSource = AttendanceSource.MANUAL,
) -> Attendance:
    """One person's minutes in one session. Raises Refused as record_roster."""
    entry = Entry(enrolment.pk, minutes, excused, version, note)
    record_roster(session=session, entries=[entry], by=by, source=source)
    return Attendance.objects.select_related("session", "enrolment").get(session=session, enrolment=enrolment)


@transaction.atomic
def record_roster(
    *,
    session: Session,
    entries: Sequence[Entry],
    by: User,
    source: AttendanceSource = AttendanceSource.MANUAL,
) -> int:
    """The minutes of a whole list at once, all or none; how many records changed. The same again changes nothing.

    Raises Refused cannot_record (403), session_closed, session_not_started, minutes_range, excused_present,
    not_on_roster, stale, disputed (decided with the signed list), exempt (the organiser ends it), and what
    `require_countable` raises.
    """
    session, at = lock_session(session)
    can_record(by, session).require()
    require_recordable(session, at)
    if not session.has_started(at):
        raise Refused("session_not_started", _("Attendance can be recorded once the session has started."))
    for entry in entries:
        _require_possible(entry, session)
    _require_on_roster(session, entries)
    known = known_rows(session, [entry.enrolment_id for entry in entries])
    findings = [
        finding
        for entry in entries
        if (finding := _typed(entry, session, known.get(entry.enrolment_id), by, source)) is not None
    ]
    return len(write(session=session, findings=findings, known=known, by=by, at=at))


def lock_session(session: Session) -> tuple[Session, datetime]:
    """The session with its edition and course as they are now, under the lock of the edition; and the time then."""
    edition, at = lock_edition(session.edition_id)
    session = Session.objects.get(pk=session.pk)
    session.edition = edition
    return session, at


def require_recordable(session: Session, at: datetime) -> None:
    """Raise Refused session_closed, or what `require_countable` raises."""
    running = session.edition.state in {EditionState.PUBLISHED, EditionState.COMPLETED}
    if not running or session.state not in {SessionState.PLANNED, SessionState.HELD}:
        raise Refused("session_closed", _("Attendance of this session can no longer be recorded."))
    require_countable(session.edition, at)


def known_rows(session: Session, enrolments: Iterable[int]) -> dict[int, Attendance]:
    """What is recorded of these people in the session, by their enrolments."""
    return {row.enrolment_id: row for row in session.attendances.filter(enrolment__in=list(enrolments))}


def status_of(minutes: int, session: Session) -> AttendanceStatus:
    """What the minutes tell."""
    if minutes == 0:
        return AttendanceStatus.ABSENT
    return AttendanceStatus.PRESENT if minutes == session.counted_min else AttendanceStatus.PARTIAL


def write(
    *,
    session: Session,
    findings: Iterable[Finding],
    known: Mapping[int, Attendance],
    by: User,
    at: datetime,
    reason: str = "",
) -> list[Attendance]:
    """The records as the findings say; what they say already stays. Whoever calls holds the lock and asked who may.

    With a `reason` what was settled is corrected. Raises Refused stale.
    """
    before = {pk: row.minutes for pk, row in known.items()}
    new, changed = [], []
    for finding in findings:
        row = known.get(finding.enrolment_id)
        if row is None:
            row = Attendance(session=session, enrolment_id=finding.enrolment_id)
            new.append(row)
        elif _says(row) != _says(finding):
            row.next_version(finding.version)
            changed.append(row)
        else:
            continue
        for name in FOUND:
            setattr(row, name, getattr(finding, name))
        row.source, row.recorded_by, row.recorded_at = finding.source, by, at
    Attendance.objects.bulk_create(new)
    Attendance.objects.bulk_update(changed, CHANGED)
    _mark_held(session, at)
    if new or changed:
        write_event(
            action=f"trainings.attendance.{'corrected' if reason else 'recorded'}",
            about=session,
            by=by,
            before={str(row.enrolment_id): before.get(row.enrolment_id) for row in [*new, *changed]},
            after={str(row.enrolment_id): row.minutes for row in [*new, *changed]},
            reason=reason,
        )
    return [*new, *changed]


def _says(found: Attendance | Finding) -> tuple[object, ...]:
    return tuple(getattr(found, name) for name in FOUND)


def _typed(
    entry: Entry, session: Session, row: Attendance | None, by: User, source: AttendanceSource
) -> Finding | None:
    """What was typed, or None where it is what stands there. Raises Refused disputed, exempt."""
    status = status_of(entry.minutes, session)
    if entry.excused:
        status = AttendanceStatus.EXCUSED
    note = entry.note.strip()
    if row is None:
        return Finding(entry.enrolment_id, status, entry.minutes, source, note=note)
    if (row.status, row.minutes, note or row.note) == (status, entry.minutes, row.note):
        return None
    _require_undecided(row, entry, session, by)
    return Finding(entry.enrolment_id, status, entry.minutes, source, row.first_in, row.last_out, note, entry.version)


def _require_undecided(row: Attendance, entry: Entry, session: Session, by: User) -> None:
    if row.status == AttendanceStatus.DISPUTED:
        raise Refused(
            "disputed",
            _("The signed list contradicts what was recorded: the organiser decides with the scan of the list."),
            field=entry.field,
            enrolment=entry.enrolment_id,
        )
    if row.status == AttendanceStatus.EXEMPT and not can_organise(by, session.edition.course.project_id):
        raise Refused(
            "exempt",
            _("This person is exempt from the session. Only the organiser changes that."),
            field=entry.field,
            enrolment=entry.enrolment_id,
        )


def require_minutes(minutes: int, session: Session, **facts: Any) -> None:
    """Raise Refused minutes_range for what nobody can have been there."""
    if not 0 <= minutes <= session.counted_min:
        raise Refused(
            "minutes_range",
            _("The session counts %(minutes)s minutes: nobody can be there for more.")
            % {"minutes": session.counted_min},
            **facts,
        )


def _require_possible(entry: Entry, session: Session) -> None:
    require_minutes(entry.minutes, session, field=entry.field, enrolment=entry.enrolment_id)
    if entry.excused and entry.minutes:
        raise Refused(
            "excused_present",
            _("Who was there is not excused: leave the minutes or the excuse."),
            field=entry.field,
            enrolment=entry.enrolment_id,
        )


def _require_on_roster(session: Session, entries: Sequence[Entry]) -> None:
    given = [entry.enrolment_id for entry in entries]
    known = set(
        Enrolment.objects.confirmed().filter(edition=session.edition, pk__in=given).values_list("pk", flat=True)
    )
    missing = [pk for pk in given if pk not in known]
    if missing or len(set(given)) != len(given):
        raise Refused(
            "not_on_roster", _("Somebody here is not on the list of this training (any more). Reload the page.")
        )


def _mark_held(session: Session, at: datetime) -> None:
    """What is recorded once a session runs says that it is held."""
    if session.state == SessionState.PLANNED and session.has_started(at):
        session.next_version(None)
        session.state = SessionState.HELD
        session.save(update_fields=["state", "version"])
        write_event(
            action="trainings.session.held",
            about=session,
            by=None,
            before={"state": SessionState.PLANNED},
            after={"state": SessionState.HELD},
        )

"""Scans at the door: each judged by itself and kept, refused ones too; attendance is computed from all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record as write_event
from kernel.errors import Refused
from kernel.text import Text, read_code
from kernel.time import now
from trainings.choices import (
    ACTIVE_STATES,
    AttendanceSource,
    AttendanceStatus,
    EnrolmentState,
    ScanDirection,
    ScanRefusal,
    ScanResult,
)
from trainings.models import Attendance, Enrolment, ScanEvent, Session
from trainings.models.sessions import DOOR
from trainings.permissions import can_record
from trainings.services.attendance.presence import minutes_present
from trainings.services.attendance.recording import Finding, lock_session, require_recordable, status_of, write
from trainings.services.tickets import by_code, code_of
from ui.format import clock

CLOCK_ERROR = timedelta(minutes=5)
"""How far the clock of a device may run ahead of ours."""
NEARBY = timedelta(days=1)
"""Trainings so near in time are looked through for whose ticket it may be."""
BATCH = 200
"""Scans taken at once; a device sends the rest after."""
FORM = "form"
"""The device of a page without scripts."""
_AT_THE_DOOR = {AttendanceSource.QR, AttendanceSource.MANUAL, AttendanceSource.WALK_IN}


@dataclass(frozen=True)
class Scan:
    """One scan as the device tells it."""

    nonce: str
    """Given by the device; the same again is the same scan."""
    code: str
    scanned_at: datetime
    """By the clock of the device."""
    direction: ScanDirection = ScanDirection.IN
    source: AttendanceSource = AttendanceSource.QR
    """MANUAL for who was ticked on the list."""


@dataclass(frozen=True)
class Answer:
    """What the door says to a scan."""

    nonce: str
    result: ScanResult
    reason: ScanRefusal | None
    person: str
    """Empty where the code is nobody's here."""
    enrolment_id: int | None
    message: Text


@transaction.atomic
def take_scans(*, session: Session, device: str, scans: Sequence[Scan], by: User) -> list[Answer]:
    """Answer each scan and keep it; one that was sent before gets its first answer and changes nothing.

    Presence runs from the earliest entry to the latest exit that any device saw, within the session; where nobody
    saw the exit, to the end. Minutes that somebody typed stay as they are.
    Raises Refused cannot_record (403).
    """
    session, at = lock_session(session)
    can_record(by, session).require()
    door = _Door.open(session, device, at, by)
    known = ScanEvent.objects.filter(device=device, nonce__in=[scan.nonce for scan in scans])
    told = {event.nonce: event for event in known.select_related("enrolment__person", "enrolment__edition")}
    for scan in sorted(scans, key=lambda scan: scan.scanned_at):
        if scan.nonce not in told:
            told[scan.nonce] = door.judge(scan)
    door.close()
    return [door.answer(told[scan.nonce]) for scan in scans]


def check_in(*, session: Session, enrolment: Enrolment, direction: ScanDirection, nonce: str, by: User) -> Answer:
    """Tick somebody on the list, without a ticket. Raises Refused as take_scans."""
    scan = Scan(nonce, code_of(enrolment.pk), now(), direction, AttendanceSource.MANUAL)
    return take_scans(session=session, device=FORM, scans=[scan], by=by)[0]


def type_code(*, session: Session, code: str, direction: ScanDirection, nonce: str, by: User) -> Answer:
    """Let somebody in by the code on the ticket, typed into a form. Raises Refused as take_scans."""
    return take_scans(session=session, device=FORM, scans=[Scan(nonce, code, now(), direction)], by=by)[0]


@dataclass
class _Door:
    """A session under its lock, who may come, and what is known of them."""

    session: Session
    device: str
    at: datetime
    by: User
    closed: ScanRefusal | None
    people: dict[str, Enrolment]
    """Everybody who ever enrolled, by code."""
    rows: dict[int, Attendance]
    passed: dict[int, list[tuple[str, datetime]]] = field(default_factory=dict)
    """Directions and moments, by enrolment; without refused ones."""
    found: dict[int, Finding] = field(default_factory=dict)
    taken: list[ScanEvent] = field(default_factory=list)

    @classmethod
    def open(cls, session: Session, device: str, at: datetime, by: User) -> _Door:
        """Read all that is needed: four statements, whatever the number of scans."""
        people = by_code(Enrolment.objects.filter(edition=session.edition).select_related("person"))
        rows = {row.enrolment_id: row for row in session.attendances.all()}
        door = cls(session, device, at, by, _closed(session, at), people, rows)
        seen = session.scans.exclude(result=ScanResult.REFUSED)
        for enrolment, direction, moment in seen.values_list("enrolment", "direction", "scanned_at"):
            door.passed.setdefault(enrolment, []).append((direction, moment))
        return door

    def judge(self, scan: Scan) -> ScanEvent:
        """The scan as it will be kept."""
        enrolment = self.people.get(read_code(scan.code)) or self._elsewhere(scan)
        reason = self._refusal(scan, enrolment)
        result = ScanResult.REFUSED if reason or enrolment is None else self._pass(scan, enrolment)
        event = ScanEvent(
            session=self.session,
            enrolment=enrolment,
            device=self.device,
            nonce=scan.nonce,
            direction=scan.direction,
            scanned_at=scan.scanned_at,
            received_at=self.at,
            result=result,
            reason=reason or "",
            scanned_by=self.by,
        )
        self.taken.append(event)
        return event

    def _elsewhere(self, scan: Scan) -> Enrolment | None:
        """Whose ticket it is in a training of about the same days."""
        near = Enrolment.objects.filter(
            edition__starts_at__lt=self.session.ends_at + NEARBY, edition__ends_at__gt=self.session.starts_at - NEARBY
        )
        return by_code(near.select_related("edition", "person")).get(read_code(scan.code))

    def _refusal(self, scan: Scan, enrolment: Enrolment | None) -> ScanRefusal | None:
        if self.closed or enrolment is None:
            return self.closed or ScanRefusal.UNKNOWN_CODE
        return self._refusal_of(enrolment) or self._refusal_at(scan.scanned_at)

    def _refusal_of(self, enrolment: Enrolment) -> ScanRefusal | None:
        if enrolment.edition_id != self.session.edition_id:
            return ScanRefusal.OTHER_TRAINING
        if enrolment.state not in ACTIVE_STATES:
            return ScanRefusal.WITHDRAWN
        if enrolment.state != EnrolmentState.CONFIRMED:
            return ScanRefusal.NOT_CONFIRMED
        return None

    def _refusal_at(self, moment: datetime) -> ScanRefusal | None:
        if moment > self.at + CLOCK_ERROR:
            return ScanRefusal.CLOCK_AHEAD
        if not self.session.starts_at - DOOR <= moment <= self.session.ends_at + DOOR:
            return ScanRefusal.OUTSIDE_HOURS
        return None

    def _pass(self, scan: Scan, enrolment: Enrolment) -> ScanResult:
        """Through the door: says whether it changes when the person came or left."""
        passed = self.passed.setdefault(enrolment.pk, [])
        before = _came_and_left(passed)
        passed.append((scan.direction, scan.scanned_at))
        after = _came_and_left(passed)
        if before == after:
            return ScanResult.REPEATED
        row = self.rows.get(enrolment.pk)
        if row is None or _gives_way(row, self.session, scan.scanned_at) or enrolment.pk in self.found:
            minutes = minutes_present(self.session, [after])
            self.found[enrolment.pk] = Finding(
                enrolment.pk, status_of(minutes, self.session), minutes, scan.source, *after
            )
        return ScanResult.ACCEPTED

    def close(self) -> None:
        """Keep the scans and what follows from them."""
        if not self.taken:
            return
        ScanEvent.objects.bulk_create(self.taken)
        write(session=self.session, findings=self.found.values(), known=self.rows, by=self.by, at=self.at)
        results = [event.result for event in self.taken]
        write_event(
            action="trainings.scans.taken",
            about=self.session,
            by=self.by,
            after={result.value: results.count(result) for result in ScanResult if result in results},
        )

    def answer(self, event: ScanEvent) -> Answer:
        """What is said of a scan that is kept."""
        row = event.enrolment
        own = row is not None and row.edition_id == self.session.edition_id
        reason = ScanRefusal(event.reason) if event.reason else None
        return Answer(
            nonce=event.nonce,
            result=ScanResult(event.result),
            reason=reason,
            person=str(row.person) if row is not None and own else "",
            enrolment_id=row.pk if row is not None and own else None,
            message=reason.label if reason else self._in_words(event),
        )

    def _in_words(self, event: ScanEvent) -> Text:
        leaves = event.direction == ScanDirection.OUT
        if event.result == ScanResult.ACCEPTED:
            words = _("out at %(time)s") if leaves else _("in at %(time)s")
            return words % {"time": clock(event.scanned_at)}
        came, left = _came_and_left(self.passed.get(event.enrolment_id or 0, []))
        words = _("already out at %(time)s") if leaves else _("already in at %(time)s")
        return words % {"time": clock((left if leaves else came) or event.scanned_at)}


def _closed(session: Session, at: datetime) -> ScanRefusal | None:
    try:
        require_recordable(session, at)
    except Refused as refusal:
        return ScanRefusal.SESSION_CLOSED if refusal.code == "session_closed" else ScanRefusal.PERIOD_CLOSED
    return None


def _came_and_left(passed: Iterable[tuple[str, datetime]]) -> tuple[datetime | None, datetime | None]:
    """The earliest entry; the latest exit, unless somebody came back after it."""
    ins = [moment for direction, moment in passed if direction == ScanDirection.IN]
    outs = [moment for direction, moment in passed if direction == ScanDirection.OUT]
    came, left = min(ins, default=None), max(outs, default=None)
    return came, None if left is None or (ins and max(ins) > left) else left


def _gives_way(row: Attendance, session: Session, scanned_at: datetime) -> bool:
    """Whether a scan may say what a record says: one the door wrote, or that nobody had come yet."""
    if row.status in {AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED}:
        return row.source == AttendanceSource.MANUAL and row.recorded_at < scanned_at
    by_the_door = row.source in _AT_THE_DOOR and (row.first_in is not None or row.last_out is not None)
    return by_the_door and row.minutes == minutes_present(session, [(row.first_in, row.last_out)])

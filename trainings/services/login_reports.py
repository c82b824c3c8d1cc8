"""Logs of online meetings: kept as evidence, looked at, then imported all or not at all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from files.services import open_file, store
from kernel.errors import Refused
from kernel.text import fold
from kernel.time import local_day
from trainings.choices import AttendanceSource, AttendanceStatus, Mode, PlaceKind
from trainings.documents import login_report as document
from trainings.documents.login_report import Presence, WrongRow
from trainings.gates import LOGIN_REPORT
from trainings.models import Attendance, Enrolment, LoginReport, Session
from trainings.permissions import can_record
from trainings.services.attendance.presence import minutes_present
from trainings.services.attendance.recording import (
    Finding,
    known_rows,
    lock_session,
    require_recordable,
    status_of,
    write,
)

LOGS = {"csv", "xlsx"}
LIMIT = 5 * 1024 * 1024  # bytes
DECIDED = {AttendanceStatus.EXEMPT, AttendanceStatus.DISPUTED}
"""What a log does not change."""


@dataclass(frozen=True)
class Match:
    """Somebody of the list, their stays, and what follows from them."""

    enrolment: Enrolment
    presences: list[Presence]
    minutes: int
    record: Attendance | None
    """As it stands."""

    @property
    def stays(self) -> bool:
        """Whether the record is left as it is."""
        return self.record is not None and self.record.status in DECIDED


@dataclass(frozen=True)
class Preview:
    """What an import would do."""

    matches: list[Match]
    """Those in the log, then those of the list who are not in it and were to be online."""
    trainers: list[Presence]
    unknown: list[Presence]
    """Lines of nobody on the list, or of one of several who are called the same."""
    wrong: list[WrongRow]

    @property
    def can_import(self) -> bool:
        """Whether every line could be read and somebody was found."""
        return not self.wrong and any(match.presences for match in self.matches)


def upload_login_report(*, session: Session, upload: File[bytes], by: User) -> LoginReport:
    """Keep the log of a session and check that it can be read; nothing is recorded yet.

    Raises Refused cannot_record (403), log_unreadable, log_too_long, and those of `store`.
    """
    can_record(by, session).require()
    with transaction.atomic():
        session, at = lock_session(session)
        can_record(by, session).require()
        file = store(content=upload, name=upload.name or "", kind=LOGIN_REPORT, by=by, allow=LOGS, limit=LIMIT)
        report = LoginReport.objects.create(session=session, file=file, uploaded_by=by, uploaded_at=at)
        preview_of(report)
        record(
            action="trainings.login_report.uploaded",
            about=report,
            by=by,
            after={"session": session.pk, "sha256": file.sha256},
        )
        return report


def preview_of(report: LoginReport) -> Preview:
    """Whom the log tells of, by e-mail, then by full name. Raises Refused log_unreadable, log_too_long."""
    session = report.session
    with open_file(report.file) as source:
        content = source.read()
    log = document.read(
        content, is_workbook=report.file.name.lower().endswith(".xlsx"), day=local_day(session.starts_at)
    )
    people = list(Enrolment.objects.confirmed().filter(edition=session.edition_id).select_related("person", "city"))
    known = known_rows(session, [row.pk for row in people])
    by_email = {row.person.email.lower(): row for row in people}
    by_name = _by_name(people)
    trainers = {fold(str(row.user)) for row in session.trainers.select_related("user")}
    found: dict[int, list[Presence]] = defaultdict(list)
    unknown, taught = [], []
    for presence in log.presences:
        row = by_email.get(presence.email) or by_name.get(_name_of(presence.name))
        if row is not None:
            found[row.pk].append(presence)
        elif _name_of(presence.name) in trainers:
            taught.append(presence)
        else:
            unknown.append(presence)
    matches = [_match(row, found[row.pk], session, known.get(row.pk)) for row in people if row.pk in found]
    absent = [
        _match(row, [], session, known.get(row.pk))
        for row in people
        if row.pk not in found and row.pk not in known and _is_online(row, session)
    ]
    return Preview([*matches, *absent], taught, unknown, log.wrong)


@transaction.atomic
def import_login_report(*, report: LoginReport, by: User) -> int:
    """Record what the log says, all or nothing; how many records changed. Done before, nothing changes.

    Minutes are those of the session in which somebody was there, however often they came and left. Who was to be
    online and is not in the log was absent, unless something is recorded. Exemptions and disputes stay.
    Raises Refused cannot_record (403), session_closed, session_not_started, log_has_wrong_rows, log_matches_nobody,
    and what `require_countable` raises.
    """
    session, at = lock_session(report.session)
    can_record(by, session).require()
    require_recordable(session, at)
    if not session.has_started(at):
        raise Refused("session_not_started", _("Attendance can be recorded once the session has started."))
    report = LoginReport.objects.select_related("file").get(pk=report.pk)
    report.session = session
    preview = preview_of(report)
    if preview.wrong:
        raise Refused(
            "log_has_wrong_rows",
            _("Some lines of the log cannot be read, so nothing was imported. Correct them and upload it again."),
            rows=[row.line for row in preview.wrong],
        )
    if not preview.can_import:
        raise Refused("log_matches_nobody", _("Nobody in this log is on the list of the training."))
    findings = [_finding(match, session) for match in preview.matches if not match.stays]
    known = {match.enrolment.pk: match.record for match in preview.matches if match.record}
    changed = write(session=session, findings=findings, known=known, by=by, at=at)
    report.imported_by, report.imported_at = by, at
    report.save(update_fields=["imported_by", "imported_at"])
    record(
        action="trainings.login_report.imported",
        about=report,
        by=by,
        after={"changed": len(changed), "unknown": len(preview.unknown)},
    )
    return len(changed)


def _name_of(name: str) -> str:
    """A name as it is compared; Zoom adds what somebody was called before, Teams says who is a guest."""
    return " ".join(fold(name.split("(", maxsplit=1)[0]).split())


def _by_name(people: list[Enrolment]) -> dict[str, Enrolment]:
    """People by full name in either order; who shares a name with somebody is nobody."""
    found: dict[str, Enrolment | None] = {}
    for row in people:
        first, last = fold(row.person.first_name), fold(row.person.last_name)
        for name in {f"{first} {last}", f"{last} {first}"}:
            found[name] = None if name in found else row
    return {name: row for name, row in found.items() if row is not None}


def _match(row: Enrolment, presences: list[Presence], session: Session, known: Attendance | None) -> Match:
    minutes = minutes_present(session, [(one.joined, one.left) for one in presences])
    return Match(row, presences, minutes, known)


def _is_online(row: Enrolment, session: Session) -> bool:
    return session.edition.mode == Mode.ONLINE or row.place_kind == PlaceKind.ONLINE


def _finding(match: Match, session: Session) -> Finding:
    return Finding(
        match.enrolment.pk,
        status_of(match.minutes, session),
        match.minutes,
        AttendanceSource.LOGIN_REPORT,
        min((one.joined for one in match.presences), default=None),
        max((one.left for one in match.presences), default=None),
    )

"""A list to be signed: frozen from the roster, made into a PDF by a worker, void once the roster changes.

Who did not agree to the use of the image is marked on it, and a list with other marks is another list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.services import record
from files.services import store
from jobs.services import enqueue
from kernel.errors import Refused
from kernel.text import canonical_json, clean_name, sha256
from kernel.time import now
from trainings.choices import ConsentAnswer, EditionState, SessionState, SheetState
from trainings.documents import sheet as document
from trainings.gates import SHEET
from trainings.models import AttendanceSheet, Enrolment, Session
from trainings.permissions import can_record
from trainings.queries.legal import image_text_of, with_image
from trainings.services.attendance.recording import lock_session
from trainings.tasks import MAKE_SHEET
from ui.documents.engine import NotMade, Progress

UNSIGNED = [SheetState.GENERATED, SheetState.PRINTED]
SWEPT = 200
"""Sheets looked at by one sweep."""


@transaction.atomic
def order_sheet(*, session: Session, by: User) -> AttendanceSheet:
    """The list of a session as it is now, and a job that makes its PDF. Nothing changed: the list there is.

    Once the session has begun the list on the table is the one that is signed: who came without a place signs below.
    Raises Refused cannot_record (403), session_closed.
    """
    session, at = lock_session(session)
    can_record(by, session).require()
    if session.edition.state not in {EditionState.PUBLISHED, EditionState.COMPLETED} or session.state in {
        SessionState.CANCELLED,
        SessionState.VERIFIED,
    }:
        raise Refused("session_closed", gettext_lazy("There is nothing to sign for this session."))
    rows = list(roster_of(session).values_list("pk", flat=True))
    digest = _digest(session, rows)
    current: AttendanceSheet | None = session.sheets.exclude(state=SheetState.SUPERSEDED).last()
    if current and (current.sha256 == digest or session.has_started(at)):
        _ask_for_file(current, by)
        return current
    if current:
        _supersede(current, by)
    last = session.sheets.last()
    sheet = AttendanceSheet.objects.create(
        session=session,
        number=last.number + 1 if last else 1,
        roster=rows,
        sha256=digest,
        made_by=by,
        made_at=at,
    )
    record(
        action="trainings.sheet.ordered",
        about=sheet,
        by=by,
        after={"session": session.pk, "number": sheet.number, "people": len(rows), "sha256": digest},
    )
    _ask_for_file(sheet, by)
    return sheet


def roster_of(session: Session) -> QuerySet[Enrolment]:
    """Who is to sign, in the order of the alphabet."""
    rows = Enrolment.objects.in_the_room().filter(edition=session.edition_id).select_related("person", "city")
    return rows.order_by("person__last_name", "person__first_name", "pk")


def is_current(sheet: AttendanceSheet, session: Session) -> bool:
    """Whether people, time and place are still those of the list."""
    return sheet.sha256 == _digest(session, list(roster_of(session).values_list("pk", flat=True)))


def make_sheet(*, sheet: AttendanceSheet, progress: Progress) -> AttendanceSheet:
    """The PDF of a list; made now unless it is there. Raises Refused sheet_not_made."""
    if sheet.file_id:
        return sheet
    rows = {row.pk: row for row in Enrolment.objects.filter(pk__in=sheet.roster).select_related("person", "city")}
    unseen = _unseen(sheet.session, sheet.roster)
    people = [document.Signer(str(rows[pk].person), rows[pk].city.name, pk not in unseen) for pk in sheet.roster]
    try:
        pdf = document.render(sheet, people, language=settings.LANGUAGE_CODE, progress=progress)
    except NotMade as reason:
        raise Refused("sheet_not_made", _("The file could not be made. %(reason)s") % {"reason": reason}) from reason
    with transaction.atomic():
        sheet = (
            AttendanceSheet.objects.select_for_update(of=("self",)).select_related("session__edition").get(pk=sheet.pk)
        )
        if sheet.file_id:
            return sheet
        name = f"{sheet.session.edition.code}-{sheet.session.ordinal}-{sheet.number}.pdf"
        sheet.file = store(kind=SHEET, name=clean_name(name), content=pdf.content, allow={"pdf"}, by=None)
        sheet.pages = pdf.pages
        sheet.save(update_fields=["file", "pages"])
        record(action="trainings.sheet.made", about=sheet, by=None, after={"pages": pdf.pages})
    return sheet


@transaction.atomic
def mark_printed(*, sheet: AttendanceSheet, by: User) -> AttendanceSheet:
    """Somebody took the file to print it. Raises Refused cannot_record (403), sheet_superseded, sheet_not_ready."""
    session, _at = lock_session(sheet.session)
    can_record(by, session).require()
    sheet = AttendanceSheet.objects.get(pk=sheet.pk)
    require_in_use(sheet)
    if sheet.file_id is None:
        raise Refused("sheet_not_ready", gettext_lazy("The file of this list is still being made."))
    if sheet.state == SheetState.GENERATED:
        sheet.state = SheetState.PRINTED
        sheet.save(update_fields=["state"])
        record(action="trainings.sheet.printed", about=sheet, by=by, after={"number": sheet.number})
    return sheet


def supersede_changed() -> int:
    """Void the lists that nobody signed yet and that are no longer true; how many. By the clock, and harmless again."""
    at = now()
    over = Q(session__state=SessionState.CANCELLED) | Q(session__edition__state=EditionState.CANCELLED)
    sheets = AttendanceSheet.objects.filter(Q(session__starts_at__gt=at) | over, state__in=UNSIGNED)
    return sum(_supersede_if_changed(sheet) for sheet in sheets.select_related("session").order_by("pk")[:SWEPT])


@transaction.atomic
def _supersede_if_changed(sheet: AttendanceSheet) -> bool:
    session, _at = lock_session(sheet.session)
    sheet = AttendanceSheet.objects.get(pk=sheet.pk)
    cancelled = session.state == SessionState.CANCELLED or session.edition.state == EditionState.CANCELLED
    if sheet.state not in UNSIGNED or not (cancelled or not is_current(sheet, session)):
        return False
    _supersede(sheet, None)
    return True


def void_sheets(*, sessions: Iterable[Session], by: User) -> None:
    """Void the lists of sessions that move before they begin, or do not take place; verified ones stay.

    The caller holds the lock of the edition.
    """
    sheets = AttendanceSheet.objects.filter(session__in=sessions)
    for sheet in sheets.exclude(state__in=[SheetState.VERIFIED, SheetState.SUPERSEDED]):
        _supersede(sheet, by)


def require_in_use(sheet: AttendanceSheet) -> None:
    """Raise Refused sheet_superseded."""
    if sheet.state == SheetState.SUPERSEDED:
        raise Refused(
            "sheet_superseded",
            gettext_lazy("People, time or place changed after this list was made. Make a new one and have it signed."),
        )


def _supersede(sheet: AttendanceSheet, by: User | None) -> None:
    before, sheet.state = sheet.state, SheetState.SUPERSEDED
    sheet.save(update_fields=["state"])
    record(
        action="trainings.sheet.superseded", about=sheet, by=by, before={"state": before}, after={"state": sheet.state}
    )


def _ask_for_file(sheet: AttendanceSheet, by: User) -> None:
    if sheet.file_id is None:
        enqueue(kind=MAKE_SHEET, params={"sheet": sheet.pk}, dedupe_key=f"{MAKE_SHEET}:{sheet.pk}", by=by)


def _digest(session: Session, rows: list[int]) -> str:
    facts = {
        "session": session.pk,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "place": session.place,
        "roster": rows,
    }
    if unseen := _unseen(session, rows):
        facts["unseen"] = sorted(unseen)
    return sha256(canonical_json(facts))


def _unseen(session: Session, rows: Collection[int]) -> set[int]:
    """Of these enrolments, where a text on the use of the image holds, those of who did not agree to it."""
    image = image_text_of(session.edition)
    if image is None:
        return set()
    agreed = with_image(Enrolment.objects.filter(pk__in=rows), image).filter(Q(image=ConsentAnswer.GIVEN))
    return set(rows) - set(agreed.values_list("pk", flat=True))

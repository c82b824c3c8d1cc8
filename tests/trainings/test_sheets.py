"""Lists on paper, and what they do to records."""

from __future__ import annotations

import io
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from audit.models import Event
from config.factories.trainings import START, EnrolmentFactory, SessionFactory, SessionTrainerFactory
from files.gates import may_read
from files.services import open_file
from jobs.models import Job
from tests.trainings.conftest import refusal
from tests.trainings.legal import hold
from tests.trainings.test_api import api_of, post
from trainings.choices import AttendanceStatus, ConsentAnswer, EditionState, LegalKind, Mode, PlaceKind, SheetState
from trainings.models import Attendance, AttendanceSheet, Course, Edition, Enrolment
from trainings.queries.outcomes import with_minutes
from trainings.queries.papers import without_scan
from trainings.services import attendance, consents, editions, scans, sheets
from trainings.services.editions.sessions import LONGEST_VISIT
from trainings.services.scans import Scan
from trainings.services.tickets import code_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def quiet(_percent: int, _phase: object) -> None:
    """Nobody watches."""


def scan_of(words: bytes = b"", name: str = "lista.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + words)


@pytest.fixture
def session(world, clock):
    """A day before it begins."""
    edition = world.edition()
    clock(START - timedelta(days=1))
    return edition.sessions.get()


@pytest.fixture
def trainer(session):
    return SessionTrainerFactory(session=session).user


@pytest.fixture
def rows(session):
    return [EnrolmentFactory(edition=session.edition) for _ in range(3)]


@pytest.fixture
def signed(session, trainer, rows, clock):
    """A list that came back; the session runs."""
    sheet = sheets.order_sheet(session=session, by=trainer)
    clock(START + 2 * HOUR)
    sheets.upload_scan(sheet=sheet, upload=scan_of(), by=trainer)
    return AttendanceSheet.objects.get(pk=sheet.pk)


def come(session, row, by, at=START):
    sent = [Scan(f"n{row.pk}", code_of(row.pk), at)]
    return scans.take_scans(session=session, device="door", scans=sent, by=by)[0]


def test_case_23_paper_against_screen(world, session, trainer, rows, signed):
    """QR says present, the list has no signature: disputed, and only the organiser's verification decides."""
    present, silent, _absent = rows
    for row in (present, silent):
        come(session, row, trainer)
    assert sheets.verify_sheet(sheet=signed, signed={present.pk}, by=world.organiser) == 1
    found = {row.enrolment_id: row for row in Attendance.objects.all()}
    assert [(found[row.pk].status, found[row.pk].source) for row in rows] == [
        ("present", "qr"),
        ("disputed", "qr"),
        ("absent", "paper"),
    ]
    # A dispute counts for nothing.
    counted = with_minutes(Enrolment.objects.filter(pk=silent.pk)).get()
    assert (counted.attended_minutes, counted.base_minutes) == (0, 360)
    # Neither the trainer nor another scan decides.
    disputed = found[silent.pk]
    given = {"session": session, "enrolment": silent, "minutes": 100, "version": disputed.version}
    assert refusal(attendance.record, **given, by=trainer).code == "disputed"
    assert refusal(attendance.record, **given, by=world.organiser).code == "disputed"
    sent = [Scan("again", code_of(silent.pk), START + HOUR)]
    scans.take_scans(session=session, device="door", scans=sent, by=trainer)
    assert Attendance.objects.get(enrolment=silent).status == "disputed"
    decide = {"attendance": disputed, "note": "Podpis jest na odwrocie.", "version": disputed.version}
    assert refusal(sheets.decide_dispute, **decide, minutes=360, by=trainer).code == "organiser_only"
    decided = sheets.decide_dispute(**decide, minutes=360, by=world.organiser)
    assert (decided.status, decided.minutes, decided.source) == ("present", 360, "paper")


def test_a_dispute_of_a_visit_ends_with_any_minutes_that_the_visit_counts(world, clock):
    """Also to programs: a visit lasts days, and counts more minutes than a day has."""
    days = {"starts_at": START, "ends_at": START + timedelta(days=5)}
    edition = world.edition(mode=Mode.VISIT, session=False, **days)
    session = SessionFactory(edition=edition, breaks_min=2400, **days)
    row = EnrolmentFactory(edition=edition)
    sheet = sheets.order_sheet(session=session, by=world.organiser)
    clock(START + timedelta(days=5))
    sheets.upload_scan(sheet=sheet, upload=scan_of(), by=world.organiser)
    attendance.record(session=session, enrolment=row, minutes=4800, by=world.organiser)
    sheets.verify_sheet(sheet=sheet, signed=set(), by=world.organiser)
    found = Attendance.objects.get()
    assert (found.status, session.counted_min) == ("disputed", 4800)
    path, note, program = f"attendance/{found.pk}/decide/", "Podpis jest na odwrocie.", api_of(world.organiser)
    for minutes, status in [(LONGEST_VISIT + 1, 400), (4801, 409)]:
        refused = post(program, path, {"minutes": minutes, "note": note}, version=found.etag)
        assert refused.status_code == status
        assert [error["field"] for error in refused.json()["errors"]] == ["minutes"]
    decided = post(program, path, {"minutes": 4800, "note": note}, version=found.etag).json()
    assert (decided["status"], decided["minutes"]) == ("present", 4800)


def test_where_paper_prevails_there_are_no_minutes_without_a_signature(world, session, trainer, rows, signed):
    type(world.course).objects.update(paper_prevails=True)
    come(session, rows[0], trainer)
    assert sheets.verify_sheet(sheet=signed, signed=set(), by=world.organiser) == 0
    found = Attendance.objects.get(enrolment=rows[0])
    assert (found.status, found.minutes, found.source, found.first_in) == ("absent", 0, "paper", START)


def test_a_signature_alone_is_the_whole_session(world, rows, signed):
    sheets.verify_sheet(sheet=signed, signed={rows[0].pk}, by=world.organiser)
    found = Attendance.objects.get(enrolment=rows[0])
    assert (found.status, found.minutes, found.source) == ("present", 360, "paper")


def test_a_second_look_ends_a_dispute(world, session, trainer, rows, signed):
    come(session, rows[0], trainer, START + 3 * HOUR - HOUR)
    sheets.verify_sheet(sheet=signed, signed=set(), by=world.organiser)
    sheets.verify_sheet(sheet=signed, signed={rows[0].pk}, by=world.organiser)
    found = Attendance.objects.get(enrolment=rows[0])
    assert (found.status, found.minutes, found.note) == ("partial", 300, "")


def test_who_is_exempt_needs_no_signature(world, session, rows, signed):
    attendance.exempt(session=session, enrolment=rows[0], note="Dołączył później.", by=world.organiser)
    sheets.verify_sheet(sheet=signed, signed=set(), by=world.organiser)
    assert Attendance.objects.get(enrolment=rows[0]).status == AttendanceStatus.EXEMPT


def test_only_the_organiser_verifies_and_only_with_a_scan(world, session, trainer, rows):
    sheet = sheets.order_sheet(session=session, by=trainer)
    assert refusal(sheets.verify_sheet, sheet=sheet, signed=set(), by=trainer).code == "organiser_only"
    assert refusal(sheets.verify_sheet, sheet=sheet, signed=set(), by=world.organiser).code == "scan_missing"


def test_strangers_on_the_list_are_refused(world, rows, signed):
    stranger = EnrolmentFactory()
    assert refusal(sheets.verify_sheet, sheet=signed, signed={stranger.pk}, by=world.organiser).code == "not_on_roster"
    assert Attendance.objects.count() == 0


# -- making ------------------------------------------------------------------------------------------


def test_a_list_is_ordered_once_and_its_file_by_a_worker(session, trainer, rows):
    sheet = sheets.order_sheet(session=session, by=trainer)
    assert sheets.order_sheet(session=session, by=trainer) == sheet
    assert (sheet.number, sorted(sheet.roster), Job.objects.get().kind) == (1, [r.pk for r in rows], "trainings.sheet")
    assert Event.objects.filter(action="trainings.sheet.ordered").count() == 1


def test_a_change_before_the_start_voids_the_list(session, trainer, rows):
    first = sheets.order_sheet(session=session, by=trainer)
    EnrolmentFactory(edition=session.edition)
    assert sheets.supersede_changed() == 1
    assert sheets.supersede_changed() == 0
    first.refresh_from_db()
    assert first.state == SheetState.SUPERSEDED
    assert sheets.order_sheet(session=session, by=trainer).number == 2
    assert refusal(sheets.mark_printed, sheet=first, by=trainer).code == "sheet_superseded"


def test_a_move_voids_the_list_too(session, trainer, rows):
    first = sheets.order_sheet(session=session, by=trainer)
    type(session).objects.update(venue="Sala 2")
    assert sheets.order_sheet(session=session, by=trainer).number == 2
    first.refresh_from_db()
    assert first.state == SheetState.SUPERSEDED


def test_a_cancelled_training_needs_no_list(session, trainer, rows, clock):
    sheets.order_sheet(session=session, by=trainer)
    type(session.edition).objects.update(state=EditionState.CANCELLED)
    clock(START + HOUR)
    assert sheets.supersede_changed() == 1
    assert refusal(sheets.order_sheet, session=session, by=trainer).code == "session_closed"


def test_a_training_that_is_called_off_voids_its_lists_at_once(world, session, trainer, rows):
    sheet = sheets.order_sheet(session=session, by=trainer)
    editions.cancel_edition(edition=session.edition, reason="Choroba", by=world.organiser)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUPERSEDED
    event = Event.objects.get(action="trainings.sheet.superseded")
    assert (event.actor_id, event.before) == (world.organiser.pk, {"state": "generated"})


def test_a_list_that_was_signed_stays_when_the_room_is_put_right(world, session, signed):
    given = {"starts_at": session.starts_at, "ends_at": session.ends_at, "breaks_min": session.breaks_min}
    editions.change_session(session=session, **given, venue="Sala 2", by=world.organiser)
    signed.refresh_from_db()
    assert signed.state == SheetState.UPLOADED


def test_once_it_began_the_list_on_the_table_is_signed(session, trainer, rows, clock):
    first = sheets.order_sheet(session=session, by=trainer)
    clock(START + HOUR)
    EnrolmentFactory(edition=session.edition)
    assert sheets.supersede_changed() == 0
    assert sheets.order_sheet(session=session, by=trainer) == first


def test_the_file_holds_names_towns_and_lines_to_sign(session, trainer, rows):
    sheet = sheets.order_sheet(session=session, by=trainer)
    given = AttendanceSheet.objects.select_related("session__edition__course__project__programme__donor")
    made = sheets.make_sheet(sheet=given.get(pk=sheet.pk), progress=quiet)
    with open_file(made.file) as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        assert (made.pages, len(pdf.pages)) == (1, 1)
    assert sheets.make_sheet(sheet=made, progress=quiet) == made
    assert may_read(trainer, made.file)
    assert not may_read(rows[0].person, made.file)
    assert sheets.mark_printed(sheet=made, by=trainer).state == SheetState.PRINTED


def test_the_paper_says_who_may_not_be_in_pictures(world, session, trainer, rows, tmp_path):
    image = hold(world, LegalKind.IMAGE)
    consents.answer_consent(version=image, answer=ConsentAnswer.GIVEN, by=rows[0].person)
    consents.answer_consent(version=image, answer=ConsentAnswer.REFUSED, by=rows[1].person)
    made = sheets.make_sheet(sheet=sheets.order_sheet(session=session, by=trainer), progress=quiet)
    with open_file(made.file) as file:
        (tmp_path / "list.pdf").write_bytes(file.read())
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "list.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    cells = [text[text.index(str(row.person)) :][len(str(row.person)) :] for row in rows]
    upto = [cell.partition("Imię")[0] for cell in cells]
    assert ["bez zdjęć tej osoby" in cell for cell in upto] == [False, True, True]


def test_the_rows_for_people_without_a_place_stay_together(session, trainer, tmp_path):
    EnrolmentFactory.create_batch(17, edition=session.edition)
    made = sheets.make_sheet(sheet=sheets.order_sheet(session=session, by=trainer), progress=quiet)
    with open_file(made.file) as file:
        (tmp_path / "list.pdf").write_bytes(file.read())
    command = ["pdftotext", "-layout", tmp_path / "list.pdf", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    numbers = [{line.split()[0] for line in page.splitlines() if line.strip()} for page in text.split("\f")]
    assert [page & {"17", "18", "22"} for page in numbers[:2]] == [{"17"}, {"18", "22"}]


def test_a_withdrawn_consent_voids_the_list_before_it_is_signed_and_a_new_one_is_made(world, session, trainer, rows):
    image = hold(world, LegalKind.IMAGE)
    for row in rows:
        consents.answer_consent(version=image, answer=ConsentAnswer.GIVEN, by=row.person)
    first = sheets.order_sheet(session=session, by=trainer)
    assert sheets.order_sheet(session=session, by=trainer) == first
    consents.answer_consent(version=image, answer=ConsentAnswer.WITHDRAWN, by=rows[0].person)
    assert sheets.supersede_changed() == 1
    assert sheets.order_sheet(session=session, by=trainer).number == 2


# -- coming back -------------------------------------------------------------------------------------


def test_the_same_scan_again_is_the_same(signed, trainer):
    sheets.upload_scan(sheet=signed, upload=scan_of(), by=trainer)
    assert (signed.scans.count(), signed.state) == (1, SheetState.UPLOADED)


def test_a_scan_is_what_its_name_says(signed, trainer):
    forged = SimpleUploadedFile("lista.jpg", PDF)
    assert refusal(sheets.upload_scan, sheet=signed, upload=forged, by=trainer).code == "file_content"
    text = SimpleUploadedFile("lista.txt", b"podpisy")
    assert refusal(sheets.upload_scan, sheet=signed, upload=text, by=trainer).code == "file_type"


def test_before_the_start_nobody_can_have_signed(session, trainer, rows):
    sheet = sheets.order_sheet(session=session, by=trainer)
    assert refusal(sheets.upload_scan, sheet=sheet, upload=scan_of(), by=trainer).code == "session_not_started"


def test_what_is_settled_takes_no_more_scans(session, signed, trainer):
    type(session.edition).objects.update(state=EditionState.SETTLED)
    assert refusal(sheets.upload_scan, sheet=signed, upload=scan_of(b"2"), by=trainer).code == "edition_settled"


def test_a_list_has_the_pages_it_has(signed, trainer):
    refused = refusal(sheets.upload_scan, sheet=signed, upload=scan_of(b"2"), page=2, by=trainer)
    assert (refused.code, refused.field) == ("page_unknown", "page")
    with translation.override("pl"):
        assert str(refusal(sheets.upload_scan, sheet=signed, upload=scan_of(b"2"), page=2, by=trainer).message) == (
            "Lista ma 1 stronę."
        )


def test_missing_lists_are_seen_by_who_can_bring_them(world, session, trainer, rows, clock):
    clock(START + 8 * HOUR)
    assert list(without_scan(trainer)) == [session] == list(without_scan(world.organiser))
    assert not without_scan(rows[0].person).exists()
    sheet = sheets.order_sheet(session=session, by=trainer)
    assert without_scan(trainer).get().sheet_state == SheetState.GENERATED
    sheets.upload_scan(sheet=sheet, upload=scan_of(), by=trainer)
    assert not without_scan(trainer).exists()


def test_online_nobody_signs(world, session, trainer, rows, clock):
    Edition.objects.update(mode=Mode.ONLINE)
    Enrolment.objects.update(place_kind=PlaceKind.ONLINE)
    clock(START + 8 * HOUR)
    assert not without_scan(trainer).exists()


# -- exemptions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("prevails", [True, False])
def test_who_joins_a_hybrid_training_online_signs_nothing_and_keeps_the_minutes(
    world, session, trainer, rows, clock, *, prevails
):
    Course.objects.update(paper_prevails=prevails)
    Edition.objects.update(mode=Mode.HYBRID, online_capacity=5)
    Enrolment.objects.filter(pk=rows[0].pk).update(place_kind=PlaceKind.ONLINE)
    sheet = sheets.order_sheet(session=session, by=trainer)
    assert sheet.roster == [row.pk for row in rows[1:]]
    clock(session.ends_at + HOUR)
    come(session, rows[0], trainer, at=session.starts_at)
    before = Attendance.objects.values_list("status", "minutes").get(enrolment=rows[0])
    sheets.upload_scan(sheet=sheet, upload=scan_of(), by=trainer)
    assert sheets.verify_sheet(sheet=sheet, signed={rows[1].pk}, by=world.organiser) == 0
    assert Attendance.objects.values_list("status", "minutes").get(enrolment=rows[0]) == before
    assert refusal(sheets.verify_sheet, sheet=sheet, signed={rows[0].pk}, by=world.organiser).code == "not_on_roster"


def test_case_21_a_late_joiner_is_exempt_with_a_reason(world, session, trainer, rows):
    given = {"session": session, "enrolment": rows[0]}
    assert refusal(attendance.exempt, **given, note="x", by=trainer).code == "organiser_only"
    assert refusal(attendance.exempt, **given, note=" ", by=world.organiser).code == "note_missing"
    found = attendance.exempt(**given, note="Miejsce po pierwszej sesji.", by=world.organiser)
    assert (found.status, found.minutes, found.note) == ("exempt", 0, "Miejsce po pierwszej sesji.")
    assert with_minutes(Enrolment.objects.filter(pk=rows[0].pk)).get().base_minutes == 0


def test_who_was_there_is_not_exempt_and_only_the_organiser_ends_an_exemption(world, session, trainer, rows, clock):
    clock(START + HOUR)
    attendance.record(session=session, enrolment=rows[0], minutes=10, by=trainer)
    refused = refusal(attendance.exempt, session=session, enrolment=rows[0], note="x", by=world.organiser)
    assert refused.code == "was_present"
    attendance.exempt(session=session, enrolment=rows[1], note="x", by=world.organiser)
    given = {"session": session, "enrolment": rows[1], "minutes": 10, "version": 1}
    assert refusal(attendance.record, **given, by=trainer).code == "exempt"
    assert attendance.record(**given, by=world.organiser).status == "partial"

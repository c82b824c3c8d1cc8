"""Scans at the door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from audit.models import Event
from config.factories.trainings import START, EditionFactory, EnrolmentFactory, SessionTrainerFactory
from grants.choices import PeriodState
from grants.models import ReportingPeriod
from tests.trainings.conftest import refusal
from trainings.choices import AttendanceSource, EnrolmentState, ScanDirection, ScanResult, SessionState
from trainings.models import Attendance, ScanEvent
from trainings.services import attendance, places, scans
from trainings.services.scans import Scan
from trainings.services.tickets import code_of

pytestmark = pytest.mark.django_db

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NINE = START
OUT = ScanDirection.OUT


@pytest.fixture
def session(world, clock):
    """From 9:00 to 16:00, with an hour of breaks; it is 9:02."""
    edition = world.edition()
    clock(NINE + 2 * MINUTE)
    return edition.sessions.get()


@pytest.fixture
def trainer(session):
    return SessionTrainerFactory(session=session).user


@pytest.fixture
def row(session):
    return EnrolmentFactory(edition=session.edition)


@pytest.fixture
def scan(session, trainer):
    """`scan(row, moment, direction)`: one scan of a device, each with a nonce of its own; the answer."""
    count = 0

    def scan(row, at, direction=ScanDirection.IN, *, device="door", nonce=None, code=None):
        nonlocal count
        count += 1
        given = Scan(nonce or f"n{count}", code or code_of(row.pk), at, direction)
        with translation.override("en"):
            return scans.take_scans(session=session, device=device, scans=[given], by=trainer)[0]

    return scan


def test_case_22_scans_at_the_door(world, session, row, scan, clock):
    """The same code twice; a scan that comes late; two devices; a withdrawn person; somebody without a place."""
    # Scanned twice within 5 seconds: "already in at 09:02", no second record.
    assert str(scan(row, NINE + 2 * MINUTE).message) == "in at 09:02"
    again = scan(row, NINE + 2 * MINUTE + timedelta(seconds=5))
    assert (again.result, str(again.message)) == (ScanResult.REPEATED, "already in at 09:02")
    assert Attendance.objects.get().first_in == NINE + 2 * MINUTE

    # A device that was offline tells at 17:00 what it saw at 9:01: kept with 9:01.
    other = EnrolmentFactory(edition=session.edition)
    clock(NINE + 8 * HOUR)
    assert scan(other, NINE + MINUTE, device="offline").result == ScanResult.ACCEPTED
    kept = ScanEvent.objects.get(device="offline")
    assert (kept.scanned_at, kept.received_at) == (NINE + MINUTE, NINE + 8 * HOUR)
    assert Attendance.objects.get(enrolment=other).first_in == NINE + MINUTE

    # Two devices: the earliest entry, the latest exit.
    scan(other, NINE + 4 * MINUTE, device="second")
    scan(other, NINE + 5 * HOUR, OUT, device="second")
    scan(other, NINE + 6 * HOUR, OUT, device="offline")
    scan(other, NINE + 4 * HOUR, OUT, device="second")
    found = Attendance.objects.get(enrolment=other)
    assert (found.first_in, found.last_out, found.minutes) == (NINE + MINUTE, NINE + 6 * HOUR, 359)

    # The code of a withdrawn person: refused, stored, shown.
    gone = EnrolmentFactory(edition=session.edition, state=EnrolmentState.WITHDRAWN)
    answer = scan(gone, NINE + 3 * MINUTE)
    assert (answer.result, answer.reason, answer.person) == (ScanResult.REFUSED, "withdrawn", str(gone.person))
    assert ScanEvent.objects.get(enrolment=gone).reason == "withdrawn"
    assert not Attendance.objects.filter(enrolment=gone).exists()

    # Without a place: the scan stays refused, until the organiser takes the person in where a seat is free.
    clock(NINE + 10 * MINUTE)
    person = world.clerk()
    assert scan(None, NINE + 3 * MINUTE, code="ZZZZZ-ZZZZZ").reason == "unknown_code"
    given = {"edition": session.edition, "person": person, "city": world.town, "by": world.organiser}
    walk_in = places.walk_in(**given, reason="Przyszła bez zapisu.")
    assert (walk_in.state, walk_in.source, walk_in.holds_seat) == ("confirmed", "walk_in", True)
    assert scan(walk_in, NINE + 10 * MINUTE).result == ScanResult.ACCEPTED
    assert ScanEvent.objects.filter(result=ScanResult.REFUSED).count() == 2


def test_what_was_sent_before_is_answered_as_before(session, trainer, row, scan):
    first = scan(row, NINE, device="d", nonce="a")
    assert scan(row, NINE, device="d", nonce="a") == first
    assert ScanEvent.objects.count() == 1
    assert Event.objects.filter(action="trainings.scans.taken").count() == 1


def test_a_batch_is_answered_in_its_own_order_and_judged_by_the_clock(session, trainer, row):
    sent = [Scan("late", code_of(row.pk), NINE + 2 * MINUTE), Scan("early", code_of(row.pk), NINE)]
    answers = scans.take_scans(session=session, device="d", scans=sent, by=trainer)
    assert [(a.nonce, a.result) for a in answers] == [("late", "repeated"), ("early", "accepted")]


def test_one_code_that_is_wrong_stops_no_other(session, trainer, row):
    sent = [Scan("a", "???", NINE), Scan("b", code_of(row.pk), NINE)]
    answers = scans.take_scans(session=session, device="d", scans=sent, by=trainer)
    assert [a.result for a in answers] == ["refused", "accepted"]


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (NINE - 2 * HOUR - MINUTE, "outside_hours"),
        (NINE + 8 * MINUTE, "clock_ahead"),
    ],
)
def test_a_scan_belongs_to_the_hours_of_its_session(scan, row, at, reason):
    assert scan(row, at).reason == reason


def test_a_ticket_for_another_training_of_the_day_is_told_apart(scan, world):
    elsewhere = EnrolmentFactory(edition=EditionFactory())
    answer = scan(elsewhere, NINE)
    assert (answer.reason, answer.person, answer.enrolment_id) == ("other_training", "", None)
    assert ScanEvent.objects.get().enrolment == elsewhere


@pytest.mark.parametrize("state", [EnrolmentState.WAITLISTED, EnrolmentState.OFFERED])
def test_who_has_no_place_yet_is_not_let_in(scan, session, state):
    assert scan(EnrolmentFactory(edition=session.edition, state=state), NINE).reason == "not_confirmed"


def test_after_the_session_is_verified_scans_are_kept_but_change_nothing(scan, session, row):
    type(session).objects.update(state=SessionState.VERIFIED)
    assert scan(row, NINE).reason == "session_closed"
    assert (ScanEvent.objects.count(), Attendance.objects.count()) == (1, 0)


def test_after_the_report_went_out_scans_are_kept_but_change_nothing(scan, row):
    ReportingPeriod.objects.update(state=PeriodState.LOCKED)
    assert scan(row, NINE).reason == "period_closed"


def test_only_who_records_attendance_scans(session, row, world):
    given = {"session": session, "device": "d", "scans": [Scan("a", code_of(row.pk), NINE)]}
    for by in (world.coordinator, row.person):
        assert refusal(scans.take_scans, **given, by=by).code == "cannot_record"
    assert ScanEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("passed", "found"),
    [
        ([("in", NINE - HOUR)], (360, "present")),  # early, and to the end: the whole session, less its breaks
        ([("in", NINE + HOUR)], (360, "present")),  # six hours of seven, and the breaks are not known
        ([("in", NINE + 2 * HOUR)], (300, "partial")),
        ([("in", NINE + 2 * HOUR + timedelta(seconds=59))], (300, "partial")),  # a minute begun is a minute
        ([("in", NINE), ("out", NINE + HOUR)], (60, "partial")),
        ([("in", NINE), ("out", NINE + HOUR), ("in", NINE + 2 * HOUR)], (360, "present")),  # came back
        ([("out", NINE + HOUR)], (60, "partial")),  # nobody saw the entry
        ([("in", NINE - HOUR), ("out", NINE - MINUTE)], (0, "absent")),
    ],
)
def test_minutes_run_from_the_entry_to_the_exit(scan, row, clock, passed, found):
    clock(NINE + 7 * HOUR)
    for direction, at in passed:
        scan(row, at, ScanDirection(direction))
    kept = Attendance.objects.get()
    assert ((kept.minutes, kept.status), kept.source) == (found, "qr")


def test_minutes_that_somebody_typed_stay(scan, session, trainer, row, clock):
    attendance.record(session=session, enrolment=row, minutes=100, by=trainer)
    assert scan(row, NINE).result == ScanResult.ACCEPTED
    assert Attendance.objects.get().minutes == 100


def test_who_comes_after_being_marked_absent_is_there(scan, session, trainer, row, clock):
    attendance.record(session=session, enrolment=row, minutes=0, by=trainer)
    clock(NINE + 2 * HOUR)
    scan(row, NINE + 2 * HOUR)
    assert (Attendance.objects.get().minutes, Attendance.objects.get().source) == (300, "qr")


def test_who_is_ticked_on_the_list_is_there_by_hand(session, trainer, row):
    given = {"session": session, "enrolment": row, "direction": ScanDirection.IN, "nonce": "x", "by": trainer}
    assert scans.check_in(**given).result == ScanResult.ACCEPTED
    assert scans.check_in(**given).result == ScanResult.ACCEPTED  # the form again
    assert (ScanEvent.objects.count(), Attendance.objects.get().source) == (1, AttendanceSource.MANUAL)


def test_a_session_is_held_once_somebody_came_and_it_began(scan, session, row, clock):
    clock(NINE - 10 * MINUTE)
    scan(row, NINE - 10 * MINUTE)
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    clock(NINE + MINUTE)
    scan(EnrolmentFactory(edition=session.edition), NINE + MINUTE)
    session.refresh_from_db()
    assert session.state == SessionState.HELD


def test_codes_say_nothing_and_differ(session):
    rows = [EnrolmentFactory(edition=session.edition) for _ in range(3)]
    codes = {code_of(row.pk) for row in rows}
    assert len(codes) == 3
    assert all(len(code) == 10 and str(row.pk) != code for code, row in zip(codes, rows, strict=True))


def test_the_number_of_statements_does_not_grow_with_the_batch(session, trainer, django_assert_max_num_queries):
    rows = [EnrolmentFactory(edition=session.edition) for _ in range(20)]
    sent = [Scan(f"n{row.pk}", code_of(row.pk), NINE) for row in rows]
    with django_assert_max_num_queries(18):
        scans.take_scans(session=session, device="d", scans=sent, by=trainer)


# -- somebody without a place ------------------------------------------------------------------------


@pytest.fixture
def walk_in(world, session):
    """Arguments that let somebody in."""
    return {"edition": session.edition, "person": world.clerk(), "city": world.town, "by": world.organiser}


def test_who_walks_in_takes_a_free_seat(walk_in):
    row = places.walk_in(**walk_in)
    assert [(e.to_state, e.reason, e.acting_as) for e in row.events.all()] == [("confirmed", "walked_in", "organiser")]
    assert Event.objects.filter(action="trainings.enrolment.confirmed", object_id=str(row.pk)).exists()


def test_beyond_the_seats_the_organiser_says_so_and_why(walk_in, session):
    type(session.edition).objects.filter(pk=session.edition_id).update(capacity=1)
    EnrolmentFactory(edition=session.edition)
    assert refusal(places.walk_in, **walk_in, reason="Bo tak.").code == "edition_full"
    assert refusal(places.walk_in, **walk_in, overbook=True).code == "reason_missing"
    assert places.walk_in(**walk_in, overbook=True, reason="Burmistrzyni.").reason == "Burmistrzyni."


def test_who_waits_is_passed_only_for_a_reason(walk_in, session):
    EnrolmentFactory(edition=session.edition, state=EnrolmentState.WAITLISTED, city=walk_in["city"])
    refused = refusal(places.walk_in, **walk_in)
    assert (refused.code, refused.field) == ("reason_missing", "reason")
    assert places.walk_in(**walk_in, reason="Nikt z listy nie odbiera.").state == "confirmed"


def test_the_door_has_its_hours_and_its_rules(walk_in, session, world, trainer, clock):
    assert refusal(places.walk_in, **{**walk_in, "by": trainer}).code == "organiser_only"
    assert refusal(places.walk_in, **{**walk_in, "city": world.other_town}).code == "not_eligible"
    clock(NINE - 13 * HOUR)
    assert refusal(places.walk_in, **walk_in).code == "door_closed"
    clock(NINE)
    places.walk_in(**walk_in)
    assert refusal(places.walk_in, **walk_in).code == "already_enrolled"

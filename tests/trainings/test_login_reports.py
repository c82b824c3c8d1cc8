"""Logs of online meetings."""

from __future__ import annotations

import html
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from openpyxl import Workbook

from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.grants import PeriodFactory
from config.factories.trainings import START, EnrolmentFactory, SessionTrainerFactory
from files.gates import may_read
from kernel.errors import Refused
from kernel.time import WARSAW, minutes_between
from tests.trainings.browsing import url
from tests.trainings.conftest import refusal
from tests.trainings.test_api import api_of, post
from trainings.choices import Mode
from trainings.documents import login_report as document
from trainings.models import Attendance
from trainings.services import attendance, login_reports

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def session(world, clock):
    """An online session from 9:00 to 16:00, just over."""
    edition = world.edition(mode=Mode.ONLINE)
    clock(START + 8 * HOUR)
    return edition.sessions.get()


@pytest.fixture
def trainer(session):
    return SessionTrainerFactory(session=session).user


def enrolled(session, first: str, last: str, email: str):
    person = UserFactory(first_name=first, last_name=last, email=email)
    return EnrolmentFactory(edition=session.edition, person=person)


@pytest.fixture
def people(session):
    return [
        enrolled(session, "Łucja", "Żak", "lucja@example.org"),
        enrolled(session, "Jan", "Nowak", "jan@example.org"),
        enrolled(session, "Ewa", "Lis", "ewa@example.org"),
    ]


def upload(text: str, name: str = "zoom.csv", encoding: str = "utf-8"):
    return SimpleUploadedFile(name, text.encode(encoding))


ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
123 456,Szkolenie,10/05/2026 08:50:00 AM,10/05/2026 04:05:00 PM,trener@example.org,435,4

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Łucja Żak,lucja@example.org,10/05/2026 08:55:00 AM,10/05/2026 11:00:00 AM,125,No
Łucja Żak,lucja@example.org,10/05/2026 10:30:00 AM,10/05/2026 12:00:00 PM,90,No
"Nowak Jan (telefon)",,10/05/2026 03:00:30 PM,10/05/2026 05:00:00 PM,120,Yes
iPad,,10/05/2026 09:00:00 AM,10/05/2026 09:10:00 AM,10,Yes
"""

TEAMS = """1. Summary
Meeting title\tSzkolenie
Attended participants\t2

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Łucja Żak\t10/5/26, 8:55:00 AM\t10/5/26, 4:00:00 PM\t3h\tlucja@example.org\tlucja@example.org\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Łucja Żak\t10/5/26, 9:00:00 AM\t10/5/26, 10:00:00 AM\t1h\tlucja@example.org\tPresenter
Łucja Żak\t10/5/26, 3:00:00 PM\t10/5/26, 4:00:00 PM\t1h\tlucja@example.org\tPresenter
"""


def test_stays_are_united_clipped_and_imported_at_once(session, trainer, people):
    report = login_reports.upload_login_report(session=session, upload=upload(ZOOM), by=trainer)
    assert Attendance.objects.count() == 0  # looked at first
    preview = login_reports.preview_of(report)
    assert [(one.line, one.name) for one in preview.unknown] == [(8, "iPad")]
    assert login_reports.import_login_report(report=report, by=trainer) == 3
    found = {row.enrolment_id: row for row in Attendance.objects.all()}
    # 8:55-11:00 and 10:30-12:00 are three hours of the session; 15:00:30 to the end is an hour begun; Ewa is not there.
    assert [(found[p.pk].minutes, found[p.pk].status) for p in people] == [
        (180, "partial"),
        (60, "partial"),
        (0, "absent"),
    ]
    assert {row.source for row in found.values()} == {"login_report"}
    assert Event.objects.filter(action="trainings.login_report.imported").count() == 1
    assert login_reports.import_login_report(report=report, by=trainer) == 0


def test_teams_tells_every_stay_in_its_last_table(session, trainer, people):
    log = upload(TEAMS, "teams.csv", "utf-16")
    report = login_reports.upload_login_report(session=session, upload=log, by=trainer)
    login_reports.import_login_report(report=report, by=trainer)
    assert Attendance.objects.get(enrolment=people[0]).minutes == 120


def test_a_workbook_is_read_too(session, trainer, people):
    book = Workbook()
    book.active.append(["Imię i nazwisko", "Adres e-mail", "Godzina dołączenia", "Godzina opuszczenia"])
    book.active.append(["Ewa Lis", "", START.replace(tzinfo=None), (START + 7 * HOUR).replace(tzinfo=None)])
    book.active.append(["Jan Nowak", "", "05.10.2026 09:00", "05.10.2026 12:30"])
    content = io.BytesIO()
    book.save(content)
    file = SimpleUploadedFile("teams.xlsx", content.getvalue())
    report = login_reports.upload_login_report(session=session, upload=file, by=trainer)
    login_reports.import_login_report(report=report, by=trainer)
    minutes = [Attendance.objects.get(enrolment=row).minutes for row in people]
    assert minutes == [0, 210, 360]


def test_one_line_that_cannot_be_read_stops_the_whole(session, trainer, people):
    broken = ZOOM.replace("10/05/2026 09:10:00 AM", "kwadrans później")
    report = login_reports.upload_login_report(session=session, upload=upload(broken), by=trainer)
    assert [row.line for row in login_reports.preview_of(report).wrong] == [8]
    refused = refusal(login_reports.import_login_report, report=report, by=trainer)
    assert (refused.code, refused.facts["rows"]) == ("log_has_wrong_rows", [8])
    assert Attendance.objects.count() == 0


def test_two_who_are_called_the_same_are_told_apart_by_nothing(session, trainer, people):
    enrolled(session, "Jan", "Nowak", "drugi.jan@example.org")
    report = login_reports.upload_login_report(session=session, upload=upload(ZOOM), by=trainer)
    assert [one.name for one in login_reports.preview_of(report).unknown] == ["Nowak Jan (telefon)", "iPad"]


def test_exemptions_and_what_is_recorded_of_the_absent_stay(world, session, trainer, people):
    attendance.exempt(session=session, enrolment=people[0], note="Później.", by=world.organiser)
    attendance.record(session=session, enrolment=people[2], minutes=0, excused=True, by=trainer)
    report = login_reports.upload_login_report(session=session, upload=upload(ZOOM), by=trainer)
    login_reports.import_login_report(report=report, by=trainer)
    found = [Attendance.objects.get(enrolment=row).status for row in people]
    assert found == ["exempt", "partial", "excused"]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Name,Join Time\nA,B\n"])
def test_a_file_without_stays_is_no_log(text):
    with pytest.raises(Refused) as caught:
        document.read(text.encode(), is_workbook=False, day=DAY)
    assert caught.value.code == "log_unreadable"


def test_what_is_no_workbook_is_refused():
    with pytest.raises(Refused) as caught:
        document.read(b"PK\x03\x04rubbish", is_workbook=True, day=DAY)
    assert caught.value.code == "log_unreadable"


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026-10-05T09:00:00+02:00", 9),
        ("2026-10-05 09:00", 9),
        ("05.10.2026 9:00:00", 9),
        ("10/05/2026 09:00:00 PM", 21),
        ("5/10/2026 21:00", 21),
        ("10/5/26, 9:00:00\u202fAM", 9),
    ],
)
def test_times_are_read_as_programs_write_them(written, hour):
    text = f'Name;Join Time;Leave Time\nA;"{written}";"{written}"\n'
    [stay] = document.read(text.encode(), is_workbook=False, day=DAY).presences
    assert stay.joined == datetime(2026, 10, 5, hour, tzinfo=WARSAW)


# -- nights on which the clock changes -------------------------------------------------------------

BACK, FORWARD = date(2027, 10, 30), date(2027, 3, 27)
"""A session from 22:00 of these days to 6:00 has nine hours, seven hours."""
TWICE = (
    "The clock is put back that night: {0} comes twice. "
    "Write each such time with its offset from UTC: {0} +02:00 or {0} +01:00."
)

NEVER = (
    "The clock is put forward that night: there is no {0}. "
    "Write the right time with its offset from UTC: +01:00 before the change, +02:00 after it."
)


def read(joined: object, left: object, day: date) -> document.Log:
    text = f'Name;Join Time;Leave Time\nA;"{joined}";"{left}"\n'
    return document.read(text.encode(), is_workbook=False, day=day)


def reasons(log: document.Log) -> list[str]:
    assert log.presences == []
    return [str(row.reason) for row in log.wrong]


@pytest.mark.parametrize(
    ("joined", "left", "twice"),
    [
        ("31.10.2027 02:50", "31.10.2027 02:10", "31.10.2027 02:50"),
        ("30.10.2027 22:00", "31.10.2027 02:30", "31.10.2027 02:30"),
        ("10/31/27, 2:00:00 AM", "10/31/27, 6:00:00 AM", "10/31/27 2:00:00 AM"),
        ("2027-10-31T02:59:59", "2027-10-31T06:00:00", "2027-10-31T02:59:59"),
    ],
)
def test_a_time_that_comes_twice_is_asked_about_never_guessed(joined, left, twice):
    assert reasons(read(joined, left, BACK)) == [TWICE.format(twice)]


@pytest.mark.parametrize("time", ["28.03.2027 02:00", "28.03.2027 02:30", "03/28/2027 02:59:59 AM"])
def test_a_time_that_the_clock_jumps_over_is_refused(time):
    [reason] = reasons(read("27.03.2027 22:00", time, FORWARD))
    assert reason == NEVER.format(time)


def test_a_workbook_asks_too():
    book = Workbook()
    book.active.append(["Name", "Join Time", "Leave Time"])
    before, twice, after = (datetime.fromisoformat(f"2027-10-31 {clock}") for clock in ("01:30", "02:30", "03:00"))
    book.active.append(["A", before, twice])
    book.active.append(["A", datetime.fromisoformat("2027-03-28 02:30"), after])
    book.active.append(["A", "2027-10-31 02:30:00 +02:00", after])
    content = io.BytesIO()
    book.save(content)
    log = document.read(content.getvalue(), is_workbook=True, day=BACK)
    told = [(row.line, str(row.reason)) for row in log.wrong]
    assert told == [(2, TWICE.format("2027-10-31 02:30:00")), (3, NEVER.format("2027-03-28 02:30:00"))]
    assert [minutes_between(stay.joined, stay.left) for stay in log.presences] == [90]


@pytest.mark.parametrize(
    ("joined", "left", "day", "minutes"),
    [
        ("31.10.2027 02:50 +02:00", "31.10.2027 02:10 +01:00", BACK, 20),
        ("30.10.2027 22:00", "31.10.2027 02:30+01:00", BACK, 330),
        ("30.10.2027 22:00", "31.10.2027 02:30+02:00", BACK, 270),
        ("10/31/27, 2:50:00 AM +02:00", "10/31/27, 2:10:00 AM +01:00", BACK, 20),
        ("2027-10-31T02:50 +02:00", "2027-10-31T01:10:00Z", BACK, 20),
        ("28.03.2027 01:30", "28.03.2027 02:30 +01:00", FORWARD, 60),
    ],
)
def test_with_its_offset_as_the_sentence_asks_it_is_one(joined, left, day, minutes):
    [stay] = read(joined, left, day).presences
    assert minutes_between(stay.joined, stay.left) == minutes


@pytest.mark.parametrize(
    ("joined", "left", "day", "minutes"),
    [
        ("31.10.2027 01:59:00", "31.10.2027 03:00", BACK, 121),
        ("30.10.2027 22:00", "31.10.2027 06:00", BACK, 540),
        ("28.03.2027 01:59:00", "28.03.2027 03:00", FORWARD, 1),
        ("27.03.2027 22:00", "28.03.2027 06:00", FORWARD, 420),
    ],
)
def test_times_around_the_change_need_no_offset(joined, left, day, minutes):
    [stay] = read(joined, left, day).presences
    assert minutes_between(stay.joined, stay.left) == minutes


def test_leaving_before_joining_is_told_by_instants():
    log = read("31.10.2027 02:10 +01:00", "31.10.2027 02:50 +02:00", BACK)
    assert reasons(log) == ["Leaving lies before joining."]


@pytest.mark.parametrize("time", ["0001-01-01 00:00", "0001-01-01T00:00+02:00", "9999-12-31T23:59-02:00", "x +99:99"])
def test_a_time_that_nobody_can_mean_cannot_be_read(time):
    assert reasons(read(time, time, BACK)) == ["The time of joining or leaving cannot be read."]


@pytest.fixture
def night(world, clock):
    """An online session over the night on which the clock is put back, just over."""
    starts_at = datetime(2027, 10, 30, 22, tzinfo=WARSAW)
    ends_at = datetime(2027, 10, 31, 6, tzinfo=WARSAW)
    edition = world.edition(mode=Mode.ONLINE, starts_at=starts_at.astimezone(UTC), ends_at=ends_at.astimezone(UTC))
    days = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31), "due_on": date(2028, 1, 31)}
    PeriodFactory(project=world.project, number=2, **days)
    clock(ends_at + HOUR)
    return edition.sessions.get()


NIGHT = "Name;Email;Join Time;Leave Time\nŁucja Żak;lucja@example.org;31.10.2027 02:50{};31.10.2027 02:10{}\n"


def test_page_and_program_are_told_what_to_write(world, night):
    row = enrolled(night, "Łucja", "Żak", "lucja@example.org")
    report = login_reports.upload_login_report(session=night, upload=upload(NIGHT.format("", "")), by=world.organiser)
    words = TWICE.format("31.10.2027 02:50")
    page, api = Client(headers={"accept-language": "en"}), api_of(world.organiser)
    page.force_login(world.organiser)
    assert words in html.unescape(page.get(url("login-report", report.pk)).content.decode())
    told = api.get(f"/api/v1/login-reports/{report.pk}/preview/").json()
    assert (told["can_import"], told["wrong"]) == (False, [{"line": 2, "reason": words}])
    assert post(api, f"login-reports/{report.pk}/import/", {}).json()["code"] == "log_has_wrong_rows"
    assert not Attendance.objects.filter(enrolment=row).exists()


def test_a_stay_over_the_change_counts_the_minutes_that_passed(world, night):
    row = enrolled(night, "Łucja", "Żak", "lucja@example.org")
    log = upload(NIGHT.format(" +02:00", " +01:00"))
    report = login_reports.upload_login_report(session=night, upload=log, by=world.organiser)
    login_reports.import_login_report(report=report, by=world.organiser)
    found = Attendance.objects.get(enrolment=row)
    assert (found.minutes, minutes_between(found.first_in, found.last_out)) == (20, 20)


# -- who may ---------------------------------------------------------------------------------------


def test_only_who_records_reads_and_brings_a_log(session, trainer, people):
    given = {"session": session, "upload": upload(ZOOM)}
    assert refusal(login_reports.upload_login_report, **given, by=people[0].person).code == "cannot_record"
    report = login_reports.upload_login_report(session=session, upload=upload(ZOOM), by=trainer)
    assert refusal(login_reports.import_login_report, report=report, by=people[0].person).code == "cannot_record"
    assert may_read(trainer, report.file)
    assert not may_read(people[0].person, report.file)

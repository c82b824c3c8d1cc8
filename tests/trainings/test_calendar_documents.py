"""The calendar as text: every property that other programs act on, and what a second reader makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from kernel.time import WARSAW
from tests.trainings.calendars import read_back
from trainings.documents.calendar import Contact, Meeting, Method, Sender, calendar

NOW = datetime(2026, 9, 15, 10, tzinfo=UTC)
SENDER = Sender("Ratusz", "ratusz@example.org")
EWA = Contact('Ewa "Z" Nowak; Żółw', "ewa@example.org")
GUEST = (
    "ATTENDEE;CN=\"Ewa 'Z' Nowak; Żółw\";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;"
    "ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:ewa@example.org"
)
HOUR = timedelta(hours=1)


def meeting(starts_at=datetime(2026, 10, 5, 9, tzinfo=WARSAW), hours=6, **given) -> Meeting:
    facts = {
        "uid": "s1-e2@example.org",
        "sequence": 3,
        "title": "Woda; retencja, melioracja",
        "place": "Sala 1, parter",
        "page": "https://example.org/trainings/enrolments/2/",
        "text": "Zajęcia 1 szkolenia ED-1.",
        "attendee": EWA,
    }
    return Meeting(starts_at=starts_at, ends_at=starts_at + hours * HOUR, **{**facts, **given})


def made(method=Method.REQUEST, *meetings: Meeting, **given) -> str:
    return calendar(method, meetings or [meeting()], sender=SENDER, made_at=NOW, **given)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_an_invitation_property_by_property():
    lines = unfolded(made())
    assert lines[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ratusz//trainings//PL",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
    ]
    assert lines[lines.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT",
        "SUMMARY:Woda\\; retencja\\, melioracja",
        "DTSTART;TZID=Europe/Warsaw:20261005T090000",
        "DTEND;TZID=Europe/Warsaw:20261005T150000",
        "DTSTAMP:20260915T100000Z",
        "UID:s1-e2@example.org",
        "SEQUENCE:3",
        GUEST,
        "DESCRIPTION:Zajęcia 1 szkolenia ED-1.\\nhttps://example.org/trainings/enrolments/2/",
        "LOCATION:Sala 1\\, parter",
        "ORGANIZER;CN=Ratusz:mailto:ratusz@example.org",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://example.org/trainings/enrolments/2/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_no_line_is_longer_than_75_bytes_and_every_one_ends_alike():
    text = made(Method.REQUEST, meeting(title="Zażółć gęślą jaźń " * 20))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")


def test_the_time_zone_is_described_for_about_a_year_round_the_event():
    lines = unfolded(made())
    zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE")]
    assert zone[1] == "TZID:Europe/Warsaw"
    starts = [line.partition(":")[2] for line in zone if line.startswith("DTSTART")]
    assert starts == ["20260405T000000", "20261025T030000", "20270328T020000"]
    assert not any("RRULE" in line for line in zone)


def test_a_change_of_the_clock_begins_when_it_begins():
    zone = Calendar.from_ical(made()).walk("VTIMEZONE")[0]
    onsets = [(rule["dtstart"].dt - rule["tzoffsetfrom"].td).replace(tzinfo=UTC) for rule in zone.subcomponents]
    assert onsets[1:] == [datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)]


def test_the_second_reader_reads_the_same():
    (event,) = read_back(made()).vevent_list
    assert event.summary.value == "Woda; retencja, melioracja"
    assert event.location.value == "Sala 1, parter"
    assert event.dtstart.value == datetime(2026, 10, 5, 7, tzinfo=UTC)
    assert event.dtend.value == datetime(2026, 10, 5, 13, tzinfo=UTC)
    assert (event.attendee.value, event.attendee.partstat_param) == ("mailto:ewa@example.org", "ACCEPTED")


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
        datetime(2026, 7, 1, 8, 0, tzinfo=UTC),
    ],
)
def test_the_second_reader_finds_the_same_instant_whatever_the_clock_does(instant):
    (event,) = read_back(made(Method.REQUEST, meeting(instant))).vevent_list
    assert event.dtstart.value.astimezone(UTC) == instant
    assert event.dtend.value.astimezone(UTC) == instant + 6 * HOUR


def test_a_cancellation_says_so_in_both_places():
    lines = unfolded(made(Method.CANCEL))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:3", "UID:s1-e2@example.org"} <= set(lines)


def test_a_list_has_no_guests_and_asks_to_be_read_again():
    other = meeting(datetime(2027, 10, 5, 9, tzinfo=WARSAW), uid="s2-e2@example.org", attendee=None)
    text = made(Method.PUBLISH, meeting(attendee=None), other, name="Moje szkolenia")
    lines = unfolded(text)
    assert {"METHOD:PUBLISH", "X-WR-CALNAME:Moje szkolenia", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"} <= set(lines)
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text
    starts = [event.dtstart.value for event in read_back(text).vevent_list]
    assert starts == [datetime(year, 10, 5, 7, tzinfo=UTC) for year in (2026, 2027)]


def test_an_empty_list_is_a_calendar_all_the_same():
    empty = read_back(calendar(Method.PUBLISH, [], sender=SENDER, made_at=NOW, name="Moje"))
    assert not hasattr(empty, "vevent")


@pytest.mark.parametrize("broken", ["x\r\nATTENDEE:mailto:v@example.org", "x\nEND:VEVENT", "x\x00y"])
def test_a_fact_cannot_add_a_line(broken):
    text = made(Method.REQUEST, meeting(title=broken, place=broken, text=broken))
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(text)]
    assert names.count("ATTENDEE") == 1
    assert names.count("END") == 1 + names.count("BEGIN") - 1

"""Sessions as calendars read them (RFC 5545, 5546): an invitation, its end, or a list of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vUri

from kernel.time import WARSAW, local_day, start_of

ZONE = "Europe/Warsaw"
ROUND = timedelta(days=183)
"""So far before and after the events the time zone is described: further changes of the clock are nobody's business."""
POLL = timedelta(hours=1)
"""How often programs should look for changes of a list."""


class Method(StrEnum):
    """What a calendar is to do with the events."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Contact:
    """A name with an e-mail address."""

    name: str
    email: str


@dataclass(frozen=True)
class Meeting:
    """One session in one person's calendar. Where people join an online session stands on the page, never in here."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    page: str
    """The address of the page about it."""
    text: str = ""
    attendee: Contact | None = None
    """Whose calendar it is; None in lists, which have no guests."""


@dataclass(frozen=True)
class Sender:
    """On whose behalf calendars are made."""

    name: str
    email: str


def calendar(method: Method, meetings: Iterable[Meeting], *, sender: Sender, made_at: datetime, name: str = "") -> str:
    """The calendar as text. A REQUEST or a CANCEL has one meeting: programs act on the first and drop the others."""
    shown = list(meetings)
    made = Calendar()
    made.add("prodid", f"-//{sender.name}//trainings//PL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if method == Method.PUBLISH:
        made.add("x-wr-calname", name)
        made.add("x-wr-timezone", ZONE)
        made.add("refresh-interval", POLL, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    made.add_component(_zone([moment for m in shown for moment in (m.starts_at, m.ends_at)] or [made_at]))
    for meeting in shown:
        made.add_component(_event(meeting, method, sender, made_at))
    text: str = made.to_ical().decode()
    return text


def _zone(moments: list[datetime]) -> Timezone:
    """Also of an empty list: a calendar without anything in it is none.

    Made by ourselves: a change begins at the time the clock shows before it (RFC 5545, 3.6.5), where icalendar gives
    the time it shows after it, for March an hour too late.
    """
    day, last = local_day(min(moments) - ROUND), local_day(max(moments) + ROUND)
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(_rule(start_of(day), start_of(day)))
    while day < last:
        start, day = start_of(day), day + timedelta(days=1)
        if _offset(start) != _offset(start_of(day)):
            hours = (start + timedelta(hours=hour) for hour in range(25))
            zone.add_component(_rule(next(hour for hour in hours if _offset(hour) != _offset(start)), start))
    return zone


def _rule(instant: datetime, before: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from an instant on; `before` is one at which the offset was still the former."""
    local = instant.astimezone(WARSAW)
    rule = TimezoneDaylight() if local.dst() else TimezoneStandard()
    rule.add("dtstart", (instant + _offset(before)).replace(tzinfo=None))
    rule.add("tzoffsetfrom", _offset(before))
    rule.add("tzoffsetto", _offset(instant))
    rule.add("tzname", local.tzname())
    return rule


def _offset(instant: datetime) -> timedelta:
    return instant.astimezone(WARSAW).utcoffset() or timedelta()


def _event(meeting: Meeting, method: Method, sender: Sender, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", _moment(meeting.starts_at))
    event.add("dtend", _moment(meeting.ends_at))
    event.add("summary", meeting.title)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", f"{meeting.text}\n{meeting.page}".strip())
    event.add("url", vUri(meeting.page))
    event.add("status", "CANCELLED" if method == Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    if meeting.attendee is not None:
        event.add("organizer", _address(Contact(sender.name, sender.email)))
        guest = _address(meeting.attendee)
        # The place is taken already: an answer asked for would only fill our mailbox.
        guest.params |= {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
        event.add("attendee", guest, encode=False)
    return event


def _moment(instant: datetime) -> datetime:
    """In Warsaw; of a time that comes twice the second can be told in UTC only."""
    local = instant.astimezone(WARSAW)
    return instant.astimezone(UTC) if local.fold else local


def _address(contact: Contact) -> vCalAddress:
    address = vCalAddress(f"mailto:{contact.email}")
    # Quotation marks have an escape that few programs know.
    address.params["CN"] = contact.name.replace('"', "'")
    return address

"""Calendar messages as they arrive: read back by a second reader, which shares no code with the one that wrote them."""

from __future__ import annotations

import email
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default

import vobject
from django.core import mail as outbox

from jobs.choices import State
from mail import services as mail
from mail.models import Message


@dataclass(frozen=True)
class Invitation:
    """What somebody's calendar is told."""

    to: str
    method: str
    uid: str
    sequence: int
    starts_at: datetime
    event: vobject.base.Component
    letter: EmailMessage

    @property
    def told(self) -> tuple[str, int]:
        return self.method, self.sequence


def read_back(text: str) -> vobject.base.Component:
    """The calendar as the second reader understands it, with the time zone as described in this one.

    It remembers zones by name for as long as it runs.
    """
    vars(vobject.icalendar)["__tzidMap"].pop("Europe/Warsaw", None)
    return vobject.readOne(text)


def deliver(**of) -> list[Invitation]:
    """Send everything that waits, in order, and give back what calendars got since the last time."""
    outbox.outbox.clear()
    for message in Message.objects.filter(state=State.QUEUED, **of).order_by("pk"):
        mail.send(message.pk)
    return arrived()


def arrived() -> list[Invitation]:
    """What calendars got, first come first."""
    letters = [email.message_from_bytes(sent.message().as_bytes(), policy=default) for sent in outbox.outbox]
    return [found for letter in letters if (found := _read(letter))]


def _read(letter: EmailMessage) -> Invitation | None:
    shown = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    if not shown:
        return None
    (part,) = shown
    calendar = read_back(part.get_content())
    (event,) = calendar.vevent_list
    assert part.get_param("method") == calendar.method.value
    return Invitation(
        to=letter["To"],
        method=calendar.method.value,
        uid=event.uid.value,
        sequence=int(event.sequence.value),
        starts_at=event.dtstart.value,
        event=event,
        letter=letter,
    )

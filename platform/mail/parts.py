"""What goes with a message beside its text, made when it is sent: each app makes the kinds it owns.

A message names the kind and ids; the maker reads the rows as they are at that moment. So a message that waited says
what holds now, and one that holds no longer is not sent at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives

from jobs.choices import State
from kernel.time import now
from mail.models import Message


class Superseded(Exception):
    """What the message tells of holds no longer; a newer message told of it, or will."""


@dataclass(frozen=True)
class Part:
    """A part of an e-mail: shown beside the text by programs that know it, and enclosed as a file."""

    content: str
    media_type: str
    """With its parameters, as it stands in the header."""
    file_name: str
    file_type: str
    """The media type of the file: another one, so that no program takes the same thing twice."""


Maker = Callable[[Message], list[Part]]
"""The parts of a message, none where there is nothing to enclose. Raises Superseded."""

_makers: dict[str, Maker] = {}


def register(kind: str, make: Maker) -> None:
    """Make the parts of a kind. Call it in AppConfig.ready."""
    _makers[kind] = make


def made_for(message: Message) -> list[Part]:
    """The parts as of now. Raises Superseded, LookupError for a kind that nobody makes."""
    if not message.part:
        return []
    if message.part not in _makers:
        raise LookupError(f"Nobody makes parts of the kind {message.part!r}.")
    return _makers[message.part](message)


def must_wait(message: Message) -> bool:
    """Whether an earlier message with parts is on its way to the same person.

    It may have been made before the last change: were this one sent beside it, the older state could arrive last.
    """
    if not message.part:
        return False
    ahead = Message.objects.filter(to=message.to_id, pk__lt=message.pk, state=State.RUNNING, lease_until__gt=now())
    return ahead.exclude(part="").exists()


def enclosed(message: Message, subject: str, body: str, headers: dict[str, str], **given: Any) -> list[EmailMessage]:
    """The e-mails of a message: one for each part, since calendars take only one event out of an e-mail.

    They have the same text and are numbered; so are their ids, which are the same however often sending is tried.
    Raises Superseded.
    """
    parts = made_for(message)
    if not parts:
        return [EmailMessage(subject, body, headers=headers, **given)]
    return [
        _email(part, _numbered(subject, number, len(parts)), body, _with_number(headers, number), given)
        for number, part in enumerate(parts, 1)
    ]


def _email(part: Part, subject: str, body: str, headers: dict[str, str], given: dict[str, Any]) -> EmailMessage:
    email = EmailMultiAlternatives(subject, body, headers=headers, **given)
    email.attach_alternative(part.content, part.media_type)
    email.attach(part.file_name, part.content.encode(), part.file_type)
    return email


def _numbered(subject: str, number: int, count: int) -> str:
    return f"{subject} ({number}/{count})" if count > 1 else subject


def _with_number(headers: dict[str, str], number: int) -> dict[str, str]:
    if number == 1:
        return headers
    left, at, host = headers["Message-ID"].partition("@")
    return {**headers, "Message-ID": f"{left}.{number}{at}{host}"}

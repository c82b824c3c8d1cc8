"""Messages that follow from the state of things: what should be told is computed afresh, and the rows follow it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from audit.services import record_each
from jobs.choices import UNSENT_STATES
from kernel.time import now
from mail.models import Message
from mail.outbox import withdraw
from mail.services import queue

LATE = timedelta(hours=6)
"""How long after its time a message that was forgotten is still written: the platform may have stood still."""


@dataclass(frozen=True)
class Planned:
    """One message as it should be; `key` is its dedupe key: kind, object, revision, recipient."""

    key: str
    template: str
    to: AbstractBaseUser
    at: datetime
    until: datetime
    """From then on it would tell of the past."""
    about: str
    context: dict[str, Any] = field(default_factory=dict)
    since: datetime | None = None
    """When it became true. What should have been told before that is not told."""


@dataclass(frozen=True)
class Followed:
    """How many messages were written, changed, cancelled."""

    written: int
    changed: int
    cancelled: int


@transaction.atomic
def follow(planned: Iterable[Planned], *, existing: Iterable[Message], horizon: timedelta = LATE) -> Followed:
    """Write what is missing, change what has not gone and differs, cancel what has not gone and is not planned.

    `existing` is everything that this plan answers for, gone or not; nothing is written longer than `horizon` ahead.
    What has gone, or was cancelled by a person, is left alone for ever: its key is used. The same plan again does
    nothing.
    """
    at = now()
    wanted = {one.key: one for one in planned if at < one.until}
    known = {message.dedupe_key: message for message in existing}
    written = [one for key, one in wanted.items() if key not in known and _is_to_be_told(one, at, horizon)]
    for one in written:
        queue(
            template=one.template,
            to=one.to,
            context=one.context,
            dedupe_key=one.key,
            about=one.about,
            not_before=one.at,
            not_after=one.until,
        )
    changed = _change([(known[key], one) for key, one in wanted.items() if key in known])
    lost = [key for key, message in known.items() if key not in wanted and message.state in UNSENT_STATES]
    return Followed(len(written), changed, withdraw(keys=lost) if lost else 0)


def _is_to_be_told(one: Planned, at: datetime, horizon: timedelta) -> bool:
    return at - LATE < one.at <= at + horizon and (one.since is None or one.at > one.since)


def _change(pairs: list[tuple[Message, Planned]]) -> int:
    rows = []
    for message, one in pairs:
        if message.state in UNSENT_STATES and message.attempt == 0 and _differs(message, one):
            rows.append((message, {"not_before": message.not_before}, {"not_before": one.at}))
            message.context, message.not_before, message.not_after = one.context, one.at, one.until
    changed = []
    for message, before, after in rows:
        # Conditional: a sender that has claimed it meanwhile keeps what it read.
        unsent = Message.objects.filter(pk=message.pk, state__in=UNSENT_STATES)
        if unsent.update(context=message.context, not_before=message.not_before, not_after=message.not_after):
            changed.append((message, before, after))
    record_each(action="mail.message.rescheduled", changes=changed, by=None)
    return len(changed)


def _differs(message: Message, one: Planned) -> bool:
    is_elsewhen = message.not_before != one.at and message.not_before > now()
    return is_elsewhen or message.not_after != one.until or message.context != one.context

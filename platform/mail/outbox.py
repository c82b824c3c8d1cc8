"""What people and the platform do with messages that have not gone: hold, release, cancel, send at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.services import record_each
from jobs.choices import UNSENT_STATES, State
from jobs.waking import wake_on_commit
from kernel.errors import Refused
from kernel.time import now
from mail.models import Message
from mail.tasks import send_message

FIELDS = ["state", "not_before", "finished_at"]


class Act(models.TextChoices):
    """What may be done with a message that has not gone."""

    HOLD = "hold", _("Hold")
    RELEASE = "release", _("Release")
    CANCEL = "cancel", _("Cancel")
    SEND = "send", _("Send now")


@dataclass(frozen=True)
class Done:
    """How many messages changed, and how many had gone or were so already."""

    changed: int
    left: int


def _hold(message: Message, at: datetime) -> None:
    message.state = State.ON_HOLD


def _release(message: Message, at: datetime) -> None:
    message.state = State.QUEUED


def _cancel(message: Message, at: datetime) -> None:
    message.state, message.finished_at = State.CANCELLED, at


def _send(message: Message, at: datetime) -> None:
    message.state, message.not_before = State.QUEUED, at


_EFFECTS: dict[Act, tuple[Collection[str], Callable[[Message, datetime], None]]] = {
    Act.HOLD: ([State.QUEUED], _hold),
    Act.RELEASE: ([State.ON_HOLD], _release),
    Act.CANCEL: (UNSENT_STATES, _cancel),
    Act.SEND: (UNSENT_STATES, _send),
}


@transaction.atomic
def change(*, messages: QuerySet[Message], act: Act, by: AbstractBaseUser | None) -> Done:
    """Do it with each of these messages that has not gone; the caller has asked the permission.

    A sender claims a row by one conditional UPDATE: either it has the message, and this leaves it alone, or this was
    first. The same again changes nothing.
    """
    wanted, effect = _EFFECTS[act]
    locked = list(messages.order_by("pk").select_related(None).select_for_update(of=("self",)))
    at = now()
    rows = [message for message in locked if message.state in wanted]
    before = {row.pk: {"state": row.state} for row in rows}
    for row in rows:
        effect(row, at)
    Message.objects.bulk_update(rows, FIELDS)
    record_each(
        action=f"mail.message.{act}", changes=[(row, before[row.pk], {"state": row.state}) for row in rows], by=by
    )
    for row in rows:
        if row.state == State.QUEUED and row.not_before <= at:
            wake_on_commit(send_message, row.pk)
    return Done(len(rows), len(locked) - len(rows))


@transaction.atomic
def change_one(*, message: Message, act: Act, by: AbstractBaseUser) -> Message:
    """The same with one message. Raises Refused message_gone where there is nothing left to do it with."""
    if not change(messages=Message.objects.filter(pk=message.pk), act=act, by=by).changed:
        raise Refused("message_gone", _("This message has gone, or is so already. Look at its state now."))
    return Message.objects.get(pk=message.pk)


def withdraw(*, about: str = "", template: str = "", prefix: str = "", keys: Collection[str] = ()) -> int:
    """Cancel, for the platform itself, what was written and no longer holds; how many.

    Narrowed by all that is given: what it is about, its template, how its key begins, its keys. Raises ValueError
    where nothing is given, since that would be everybody's mail.
    """
    if not (about or template or prefix or keys):
        raise ValueError("Say which messages no longer hold.")
    rows = Message.objects.filter(state__in=UNSENT_STATES)
    if about:
        rows = rows.filter(about=about)
    if template:
        rows = rows.filter(template=template)
    if prefix:
        rows = rows.filter(dedupe_key__startswith=prefix)
    if keys:
        rows = rows.filter(dedupe_key__in=keys)
    return change(messages=rows, act=Act.CANCEL, by=None).changed


def over_before(moment: datetime) -> QuerySet[Message]:
    """Messages that were sent, failed or cancelled before."""
    return Message.objects.filter(finished_at__lt=moment)


def erase_messages(rows: QuerySet[Message], by: AbstractBaseUser | None) -> int:
    """Erase messages that are over; how many. Who erases keeps count: a record of each would tell whom we wrote to."""
    return rows.order_by().delete()[0]

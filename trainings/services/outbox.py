"""What organisers do with messages about their trainings that have not gone."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.errors import Refused
from mail import outbox as mail_outbox
from mail.models import Message
from mail.outbox import Act, Done
from trainings.queries.outbox import organised_outbox, outbox


@transaction.atomic
def change(*, ids: Collection[int], act: Act, by: User) -> Done:
    """Hold, release, cancel or send at once; what has gone is left alone and counted.

    Raises Refused message_unknown (404) where `by` may not see one of them, organiser_only (403) where one is of a
    project he does not organise.
    """
    wanted = Message.objects.filter(pk__in=_seen(ids, by))
    return mail_outbox.change(messages=wanted, act=act, by=by)


@transaction.atomic
def change_one(*, message: Message, act: Act, by: User) -> Message:
    """The same with one message. Raises Refused organiser_only (403), message_gone."""
    _seen([message.pk], by)
    return mail_outbox.change_one(message=message, act=act, by=by)


def _seen(ids: Collection[int], by: User) -> set[int]:
    seen = set(outbox(by).filter(pk__in=ids).values_list("pk", flat=True))
    mine = set(organised_outbox(by).filter(pk__in=ids).values_list("pk", flat=True))
    if set(ids) - seen:
        raise Refused("message_unknown", _("One of these messages is not here. Reload the list."), status=404)
    if seen - mine:
        raise Refused("organiser_only", _("Only an organiser of this project may do this."), status=403)
    return mine

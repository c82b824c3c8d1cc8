"""Queueing a message with the change it tells of, and sending it later, at least once, with one Message-ID."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from audit.services import record
from jobs import leases
from jobs.choices import State
from jobs.leases import LeaseLost
from jobs.waking import EXPIRES, wake, wake_on_commit
from jobs.work import language_of
from kernel.errors import Refused
from kernel.time import now
from mail import parts
from mail.models import Message
from mail.rendering import render, template_of
from mail.tasks import send_message

log = logging.getLogger(__name__)

SWEEP_AT_ONCE = 500
"""Messages one sweep wakes: the next one sees to the rest."""
PERMANENT = 500
"""SMTP codes from here on mean: never."""


def queue(
    *,
    template: str,
    to: AbstractBaseUser | None = None,
    to_email: str = "",
    context: dict[str, Any] | None = None,
    dedupe_key: str,
    language: str | None = None,
    part: str = "",
    part_params: dict[str, int] | None = None,
    about: str = "",
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> Message:
    """Write the message down in the caller's transaction; a worker sends it after the commit.

    To a person (the address is read when it is sent) or, for somebody without an account, to an address. The same
    `dedupe_key` again changes nothing and gives the first message's id. `context` holds ids and plain facts: text,
    numbers, dates, instants, Decimals. `about` is what it belongs to; `not_before` writes it now to be sent later, and
    past `not_after` it is not sent at all. Raises TemplateDoesNotExist, ValidationError for what is no address.
    """
    template_of(template)
    if to is None and to_email:
        validate_email(to_email)
    at = now()
    message = Message(
        dedupe_key=dedupe_key,
        template=template,
        to_id=to.pk if to else None,
        to_email="" if to else to_email,
        language=language or language_of(to),
        context=context or {},
        part=part,
        part_params=part_params or {},
        message_id=f"<{uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>",
        max_attempts=len(settings.MAIL_BACKOFF) + 1,
        about=about,
        not_before=max(at, not_before or at),
        not_after=not_after,
        queued_at=at,
    )
    # One statement without savepoints, since whole lists of people are told at once under a lock. Where the key is
    # there already, only that key is "updated", to itself; an id woken once more is not claimed twice.
    Message.objects.bulk_create(
        [message], update_conflicts=True, unique_fields=["dedupe_key"], update_fields=["dedupe_key"]
    )
    if message.not_before <= at:
        wake_on_commit(send_message, message.pk)
    return message


@transaction.atomic
def queue_again(*, message: Message, by: AbstractBaseUser) -> Message:
    """Try a message again that could not be sent; the caller has asked the permission. Raises Refused."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state != State.FAILED:
        raise Refused("message_not_failed", _("Only a message that could not be sent may be sent again."))
    message.state, message.attempt, message.finished_at, message.not_before = State.QUEUED, 0, None, now()
    message.save(update_fields=["state", "attempt", "finished_at", "not_before"])
    record(action="mail.message.queued_again", about=message, by=by)
    wake_on_commit(send_message, message.pk)
    return message


def send(message_id: int) -> None:
    """Lease, send, mark. Where a sender dies in between, the message is sent twice at worst, never lost."""
    if settings.MAIL_HOLD:
        return
    message = leases.claim(Message, message_id, lease=settings.MAIL_LEASE)
    if message is None:
        return
    with translation.override(message.language):
        try:
            if parts.must_wait(message):
                leases.put_back(message, settings.MAIL_LEASE)
            else:
                _try(message)
        except LeaseLost:
            log.warning("Message %s was taken over by another sender.", message.pk)


def _try(message: Message) -> None:
    """Hand the message to the mail server and write down how it went. Raises LeaseLost."""
    try:
        _require_in_time(message)
        address = _address(message)
        letter = render(message)
        headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
        emails = parts.enclosed(message, letter.subject, letter.body, headers, to=[address])
        get_connection().send_messages(emails)
    except parts.Superseded:
        leases.drop(message, "superseded", _("What this message tells of holds no longer: it was not sent."))
    except Refused as refusal:
        leases.fail(message, refusal.code, refusal.message)
    except SMTPRecipientsRefused as error:
        if all(code >= PERMANENT for code, _text in error.recipients.values()):
            leases.fail(message, "address_refused", _("The mail server knows no such address."))
        else:
            _later(message, error)
    except Exception as error:  # noqa: BLE001 -- see below
        # A mail server fails in many ways; none of them may lose the message. Its words name the address: not kept.
        _later(message, error)
    else:
        leases.finish(message)


def _later(message: Message, error: Exception) -> None:
    reason = type(error).__name__
    log.warning("Message %s was not sent in try %s: %s", message.pk, message.attempt, reason)
    text = _("The message could not be handed to the mail server (%(reason)s).") % {"reason": reason}
    leases.retry(message, "not_sent", text, waits=settings.MAIL_BACKOFF)


def _require_in_time(message: Message) -> None:
    if message.not_after and now() >= message.not_after:
        raise Refused("too_late", _("It was too late to send this message: what it tells of is over."))


def _address(message: Message) -> str:
    """Where to. Raises Refused recipient_gone for a closed account."""
    if message.to is None:
        return message.to_email
    if not message.to.is_active:
        raise Refused("recipient_gone", _("The account of this person is closed."))
    return str(getattr(message.to, message.to.get_email_field_name()))


def sweep() -> None:
    """Wake what was forgotten or waits for its next try; end what has no try left."""
    for message in leases.exhausted(Message)[:SWEEP_AT_ONCE]:
        try:
            leases.fail(message, "not_sent", _("Sending was tried as often as allowed."))
        except LeaseLost:
            log.info("Message %s was finished meanwhile.", message.pk)
    if settings.MAIL_HOLD:
        return
    for message in leases.forgotten(Message, after=settings.JOB_WAKE_AFTER)[:SWEEP_AT_ONCE]:
        wake(send_message, message.pk, expires=EXPIRES)

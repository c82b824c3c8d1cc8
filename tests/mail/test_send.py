"""Lease, send, mark: what is sent, to whom, how often, and what is told when it cannot be."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail as outbox

from config.factories.accounts import UserFactory
from config.factories.mail import MessageFactory
from jobs.choices import State
from kernel.time import now
from mail import services
from mail.models import Message

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def send(message):
    services.send(message.pk)
    return Message.objects.get(pk=message.pk)


def test_the_first_line_is_the_subject_and_the_rest_the_body():
    user = UserFactory(first_name="Ewa", last_name="Nowak", language="en")
    context = {"title": "Place taken", "text": "It begins on", "on": date(2026, 3, 2), "amount": Decimal("1.50")}

    message = send(services.queue(template="note", to=user, context=context, dedupe_key="k"))

    (sent,) = outbox.outbox
    assert (message.state, sent.to, sent.subject) == (State.DONE, [user.email], "Note: Place taken")
    assert sent.body == (
        "Good morning, Ewa Nowak,\n\n\nIt begins on 2.03.2026 1.50\n\n"
        "-- \nRatusz, http://localhost:8000\n"
        "This message was sent by the platform itself; nobody reads answers to it.\n"
    )


def test_marks_of_html_stay_as_they_were_typed():
    message = MessageFactory(context={"title": "A & B <c>", "text": "\"x\" & 'y'"})

    send(message)

    assert outbox.outbox[0].subject.endswith("A & B <c>")
    assert "\"x\" & 'y'" in outbox.outbox[0].body


def test_the_address_is_read_when_the_message_is_sent():
    message = MessageFactory()
    message.to.email = "new@example.org"
    message.to.save()

    send(message)

    assert outbox.outbox[0].to == ["new@example.org"]


def test_somebody_without_an_account_gets_it_in_the_language_asked_for():
    message = services.queue(template="note", to_email="guest@example.org", language="en", dedupe_key="k")

    send(message)

    assert (outbox.outbox[0].to, "Good morning,\n" in outbox.outbox[0].body) == (["guest@example.org"], True)


def test_a_closed_account_gets_nothing():
    message = MessageFactory(to__is_active=False)

    message = send(message)

    assert (message.state, message.error_code, outbox.outbox) == (State.FAILED, "recipient_gone", [])


def test_what_was_sent_is_not_sent_again():
    message = MessageFactory()

    send(message)
    send(message)

    assert len(outbox.outbox) == 1


def test_a_restored_system_sends_nothing(settings):
    settings.MAIL_HOLD = True

    message = send(MessageFactory())

    assert (message.state, outbox.outbox) == (State.QUEUED, [])


@pytest.mark.parametrize("broken", ["x\nBcc: victim@example.org", "x\r\nBcc: victim@example.org", "x\u2028Bcc: y@z.pl"])
def test_a_fact_cannot_add_a_header(smtp, broken):
    message = MessageFactory(context={"title": broken, "text": broken})

    assert send(message).state == State.DONE
    (letter,) = smtp.letters
    assert set(letter.keys()) == {
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "Auto-Submitted",
    }


@pytest.mark.parametrize("address", ["a@example.org\nBcc: victim@example.org", "a@example.org, victim@example.org"])
def test_an_address_cannot_add_a_recipient(smtp, address):
    send(MessageFactory(to=None, to_email=address))

    assert smtp.letters == []


def test_a_server_that_is_away_is_tried_again_after_1_5_30_minutes_2_and_12_hours(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    waited = []
    with time_machine.travel(NOON, tick=False) as clock:
        message = MessageFactory()
        while (message := send(message)).state == State.QUEUED:
            waited.append(message.not_before - now())
            clock.move_to(message.not_before)

    assert waited == [timedelta(minutes=n) for n in (1, 5, 30, 120, 720)]
    assert (message.state, message.attempt, message.error_code) == (State.FAILED, 6, "not_sent")


def test_each_try_has_the_same_message_id(smtp):
    smtp.answers["DATA"] = "451 later"
    with time_machine.travel(NOON, tick=False) as clock:
        message = send(MessageFactory())
        assert message.state == State.QUEUED
        smtp.answers.clear()
        clock.shift(timedelta(minutes=1))
        send(message)

    assert smtp.ids() == [message.message_id]


def test_an_address_that_the_server_does_not_know_is_not_tried_again(smtp):
    smtp.answers["RCPT"] = "550 no such user"

    message = send(MessageFactory())

    assert (message.state, message.error_code) == (State.FAILED, "address_refused")


def test_neither_row_nor_log_keeps_address_or_text(smtp, caplog):
    smtp.answers["RCPT"] = "451 <clerk@example.org> has a full mailbox"

    message = MessageFactory(to__email="clerk@example.org", language="en", context={"text": "tajna treść"})

    with caplog.at_level(logging.DEBUG):
        message = send(message)

    assert (message.state, message.error) == (
        State.QUEUED,
        "The message could not be handed to the mail server (SMTPRecipientsRefused).",
    )
    told = message.error + caplog.text
    assert "clerk@example.org" not in told
    assert "tajna" not in told


@time_machine.travel(NOON, tick=False)
def test_the_sweep_ends_a_message_whose_last_sender_died():
    MessageFactory(
        state=State.RUNNING, token="a" * 32, attempt=6, lease_until=NOON - timedelta(seconds=1), queued_at=NOON
    )

    services.sweep()

    message = Message.objects.get()
    assert (message.state, message.error_code) == (State.FAILED, "not_sent")


@time_machine.travel(NOON, tick=False)
def test_the_sweep_wakes_what_waits_for_its_next_try_unless_mail_is_held(calls, settings):
    due = MessageFactory(queued_at=NOON, attempt=1, not_before=NOON - timedelta(minutes=1))
    MessageFactory(queued_at=NOON, attempt=1, not_before=NOON + timedelta(minutes=1))

    services.sweep()
    assert calls() == [("mail.tasks.send_message", due.pk)]

    settings.MAIL_HOLD = True
    services.sweep()
    assert calls() == []

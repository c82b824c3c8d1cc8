"""What goes with a message beside its text: made at the moment of sending, and perhaps a reason not to send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser

import pytest
import time_machine
from django.core import mail as outbox

from config.factories.accounts import UserFactory
from config.factories.mail import MessageFactory
from jobs.choices import State
from mail import parts, services
from mail.models import Message
from mail.parts import Part, Superseded

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def ics(text="BEGIN:VCALENDAR\r\nX:Zażółć\r\nEND:VCALENDAR\r\n") -> Part:
    return Part(text, "text/calendar; method=REQUEST", "a.ics", "application/ics")


@pytest.fixture
def made(monkeypatch):
    """Register a maker for this test."""

    def register(make):
        monkeypatch.setitem(parts._makers, "test.part", make)

    return register


def queued(**given) -> Message:
    return services.queue(
        template="note",
        to=given.pop("to", None) or UserFactory(),
        context={"title": "x", "text": "y"},
        dedupe_key=given.pop("key", "k"),
        part="test.part",
        part_params={"row": 7},
        **given,
    )


def send(message) -> Message:
    services.send(message.pk)
    return Message.objects.get(pk=message.pk)


def test_a_part_is_shown_beside_the_text_and_enclosed_as_a_file(made, smtp):
    asked = []
    made(lambda message: asked.append(message.part_params) or [ics()])
    assert send(queued()).state == State.DONE
    assert asked == [{"row": 7}]
    letter = BytesParser(policy=policy.default).parsebytes(smtp.letters[0].as_bytes())
    kinds = [part.get_content_type() for part in letter.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    shown, enclosed = (part for part in letter.walk() if part.get_content_type().endswith(("calendar", "ics")))
    assert (shown.get_param("method"), shown.get_content_charset()) == ("REQUEST", "utf-8")
    assert "Zażółć" in shown.get_content()
    assert enclosed.get_filename() == "a.ics"
    assert enclosed.get_content().decode() == ics().content


def test_without_parts_the_message_is_sent_as_it_is(made):
    made(lambda message: [])
    assert send(queued()).state == State.DONE
    (sent,) = outbox.outbox
    assert (sent.subject, sent.attachments) == ("Note: x", [])


def test_each_part_is_an_e_mail_with_a_number_and_an_id_that_stays(made):
    made(lambda message: [ics(), ics(), ics()])
    message = send(queued())
    assert [sent.subject[-6:] for sent in outbox.outbox] == [" (1/3)", " (2/3)", " (3/3)"]
    first = message.message_id
    left, _at, host = first.partition("@")
    ids = [sent.extra_headers["Message-ID"] for sent in outbox.outbox]
    assert ids == [first, f"{left}.2@{host}", f"{left}.3@{host}"]


def test_what_holds_no_longer_is_marked_and_not_sent(made):
    def gone(message):
        raise Superseded

    made(gone)
    message = send(queued())
    assert (message.state, message.error_code, outbox.outbox) == (State.CANCELLED, "superseded", [])


def test_a_part_that_nobody_makes_is_tried_again_later():
    message = send(queued())
    assert (message.state, message.error_code, outbox.outbox) == (State.QUEUED, "not_sent", [])


def test_a_part_is_made_anew_for_each_try(made, smtp):
    texts = iter(["BEGIN:A\r\n", "BEGIN:B\r\n"])
    made(lambda message: [ics(next(texts))])
    smtp.answers["DATA"] = "451 later"
    with time_machine.travel(NOON, tick=False) as clock:
        message = send(queued())
        smtp.answers.clear()
        clock.shift(timedelta(minutes=1))
        send(message)
    assert [b"BEGIN:B" in letter.as_bytes() for letter in smtp.letters] == [True]


@time_machine.travel(NOON, tick=False)
def test_two_with_parts_never_travel_to_one_person_at_once(made):
    made(lambda message: [ics()])
    user = UserFactory()
    ahead = MessageFactory(
        to=user,
        part="test.part",
        state=State.RUNNING,
        token="a" * 32,
        attempt=1,
        lease_until=NOON + timedelta(seconds=60),
    )
    to_other, to_same = queued(key="other"), queued(to=user, key="same")
    plain = services.queue(template="note", to=user, context={"title": "x", "text": "y"}, dedupe_key="plain")
    assert send(to_other).state == send(plain).state == State.DONE
    waiting = send(to_same)
    assert (waiting.state, waiting.attempt, waiting.not_before > NOON) == (State.QUEUED, 0, True)
    # Whoever had it is gone, and its lease ran out.
    Message.objects.filter(pk=ahead.pk).update(lease_until=NOON - timedelta(seconds=1))
    Message.objects.filter(pk=to_same.pk).update(not_before=NOON)
    assert send(to_same).state == State.DONE

"""A message is written down with the change it tells of, once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template import TemplateDoesNotExist

from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.mail import MessageFactory
from jobs.choices import State
from kernel.errors import Refused
from mail import services
from mail.models import Message

pytestmark = pytest.mark.django_db


def test_the_same_key_gives_the_first_message_again():
    user = UserFactory()

    first = services.queue(template="note", to=user, dedupe_key="k")

    assert services.queue(template="note", to=user, dedupe_key="k") == first
    assert Message.objects.count() == 1


def test_a_message_goes_away_with_the_change_it_tells_of():
    with transaction.atomic():
        services.queue(template="note", to=UserFactory(), dedupe_key="k")
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_a_template_that_is_not_there_is_noticed_at_once():
    with pytest.raises(TemplateDoesNotExist):
        services.queue(template="nonsense", to=UserFactory(), dedupe_key="k")


def test_the_address_of_a_person_is_not_copied():
    message = services.queue(template="note", to=UserFactory(), to_email="x@example.org", dedupe_key="k")

    assert message.to_email == ""


def test_a_message_without_a_recipient_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        services.queue(template="note", dedupe_key="k")


@pytest.mark.parametrize("address", ["nobody", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org"])
def test_what_is_no_address_is_noticed_at_once(address):
    with pytest.raises(ValidationError):
        services.queue(template="note", to_email=address, dedupe_key="k")


def test_facts_come_back_as_what_they_were():
    facts = {
        "day": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "amount": Decimal("10.50"),
        "names": ["Łódź", {"n": 1}],
        "none": None,
    }

    services.queue(template="note", to=UserFactory(), context=facts, dedupe_key="k")

    assert Message.objects.get().context == facts


def test_one_sees_the_messages_written_to_oneself():
    mine = MessageFactory()
    MessageFactory()

    assert list(Message.objects.visible_to(mine.to)) == [mine]


def test_a_message_that_failed_may_be_tried_again_with_an_event():
    user = UserFactory()
    failed = MessageFactory(state=State.FAILED, attempt=6, finished_at=datetime(2026, 3, 2, tzinfo=UTC))

    again = services.queue_again(message=failed, by=user)

    assert (again.state, again.attempt) == (State.QUEUED, 0)
    assert Event.objects.get(action="mail.message.queued_again").actor == user


def test_only_a_message_that_failed_is_tried_again():
    with pytest.raises(Refused) as refusal:
        services.queue_again(message=MessageFactory(), by=UserFactory())

    assert refusal.value.code == "message_not_failed"

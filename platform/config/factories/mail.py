"""Invented messages."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from config.factories.accounts import UserFactory
from kernel.time import now
from mail.models import Message


class MessageFactory(DjangoModelFactory[Message]):
    """A message that waits to be sent."""

    class Meta:
        model = Message

    dedupe_key = factory.Sequence(lambda n: f"tests:{n}")
    to = factory.SubFactory(UserFactory)
    template = "note"
    language = "pl"
    message_id = factory.Sequence(lambda n: f"<{n}@example.org>")
    max_attempts = 6
    queued_at = factory.LazyFunction(now)
    not_before = factory.SelfAttribute("queued_at")

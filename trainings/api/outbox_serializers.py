"""What the API says of messages about trainings."""

from __future__ import annotations

from rest_framework import serializers

from mail.models import Message
from trainings.queries.outbox import edition_id
from web.api import OutputSerializer


class MessageSerializer(OutputSerializer[Message]):
    """A message; its text is made when it is sent, and not kept."""

    edition = serializers.SerializerMethodField()
    to_name = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = [
            "id",
            "edition",
            "to",
            "to_name",
            "template",
            "language",
            "state",
            "queued_at",
            "not_before",
            "not_after",
            "finished_at",
            "attempt",
            "error_code",
        ]

    def get_edition(self, message: Message) -> int:
        """What it is about."""
        return edition_id(message)

    def get_to_name(self, message: Message) -> str:
        """Who gets it."""
        return message.to.get_full_name() if message.to else message.to_email

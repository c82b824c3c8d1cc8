"""What the tests of accounts share."""

from __future__ import annotations

import re

import pytest

from audit.models import Event
from kernel.errors import Refused
from mail.models import Message
from mail.rendering import render


def refusal(call, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value


def told() -> list[str]:
    """The actions on record, oldest first."""
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


def link_in(message: Message) -> str:
    """The path of the link in a message as it would be sent."""
    return re.search(r"https?://[^/\s]+(/\S*(?:invitation|key|confirm-email)/\S+)", render(message).body)[1]


def token_in(message: Message) -> str:
    return link_in(message).strip("/").rpartition("/")[2]

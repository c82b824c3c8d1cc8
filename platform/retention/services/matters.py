"""What is kept for a time by the packages below: invitations, messages."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.services import erasure
from mail.outbox import erase_messages, over_before
from retention.choices import Unit
from retention.registry import Length, Matter


def matters() -> Iterable[Matter]:
    """For the registry."""
    yield Matter(
        code="accounts.invitations",
        label=_("Invitations to an account"),
        counted_from=_("the day the invitation was accepted, revoked or expired"),
        fate=_("The invitation with name and e-mail address; the account of who accepted it stays."),
        default=Length(365, Unit.DAYS),
        bounds=range(30, 3651),
        due=lambda cut: erasure.over_before(cut.before),
        erase=erasure.erase_invitations,
        by_project=False,
    )
    yield Matter(
        code="mail.messages",
        label=_("Sent messages"),
        counted_from=_("the day the message was sent, failed or was cancelled"),
        fate=_("The message with its facts and the address; what it told of stays where it happened."),
        default=Length(730, Unit.DAYS),
        bounds=range(90, 3651),
        due=lambda cut: over_before(cut.before),
        erase=erase_messages,
        by_project=False,
    )

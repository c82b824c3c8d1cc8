"""Codes by which people are let in: derived from the enrolment with a key, so that they say nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.errors import Refused
from kernel.text import CROCKFORD
from trainings.choices import ActingAs, EnrolmentState
from trainings.models import Enrolment
from trainings.permissions import acting_as, can_show_ticket
from trainings.services.consents import require_texts

LENGTH = 10
"""Characters of five bits: what nobody guesses at a door, and what can still be typed."""


def code_of(enrolment_id: int) -> str:
    """The code of an enrolment; the same for as long as the secret key."""
    digest = salted_hmac("trainings.ticket", str(enrolment_id), algorithm="sha256").digest()
    number = int.from_bytes(digest[:8])
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in range(LENGTH))


class _Enrolled(Protocol):
    pk: int


Row = TypeVar("Row", bound=_Enrolled)


def by_code(rows: Iterable[Row]) -> dict[str, Row]:
    """Enrolments by their codes."""
    return {code_of(row.pk): row for row in rows}


def ticket(*, enrolment: Enrolment, by: User) -> str:
    """The code of a confirmed place, for the person and who may act for it.

    Whoever was enrolled by somebody else accepts the texts before it is shown.
    `enrolment` comes with its edition and course.
    Raises Refused not_your_ticket (403), no_ticket, texts_not_accepted.
    """
    acting = acting_as(by, enrolment.edition, person_id=enrolment.person_id, city_id=enrolment.city_id)
    can_show_ticket(acting).require()
    if enrolment.state != EnrolmentState.CONFIRMED:
        raise Refused("no_ticket", _("There is a ticket once the place is confirmed."))
    if acting == ActingAs.PERSON:
        require_texts(enrolment)
    return code_of(enrolment.pk)

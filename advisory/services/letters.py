"""Who is told what about a consultation, and once."""

from __future__ import annotations

from typing import Any

from accounts.choices import RoleCode
from accounts.models import Role, User
from advisory.models import Consultation
from kernel.time import today
from mail.services import queue


def tell_city(consultation: Consultation) -> None:
    """It waits for the town: to those who coordinate it today, but for the advisor."""
    held = Role.objects.on(today()).filter(role=RoleCode.CITY_COORDINATOR, organisation=consultation.city_id)
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    for person in people.exclude(pk=consultation.assignment.advisor_id):
        _tell("advisory_submitted", consultation, person)


def tell_advisor(template: str, consultation: Consultation) -> None:
    """The town decided."""
    _tell(template, consultation, consultation.assignment.advisor)


def _tell(template: str, consultation: Consultation, to: User) -> None:
    facts: dict[str, Any] = {
        "consultation": consultation.pk,
        "reference": consultation.reference,
        "town": consultation.city.name,
        "advisor": str(consultation.assignment.advisor),
        "topic": consultation.topic,
        "starts_at": consultation.starts_at,
        "minutes": consultation.minutes_counted,
        "reason": consultation.query_reason,
    }
    key = f"{template}:{consultation.pk}:{consultation.version}:{to.pk}"
    queue(template=template, to=to, context=facts, dedupe_key=key)

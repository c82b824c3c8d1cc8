"""Carrying the plans out."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from kernel.time import now
from mail.models import Message
from mail.plans import Followed, Planned, follow
from trainings.services.reminders import answers, sessions, sheets

HORIZON = timedelta(days=2)
"""How long ahead a reminder is written, so that organisers can read, hold or cancel it before it goes."""


def remind() -> Followed:
    """Make the reminders what they should be now. Each plan is one transaction; the same again does nothing."""
    at = now()
    done = [
        _carry_out(*sessions.plan(at)),
        _carry_out(*answers.plan_approvals()),
        _carry_out(*answers.plan_offers()),
        _carry_out(*sheets.plan(at)),
    ]
    return Followed(
        written=sum(one.written for one in done),
        changed=sum(one.changed for one in done),
        cancelled=sum(one.cancelled for one in done),
    )


@transaction.atomic
def _carry_out(planned: list[Planned], existing: list[Message]) -> Followed:
    return follow(planned, existing=existing, horizon=HORIZON)

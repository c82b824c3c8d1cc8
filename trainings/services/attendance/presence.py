"""Minutes out of comings and goings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kernel.time import minutes_between
from trainings.models import Session

Span = tuple[datetime | None, datetime | None]
"""From when to when somebody was there; None: from the start, to the end."""
MINUTE = timedelta(minutes=1)


def minutes_present(session: Session, spans: Iterable[Span]) -> int:
    """Minutes of the session in which at least one of the spans holds, at most those that it counts.

    A minute that has begun is a minute. Breaks are not taken off: who was there from start to end has the counted
    minutes, and nobody can have more.
    """
    present, reached = 0, session.starts_at
    for came, left in sorted((_begun(came, session), _ended(left, session)) for came, left in spans):
        if left > reached:
            present += minutes_between(max(came, reached), left)
            reached = left
    return min(present, session.counted_min)


def _begun(moment: datetime | None, session: Session) -> datetime:
    return max(moment.replace(second=0, microsecond=0), session.starts_at) if moment else session.starts_at


def _ended(moment: datetime | None, session: Session) -> datetime:
    if moment is None:
        return session.ends_at
    whole = moment.replace(second=0, microsecond=0)
    return min(whole if whole == moment else whole + MINUTE, session.ends_at)

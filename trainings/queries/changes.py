"""What was changed about sessions without moving them: told once a day, as nobody's calendar shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from audit.models import Event
from kernel.time import now, start_of
from trainings.choices import EditionState
from trainings.models import Session

CHANGED = "trainings.session.changed"
MOVES = {"starts_at", "ends_at", "venue", "place"}
"""Who comes is told of these at once."""
DETAILS = {"breaks_min", "meeting_url", "required"}


@dataclass
class Details:
    """What was changed about one session on a day."""

    session: Session
    """With its edition and course."""
    at: datetime
    """When last."""
    names: set[str] = field(default_factory=set)


def details_changed_on(day: date) -> list[Details]:
    """Of sessions to come of published trainings, in their order."""
    events = Event.objects.filter(action=CHANGED, at__gte=start_of(day), at__lt=start_of(day + timedelta(days=1)))
    facts = [
        (int(pk), at, DETAILS & set(before or {}))
        for pk, at, before in events.order_by("pk").values_list("object_id", "at", "before")
        if not MOVES & set(before or {})
    ]
    rows = Session.objects.taking_place().filter(ends_at__gt=now(), edition__state=EditionState.PUBLISHED)
    sessions = rows.select_related("edition__course").in_bulk([pk for pk, _at, names in facts if names])
    found: dict[int, Details] = {}
    for pk, at, names in facts:
        if names and pk in sessions:
            details = found.setdefault(pk, Details(sessions[pk], at))
            details.at, details.names = at, details.names | names
    return sorted(found.values(), key=lambda details: (details.session.starts_at, details.session.pk))

"""What was changed in words only, without moving anything: told once a day, as nobody's calendar shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from audit.models import Event
from kernel.time import now, start_of
from trainings.choices import EditionState
from trainings.models import Edition, Session

CHANGED = "trainings.session.changed"
EDITION_CHANGED = "trainings.edition.changed"
MOVES = {"starts_at", "ends_at", "venue", "place"}
"""Who comes is told of these at once."""
DETAILS = {"breaks_min", "meeting_url", "required"}
OF_EDITION = {"travel", "access_notes"}
Change = tuple[str, str, datetime, dict[str, Any] | None]
"""What was done, to which row, when, and what was there before."""


@dataclass
class Details:
    """What was changed on a day about one training, or about one of its sessions."""

    edition: Edition
    """With its course."""
    session: Session | None
    at: datetime
    """When last."""
    names: set[str] = field(default_factory=set)


def details_changed_on(day: date) -> list[Details]:
    """Of published trainings that are not over, and of their sessions to come, in their order."""
    events = Event.objects.filter(at__gte=start_of(day), at__lt=start_of(day + timedelta(days=1)))
    told = events.filter(action__in=[CHANGED, EDITION_CHANGED]).order_by("pk")
    changes = list(told.values_list("action", "object_id", "at", "before"))
    return sorted([*_of_editions(changes), *_of_sessions(changes)], key=_in_order)


def _in_order(item: Details) -> tuple[datetime, int, int]:
    starts_at = (item.session or item.edition).starts_at or item.at
    return starts_at, item.edition.pk, item.session.pk if item.session else 0


def _of_sessions(changes: Sequence[Change]) -> Iterator[Details]:
    facts = _facts(changes, CHANGED, DETAILS, untold=MOVES)
    rows = Session.objects.taking_place().filter(ends_at__gt=now(), edition__state=EditionState.PUBLISHED)
    sessions = rows.select_related("edition__course").in_bulk(facts)
    for pk, (at, names) in facts.items():
        if pk in sessions:
            yield Details(sessions[pk].edition, sessions[pk], at, names)


def _of_editions(changes: Sequence[Change]) -> Iterator[Details]:
    facts = _facts(changes, EDITION_CHANGED, OF_EDITION)
    rows = Edition.objects.filter(ends_at__gt=now(), state=EditionState.PUBLISHED)
    editions = rows.select_related("course").in_bulk(facts)
    for pk, (at, names) in facts.items():
        if pk in editions:
            yield Details(editions[pk], None, at, names)


def _facts(
    changes: Sequence[Change], wanted_action: str, wanted: Collection[str], *, untold: Collection[str] = ()
) -> dict[int, tuple[datetime, set[str]]]:
    """By the id of what was changed: when last, and which of the wanted fields; without changes told at once."""
    found: dict[int, tuple[datetime, set[str]]] = {}
    for action, pk, at, before in changes:
        names = set(wanted) & set(before or {})
        if action == wanted_action and names and not set(untold) & set(before or {}):
            found[int(pk)] = (at, names | found.get(int(pk), (at, set()))[1])
    return found

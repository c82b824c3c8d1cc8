"""What was decided against the usual order of a training, with the reason that somebody gave: for who settles it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.models import Event
from kernel.text import Text
from trainings.choices import SEATED_STATES, ActingAs, Cause, EnrolmentState, Source
from trainings.models import Edition, EnrolmentEvent

FEWER, DOOR, SKIPPED, LATE = "fewer_places", "at_the_door", "skipped_order", "late_withdrawal"
LABELS: dict[str, Text] = {
    FEWER: _("Fewer places than before"),
    DOOR: _("Let in at the door, past others or beyond the places"),
    SKIPPED: _("Preferred to others who waited"),
    LATE: _("Withdrew late"),
}


@dataclass(frozen=True)
class Exceptional:
    """One of them."""

    kind: str
    at: datetime
    person: str
    """Whom it concerns; empty for the training as a whole."""
    enrolment: int | None
    by: str
    reason: Text

    @property
    def label(self) -> Text:
        """In words."""
        return LABELS[self.kind]


def exceptions_of(edition: Edition) -> list[Exceptional]:
    """All of them, in the order in which they happened: two statements."""
    return sorted([*_of_places(edition), *_of_people(edition)], key=lambda one: one.at)


def _of_places(edition: Edition) -> Iterator[Exceptional]:
    changes = Event.objects.filter(action="trainings.edition.capacity_changed", object_id=str(edition.pk))
    for event in changes.exclude(reason="").select_related("actor"):
        if any((before or 0) > (after or 0) for _name, before, after in event.changes):
            yield Exceptional(FEWER, event.at, "", None, str(event.actor), event.reason)


def _of_people(edition: Edition) -> Iterator[Exceptional]:
    preferred = Q(from_state=EnrolmentState.WAITLISTED, to_state__in=SEATED_STATES, acting_as=ActingAs.ORGANISER)
    let_in = Q(from_state=EnrolmentState.DRAFT, enrolment__source=Source.WALK_IN)
    late = Q(to_state=EnrolmentState.WITHDRAWN, enrolment__late_withdrawal=True)
    events = EnrolmentEvent.objects.filter(
        late | (~Q(reason__in=Cause.values) & (preferred | let_in)), enrolment__edition=edition
    )
    for event in events.select_related("enrolment__person", "actor"):
        row = event.enrolment
        yield Exceptional(
            _kind(event), event.at, str(row.person), row.pk, str(event.actor or ""), event.reason_in_words
        )


def _kind(event: EnrolmentEvent) -> str:
    if event.to_state == EnrolmentState.WITHDRAWN:
        return LATE
    return DOOR if event.from_state == EnrolmentState.DRAFT else SKIPPED

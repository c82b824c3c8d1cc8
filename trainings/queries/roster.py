"""The list of participants of an edition, in the order in which it is read."""

from __future__ import annotations

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from trainings.choices import EnrolmentState, Group
from trainings.models import Enrolment
from trainings.queries import with_position

UNDECIDED = [EnrolmentState.AWAITING_APPROVAL, EnrolmentState.AWAITING_SELECTION]
"""Others decide first: the town, the committee."""

GROUPS = {
    Group.SEATED: Q(holds_seat=True),
    Group.UNDECIDED: Q(state__in=UNDECIDED, holds_seat=False),
    Group.WAITING: Q(state=EnrolmentState.WAITLISTED),
}

NUMBERS = 1_000_000
"""More than an edition ever has."""


def in_group(rows: QuerySet[Enrolment], group: str) -> QuerySet[Enrolment]:
    """Those of one part of the list."""
    if group == Group.OVER:
        return rows.exclude(holds_seat=True).exclude(state__in=[*UNDECIDED, EnrolmentState.WAITLISTED])
    return rows.filter(GROUPS[Group(group)])


def roster(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Enrolments of one edition `with_position` and `line`, by which they are ordered.

    Who is in comes first, then who is to be decided on, who waits in the order of the line, who is out.
    """
    waits = Group.WAITING, F("position")
    parts = [(Group.SEATED, F("queue_no")), (Group.UNDECIDED, F("queue_no")), waits]
    line = Case(
        *(When(GROUPS[group], then=Value(at * NUMBERS) + number) for at, (group, number) in enumerate(parts)),
        default=Value(len(parts) * NUMBERS) + F("queue_no"),
        output_field=IntegerField(),
    )
    return with_position(rows).annotate(line=line).order_by("line", "pk")

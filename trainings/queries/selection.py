"""Those on whom a committee decides."""

from __future__ import annotations

from django.db.models import QuerySet

from trainings.choices import EnrolmentState
from trainings.models import Edition, Enrolment, SelectionBatch, SelectionDecision


def awaiting(edition: Edition) -> QuerySet[Enrolment]:
    """Who awaits selection, in the order of their numbers."""
    rows = Enrolment.objects.filter(edition=edition, state=EnrolmentState.AWAITING_SELECTION)
    return rows.select_related("person", "city").order_by("queue_no")


def decisions_of(batch: SelectionBatch) -> QuerySet[SelectionDecision]:
    """Of one list, in the order of the ranking."""
    return batch.decisions.select_related("enrolment__person", "enrolment__city").order_by("rank")

"""What must hold of trainings at every moment and no constraint of the database can say: rows that break it."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from audit.models import Event
from trainings.choices import ApprovalState, Cause, CertificateKind, EnrolmentState, OfferState, Outcome, Source
from trainings.models import Approval, Certificate, Edition, Enrolment, EnrolmentEvent, PlaceOffer
from trainings.queries.totals import total

TOLD = 20
"""Rows named of each rule; the first of them lead to the others."""


def breaches() -> dict[str, list[int]]:
    """Ids of rows that should not be as they are, by the rule they break; empty where all is sound."""
    found = {rule: list(rows.order_by("pk").values_list("pk", flat=True)[:TOLD]) for rule, rows in _rules().items()}
    return {rule: ids for rule, ids in found.items() if ids}


def _rules() -> dict[str, QuerySet[Any]]:
    enrolments = Enrolment.objects.order_by()
    offers = PlaceOffer.objects.filter(state=OfferState.PENDING)
    questions = Approval.objects.filter(state=ApprovalState.PENDING)
    of_row = {"enrolment": OuterRef("pk")}
    last_step = EnrolmentEvent.objects.filter(**of_row).order_by("-id").values("to_state")[:1]
    return {
        "offer_to_nobody": offers.exclude(enrolment__state=EnrolmentState.OFFERED),
        "offered_nothing": enrolments.filter(~Exists(offers.filter(**of_row)), state=EnrolmentState.OFFERED),
        "question_about_nobody": questions.exclude(enrolment__state=EnrolmentState.AWAITING_APPROVAL),
        "nobody_was_asked": enrolments.filter(
            ~Exists(questions.filter(**of_row)), state=EnrolmentState.AWAITING_APPROVAL
        ),
        "step_without_event": enrolments.exclude(state=EnrolmentState.DRAFT)
        .annotate(last_step=Subquery(last_step))
        .filter(Q(last_step__isnull=True) | ~Q(last_step=F("state"))),
        "overbooked_without_reason": _overbooked_without_reason(),
        "certified_without_outcome": Certificate.objects.valid()
        .filter(kind=CertificateKind.COMPLETION)
        .exclude(enrolment__outcome=Outcome.COMPLETED),
    }


def _overbooked_without_reason() -> QuerySet[Edition]:
    """Of editions with more people than places, those where nobody said why.

    It is said by who lets somebody in at the door, or takes places away: then as many people stay as there were places.
    """
    seats = total(Enrolment.objects.filter(edition=OuterRef("pk"), holds_seat=True), "edition", Count("pk"))
    changed = Event.objects.filter(
        action="trainings.edition.capacity_changed", object_id=Cast(OuterRef("pk"), CharField())
    ).exclude(reason="")
    places = {when: Cast(KeyTextTransform("capacity", when), IntegerField()) for when in ("before", "after")}
    lowered = changed.annotate(were=places["before"], are=places["after"]).filter(
        are__lt=F("were"), were__gte=OuterRef("seats")
    )
    at_the_door = EnrolmentEvent.objects.filter(enrolment__edition=OuterRef("pk"), enrolment__source=Source.WALK_IN)
    let_in = at_the_door.exclude(reason=Cause.WALKED_IN)
    held = {"seats": seats}
    rows = Edition.objects.order_by().annotate(**held)
    return rows.filter(~Exists(lowered), ~Exists(let_in), Q(seats__gt=F("capacity")))

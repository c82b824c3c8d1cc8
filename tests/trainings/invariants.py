"""What must hold of every edition at every moment."""

from __future__ import annotations

from django.db.models import Count, F

from audit.models import Event
from mail.models import Message
from trainings.choices import (
    ACTIVE_STATES,
    FINAL_STATES,
    SEATED_STATES,
    ApprovalState,
    Cause,
    EnrolmentState,
    OfferState,
)
from trainings.models import Approval, Edition, Enrolment, EnrolmentEvent, PlaceOffer
from trainings.queries.soundness import breaches


def check(edition: Edition) -> None:
    """Assert all of it."""
    edition = Edition.objects.get(pk=edition.pk)
    rows = list(Enrolment.objects.filter(edition=edition).order_by("queue_no"))
    _seats(rows)
    _numbers(edition, rows)
    _offers(edition, rows)
    _approvals(edition, rows)
    _steps(rows)
    _overbooking(edition, rows)
    _order(rows)
    assert breaches() == {}
    twice = Message.objects.values("dedupe_key").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()


def _seats(rows: list[Enrolment]) -> None:
    for row in rows:
        assert row.holds_seat == (row.state in SEATED_STATES) or row.state == EnrolmentState.AWAITING_APPROVAL, row
    active = [row.person_id for row in rows if row.state in ACTIVE_STATES]
    assert len(active) == len(set(active)), "somebody is in twice"


def _numbers(edition: Edition, rows: list[Enrolment]) -> None:
    """From 1 without gaps, in the order people came."""
    assert [row.queue_no for row in rows] == list(range(1, edition.next_queue_no))
    moments = [row.submitted_at for row in rows]
    assert moments == sorted(moments)


def _offers(edition: Edition, rows: list[Enrolment]) -> None:
    pending = PlaceOffer.objects.filter(enrolment__edition=edition, state=OfferState.PENDING)
    offered = [row.pk for row in rows if row.state == EnrolmentState.OFFERED]
    assert sorted(pending.values_list("enrolment", flat=True)) == sorted(offered)
    assert not pending.filter(expires_at__gt=F("enrolment__edition__starts_at")).exists()


def _approvals(edition: Edition, rows: list[Enrolment]) -> None:
    """One question is open for each who awaits approval, and for nobody else."""
    pending = Approval.objects.filter(enrolment__edition=edition, state=ApprovalState.PENDING)
    asking = [row.pk for row in rows if row.state == EnrolmentState.AWAITING_APPROVAL]
    assert sorted(pending.values_list("enrolment", flat=True)) == sorted(asking)


def _overbooking(edition: Edition, rows: list[Enrolment]) -> None:
    """More seats are held than there are only where somebody took places away and said why; no more than were."""
    held = sum(row.holds_seat for row in rows)
    if held > edition.capacity:
        changed = Event.objects.filter(action="trainings.edition.capacity_changed", object_id=str(edition.pk))
        moves = [
            (event.before.get("capacity", 0), event.after.get("capacity", 0)) for event in changed.exclude(reason="")
        ]
        assert held <= max((were for were, are in moves if are < were), default=0)


def _order(rows: list[Enrolment]) -> None:
    """A place that became free was never offered past somebody of the same town and kind who waited longer."""
    known = {row.pk: row for row in rows}
    states: dict[int, str] = {}
    for step in EnrolmentEvent.objects.filter(enrolment__in=known).order_by("id"):
        row = known[step.enrolment_id]
        if step.to_state == EnrolmentState.OFFERED and step.reason == Cause.PLACE_FREED:
            longer = [
                other
                for other in rows
                if states.get(other.pk) == EnrolmentState.WAITLISTED
                and (other.city_id, other.place_kind) == (row.city_id, row.place_kind)
                and (-other.priority, other.queue_no) < (-row.priority, row.queue_no)
            ]
            assert not longer, (row, longer)
        states[step.enrolment_id] = step.to_state


def _steps(rows: list[Enrolment]) -> None:
    """The steps of each row are one way from draft to where it stands, each with a reason."""
    for row in rows:
        steps = list(EnrolmentEvent.objects.filter(enrolment=row).order_by("id"))
        assert [step.from_state for step in steps] == ["draft", *(step.to_state for step in steps[:-1])]
        assert steps[-1].to_state == row.state
        assert all(step.reason for step in steps)
        assert not any(step.from_state in FINAL_STATES for step in steps)

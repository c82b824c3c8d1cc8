"""What every step of a consultation does alike: lock, check the machine, write state, event and record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisory.choices import ConsultationState
from advisory.models import Consultation, ConsultationEvent
from advisory.services.assignments import lock_assignment, minutes_used
from audit.services import record
from kernel.errors import Refused
from kernel.time import now
from ui.format import hours


def lock_consultation(consultation: Consultation) -> Consultation:
    """The consultation as it is now; its assignment is held until the transaction ends."""
    assignment = lock_assignment(consultation.assignment_id)
    rows = Consultation.objects.select_for_update(of=("self",), no_key=True).select_related("city", "project")
    locked = rows.get(pk=consultation.pk)
    locked.assignment = assignment
    return locked


def require_way(consultation: Consultation, state: ConsultationState) -> None:
    """Raises Refused consultation_state where the machine has no way to a state."""
    if not consultation.may_become(state):
        raise wrong_state(consultation)


def wrong_state(consultation: Consultation) -> Refused:
    """Somebody was faster, or it is finished."""
    return Refused(
        "consultation_state",
        _("This consultation is %(state)s now; reload the page.") % {"state": consultation.get_state_display()},
    )


def require_budget(consultation: Consultation) -> None:
    """Raises Refused budget_exceeded where its minutes do not fit beside those already taken."""
    assignment = consultation.assignment
    left = assignment.minutes_budget - minutes_used(assignment, without=consultation.pk)
    over = consultation.minutes_counted - left
    if over > 0:
        raise Refused(
            "budget_exceeded",
            _("%(left)s left for this town, %(over)s over. Ask the project manager for more.")
            % {"left": hours(max(left, 0)), "over": hours(over)},
            minutes_left=left,
            minutes_over=over,
        )


def step(consultation: Consultation, state: ConsultationState, *, by: User, reason: str = "") -> None:
    """Write the new state of a locked consultation that is otherwise ready, with its event and its record."""
    before, consultation.state = consultation.state, state
    consultation.save()
    write_event(consultation, before, by=by, reason=reason)
    record(
        action=f"advisory.consultation.{state}",
        about=consultation,
        by=by,
        before={"state": before},
        after={"state": state, "minutes_counted": consultation.minutes_counted},
        reason=reason,
    )


def write_event(consultation: Consultation, before: str, *, by: User, reason: str = "") -> None:
    """One row of its history."""
    ConsultationEvent.objects.create(
        consultation=consultation,
        from_state=before,
        to_state=consultation.state,
        actor=by,
        reason=reason,
        at=now(),
    )

"""Who may do what with assignments and consultations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.permissions import Visitor, has_role
from advisory.choices import ConsultationState
from advisory.models import Assignment, Consultation
from grants.models import Project
from grants.permissions import can_manage
from kernel.decisions import Decision, Denied, when


def can_assign(user: Visitor, project: Project) -> Decision:
    """Sending advisors to towns is the project manager's."""
    return can_manage(user, project)


def can_log(user: Visitor, assignment: Assignment) -> Decision:
    """Only the advisor of the assignment writes down what was consulted, for as long as the role holds."""
    return when(
        assignment.advisor_id == user.pk and has_role(user, RoleCode.ADVISOR),
        "advisor_only",
        _("Only the advisor of this town may do this."),
    )


def can_decide(user: Visitor, consultation: Consultation) -> Decision:
    """The town decides through its coordinator; nobody accepts one's own work."""
    if consultation.assignment.advisor_id == user.pk:
        return Denied("own_consultation", _("You cannot decide about your own consultation."))
    return when(
        has_role(user, RoleCode.CITY_COORDINATOR, at=consultation.city_id),
        "city_coordinator_only",
        _("Only the coordinator of this town may do this."),
    )


def actions(user: Visitor, consultation: Consultation) -> dict[str, bool]:
    """What the user may do with it now: the buttons of its page."""
    writes = bool(can_log(user, consultation.assignment))
    decides = bool(can_decide(user, consultation))
    return {
        "can_change": writes and consultation.is_editable,
        "can_submit": writes and consultation.may_become(ConsultationState.SUBMITTED),
        "can_withdraw": writes and consultation.may_become(ConsultationState.WITHDRAWN),
        "can_query": decides and consultation.may_become(ConsultationState.QUERIED),
        "can_accept": decides and consultation.may_become(ConsultationState.ACCEPTED),
    }

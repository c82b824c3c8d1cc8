"""The town's side: a submitted consultation is queried or accepted, never by its advisor."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisory.choices import ConsultationState
from advisory.models import Consultation
from advisory.permissions import can_decide
from advisory.services.letters import tell_advisor
from advisory.services.steps import lock_consultation, require_budget, require_way, step
from grants.services import require_open
from kernel.errors import Refused
from kernel.time import now


@transaction.atomic
def query(*, consultation: Consultation, reason: str, by: User, version: int | None = None) -> Consultation:
    """Give it back with a question. Raises Refused consultation_state, reason_missing, stale."""
    consultation = lock_consultation(consultation)
    can_decide(by, consultation).require()
    require_way(consultation, ConsultationState.QUERIED)
    if not reason.strip():
        raise Refused("reason_missing", _("Say what should be explained or corrected."), field="reason")
    consultation.next_version(version)
    consultation.query_reason = reason.strip()
    consultation.decided_by, consultation.decided_at = by, now()
    step(consultation, ConsultationState.QUERIED, by=by, reason=consultation.query_reason)
    tell_advisor("advisory_queried", consultation)
    return consultation


@transaction.atomic
def accept(*, consultation: Consultation, by: User, version: int | None = None) -> Consultation:
    """Confirm that it happened as written: from now on it counts and is frozen.

    Raises Refused consultation_state, budget_exceeded, stale and those of require_open.
    """
    consultation = lock_consultation(consultation)
    can_decide(by, consultation).require()
    require_way(consultation, ConsultationState.ACCEPTED)
    consultation.next_version(version)
    require_open(project_id=consultation.project_id, day=consultation.day)
    require_budget(consultation)
    consultation.decided_by, consultation.decided_at = by, now()
    step(consultation, ConsultationState.ACCEPTED, by=by)
    tell_advisor("advisory_accepted", consultation)
    return consultation

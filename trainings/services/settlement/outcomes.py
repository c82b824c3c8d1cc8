"""An outcome that turns out to be wrong after the settlement."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from grants.services import require_open
from kernel.errors import Refused
from kernel.time import local_day
from trainings.choices import EditionState, EnrolmentState, Outcome
from trainings.models import Enrolment
from trainings.permissions import can_settle
from trainings.services import certificates
from trainings.services.locks import lock_edition


@transaction.atomic
def correct_outcome(
    *, enrolment: Enrolment, outcome: str, reason: str, by: User, version: int | None = None
) -> Enrolment:
    """Another outcome of one person; a certificate lost by it is revoked, and the person is told.

    One that is won by it is issued with the next run. Raises Refused manager_only (403), not_settled,
    enrolment_over, outcome, reason_missing, stale, and what `require_open` raises.
    """
    edition, at = lock_edition(enrolment.edition_id)
    can_settle(by, edition.course.project_id).require()
    row = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    if edition.state != EditionState.SETTLED:
        raise Refused("not_settled", _("Before the settlement correct the attendance itself."))
    if row.state != EnrolmentState.CONFIRMED:
        raise Refused("enrolment_over", _("This enrolment is over."))
    if outcome not in Outcome.values:
        raise Refused("outcome", _("Choose what came of it."), field="outcome")
    if not reason.strip():
        raise Refused("reason_missing", _("Say why; auditors and the person read it."), field="reason")
    if row.outcome == outcome:
        return row
    require_open(project_id=edition.course.project_id, day=local_day(edition.ends_at or at))
    before = row.outcome
    row.next_version(version)
    row.outcome = outcome
    row.save(update_fields=["outcome", "version"])
    record(
        action="trainings.enrolment.outcome_corrected",
        about=row,
        by=by,
        before={"outcome": before},
        after={"outcome": outcome},
        reason=reason.strip(),
    )
    certificates.revoke_lost(rows=[row], by=by, reason=reason.strip())
    return row

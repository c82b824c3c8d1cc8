"""A training ends: completed, settled, and in the rarest case opened again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from trainings.choices import EditionState
from trainings.models import Edition, Enrolment
from trainings.permissions import can_organise, can_reopen, can_settle
from trainings.queries.outcomes import outcome_of, with_earned
from trainings.queries.settlement import Check, completion_checks, settlement_checks
from trainings.services import certificates
from trainings.services.locks import lock_edition, require_countable


@transaction.atomic
def complete(*, edition: Edition, by: User, version: int | None = None) -> Edition:
    """Say that the training is over: nobody comes or goes any more. Repeated: nothing happens.

    Raises Refused organiser_only (403), edition_state, not_ready (with what is missing), stale.
    """
    edition, at = lock_edition(edition.pk)
    can_organise(by, edition.course.project_id).require()
    if edition.state == EditionState.COMPLETED:
        return edition
    if edition.state != EditionState.PUBLISHED:
        raise Refused("edition_state", _("Only a published training can be completed."))
    _require_done(completion_checks(edition, at))
    return _move(edition, EditionState.COMPLETED, by=by, version=version, action="completed")


@transaction.atomic
def settle(*, edition: Edition, by: User, version: int | None = None) -> Edition:
    """Write down what came of each place, and freeze the training. Repeated: nothing happens.

    Where it was settled before and opened again, certificates that are lost by it are revoked, and those that say
    other hours are replaced.
    Raises Refused manager_only (403), edition_state, not_ready (with what is missing), stale, and what
    `require_countable` raises.
    """
    edition, at = lock_edition(edition.pk)
    can_settle(by, edition.course.project_id).require()
    if edition.state == EditionState.SETTLED:
        return edition
    if edition.state != EditionState.COMPLETED:
        raise Refused("edition_state", _("A training is completed first, then settled."))
    _require_done(settlement_checks(edition, at))
    require_countable(edition, at)
    rows = _write_outcomes(edition)
    reason = _("The training was settled anew.")
    certificates.revoke_lost(rows=rows, by=by, reason=reason)
    certificates.renew(edition=edition, rows=rows, by=by, reason=reason)
    counts = Counter(row.outcome for row in rows)
    return _move(edition, EditionState.SETTLED, by=by, version=version, action="settled", outcomes=dict(counts))


@transaction.atomic
def reopen(*, edition: Edition, reason: str, by: User, version: int | None = None) -> Edition:
    """Open a settled training again. Outcomes and certificates stay until it is settled anew.

    Raises Refused administrator_only (403), edition_state, reason_missing, stale, and what `require_countable` raises.
    """
    edition, at = lock_edition(edition.pk)
    can_reopen(by).require()
    if edition.state != EditionState.SETTLED:
        raise Refused("edition_state", _("Only a settled training can be opened again."))
    if not reason.strip():
        raise Refused("reason_missing", _("Say why it is opened again; auditors read it."), field="reason")
    require_countable(edition, at)
    return _move(edition, EditionState.COMPLETED, by=by, version=version, action="reopened", reason=reason.strip())


def _write_outcomes(edition: Edition) -> list[Enrolment]:
    """The outcome of each confirmed enrolment, as everything stands now."""
    rows = list(with_earned(Enrolment.objects.confirmed().filter(edition=edition)).select_related("person"))
    changed = []
    for row in rows:
        outcome = outcome_of(row) or ""
        if row.outcome != outcome:
            row.outcome = outcome
            row.next_version(None)
            changed.append(row)
    Enrolment.objects.bulk_update(changed, ["outcome", "version"])
    return rows


def _require_done(checks: Sequence[Check]) -> None:
    missing = [check for check in checks if not check.is_done]
    if missing:
        texts = " ".join(str(check.text) for check in missing)
        raise Refused(
            "not_ready",
            _("This is not so yet: %(missing)s") % {"missing": texts},
            missing={check.code: check.left for check in missing},
        )


def _move(
    edition: Edition,
    state: EditionState,
    *,
    by: User,
    version: int | None,
    action: str,
    reason: str = "",
    outcomes: dict[str, int] | None = None,
) -> Edition:
    before = edition.state
    edition.next_version(version)
    edition.state = state
    edition.save(update_fields=["state", "version"])
    after = {"state": state} if outcomes is None else {"state": state, "outcomes": outcomes}
    record(
        action=f"trainings.edition.{action}",
        about=edition,
        by=by,
        before={"state": before},
        after=after,
        reason=reason,
    )
    return edition

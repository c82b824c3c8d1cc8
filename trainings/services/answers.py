"""Writing down what somebody said to texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.models import User
from audit.services import record_each
from kernel.errors import Refused
from kernel.text import Text
from trainings.choices import ConsentAnswer, ConsentHow
from trainings.models import ConsentRecord


def require_accepted(due: Iterable[int], accepts: Collection[int], message: Text, *, code: str) -> None:
    """Raise Refused with `texts`, the ids of the versions that are due and were not accepted."""
    if missing := sorted(set(due) - set(accepts)):
        raise Refused(code, message, texts=missing)


def record_answers(
    versions: Iterable[int], *, person: User, answer: ConsentAnswer, how: ConsentHow, by: User, at: datetime
) -> list[ConsentRecord]:
    """One record and one event for each version, in two statements; none for none."""
    new = [
        ConsentRecord(person=person, version_id=pk, answer=answer, how=how, recorded_by=by, at=at) for pk in versions
    ]
    if new:
        ConsentRecord.objects.bulk_create(new)
        changes = [(row, None, {"version": row.version_id, "how": row.how}) for row in new]
        record_each(action=f"trainings.consent.{answer}", changes=changes, by=by)
    return new

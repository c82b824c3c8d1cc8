"""Writing down what somebody said to texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

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
    versions: Iterable[int],
    *,
    person: User,
    answer: ConsentAnswer,
    how: ConsentHow,
    recorded_by: User | None = None,
    by: User,
    at: datetime,
) -> list[ConsentRecord]:
    """One record and one event for each version, in two statements; none for none."""
    said = {"person": person, "answer": answer, "how": how, "recorded_by": recorded_by or by, "at": at}
    new = [ConsentRecord(version_id=pk, **said) for pk in versions]
    if new:
        ConsentRecord.objects.bulk_create(new)
        changes = [(row, None, {"version": row.version_id, "how": row.how}) for row in new]
        record_each(action=f"trainings.consent.{answer}", changes=changes, by=by)
    return new


def hand_over_answers(*, old: User, new: User, by: User) -> None:
    """Two accounts are one person: what was said with the old one later than with the new one is what counts."""
    last = {row.version.text_id: row.at for row in _said_by(new)}
    for row in _said_by(old):
        text = row.version.text_id
        if text not in last or row.at > last[text]:
            record_answers(
                [row.version_id],
                person=new,
                answer=ConsentAnswer(row.answer),
                how=ConsentHow(row.how),
                recorded_by=new if row.how == ConsentHow.FORM else row.recorded_by,
                by=by,
                at=row.at,
            )


def _said_by(person: User) -> QuerySet[ConsentRecord]:
    rows = ConsentRecord.objects.filter(person=person).order_by("pk")
    return rows.select_related("version", "recorded_by")

"""Special needs: told by the person, read by few and each time on record, erased soon after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record, record_each
from kernel.encryption import encrypt
from kernel.errors import Refused
from kernel.time import local_day, now, today
from retention.queries import standing
from retention.registry import Cut, Length
from trainings.choices import ConsentAnswer, ConsentHow, EditionState, LegalKind, NeedKind
from trainings.models import Edition, Enrolment, SpecialNeed
from trainings.queries.legal import to_answer
from trainings.services.answers import record_answers, require_accepted
from trainings.services.locks import lock_edition

NEEDS = "trainings.needs"
"""In the register of what is kept for a time."""
LONGEST = 1000
"""Characters."""


@dataclass(frozen=True)
class Words:
    """A need and what it says, opened for somebody who was written down for it."""

    need: SpecialNeed
    text: str


@transaction.atomic
def tell_need(
    *,
    enrolment: Enrolment,
    kind: str,
    words: str,
    for_trainer: bool = False,
    accepts: Collection[int] = (),
    by: User,
) -> SpecialNeed:
    """Say what one needs in order to take part; told again, the new words take the place of the old.

    Where a consent to these data is in force, `accepts` names it, or it was given before.
    Raises Refused not_your_need (403), enrolment_over, edition_over, words_missing, words_too_long, needs_consent.
    """
    edition, at = lock_edition(enrolment.edition_id)
    row = Enrolment.objects.get(pk=enrolment.pk)
    require_own(row, by)
    if not row.is_active():
        raise Refused("enrolment_over", _("This enrolment is over."))
    if edition.has_ended(at) or edition.state not in {EditionState.DRAFT, EditionState.PUBLISHED}:
        raise Refused("edition_over", _("This training is over."))
    text = words.strip()
    if not text:
        raise Refused("words_missing", _("Say what you need."), field="words")
    if len(text) > LONGEST:
        raise Refused("words_too_long", _("Write at most 1,000 characters."), field="words")
    due = to_answer(edition, by, LegalKind.NEEDS).values()
    require_accepted(due, accepts, _("Without your consent we may not keep what you need."), code="needs_consent")
    record_answers(due, person=by, answer=ConsentAnswer.GIVEN, how=ConsentHow.FORM, by=by, at=at)
    need, _is_new = SpecialNeed.objects.update_or_create(
        enrolment=row,
        kind=NeedKind(kind),
        defaults={
            "closed_text": encrypt(text),
            "for_trainer": for_trainer,
            "told_at": at,
            "purge_on": purge_day(edition),
        },
    )
    # Neither the words nor their kind: the record is kept for years, a need for weeks.
    record(action="trainings.need.told", about=need, by=by, after={"enrolment": row.pk})
    return need


@transaction.atomic
def read_needs(*, needs: Sequence[SpecialNeed], by: User) -> list[Words]:
    """The words, of those among the needs that the reader may read. Each reading is on record, also one's own."""
    rows = SpecialNeed.objects.visible_to(by).filter(pk__in=[need.pk for need in needs])
    found = [Words(need, need.read()) for need in rows.select_related("enrolment__person")]
    changes = [(words.need, None, {"enrolment": words.need.enrolment_id}) for words in found]
    record_each(action="trainings.need.read", changes=changes, by=by)
    return found


@transaction.atomic
def forget_need(*, need: SpecialNeed, by: User) -> None:
    """Take a need back: its words are gone at once. Raises Refused not_your_need (403)."""
    require_own(need.enrolment, by)
    record(action="trainings.need.erased", about=need, by=by, before={"enrolment": need.enrolment_id})
    need.delete()


def erase_needs(enrolment_ids: Iterable[int], *, by: User | None) -> int:
    """Erase the needs of enrolments that are over; how many. For services, in the transaction of what ends them."""
    rows = list(SpecialNeed.objects.filter(enrolment__in=list(enrolment_ids)).defer("closed_text"))
    if rows:
        changes = [(row, {"enrolment": row.enrolment_id}, None) for row in rows]
        record_each(action="trainings.need.erased", changes=changes, by=by)
        SpecialNeed.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def due_needs(cut: Cut) -> QuerySet[SpecialNeed]:
    """What has had its time; each need carries its day."""
    return SpecialNeed.objects.filter(cut.within("enrolment__edition__course__project"), purge_on__lte=today())


@transaction.atomic
def purge_needs(due: QuerySet[SpecialNeed], by: User | None = None) -> int:
    """Erase them; how many. Where a session moved meanwhile, its own day counts."""
    over = []
    rows = due.select_related("enrolment__edition__course")
    for need in rows.select_for_update(of=("self",), skip_locked=True).defer("closed_text"):
        day = purge_day(need.enrolment.edition)
        if day <= today():
            over.append(need.enrolment_id)
        else:
            SpecialNeed.objects.filter(pk=need.pk).update(purge_on=day)
    return erase_needs(over, by=by)


def follow_rules() -> None:
    """Set the day on which needs are erased anew where somebody changed how long they are kept."""
    told = Edition.objects.filter(Exists(SpecialNeed.objects.filter(enrolment__edition=OuterRef("pk"))))
    for edition in told.select_related("course"):
        follow_sessions(edition)


def follow_sessions(edition: Edition) -> None:
    """Set the day on which needs are erased anew. The caller moved the sessions and holds the edition's lock."""
    day = purge_day(edition)
    SpecialNeed.objects.filter(enrolment__edition=edition).exclude(purge_on=day).update(purge_on=day)


def hand_over(*, old: Enrolment, new: Enrolment) -> None:
    """The same person comes on another date: the needs go along, words unread. Before the old enrolment ends."""
    day = purge_day(new.edition)
    SpecialNeed.objects.filter(enrolment=old).update(enrolment=new, purge_on=day)


def purge_day(edition: Edition) -> date:
    """So many days after the last session; of an edition without sessions, after today. It comes with its course."""
    return kept_for(edition).gone_on(local_day(edition.ends_at or now()))


def kept_for(edition: Edition) -> Length:
    """How long needs told for an edition are kept after it. It comes with its course."""
    length, _held = standing(NEEDS, edition.course.project_id)
    return length


def require_own(enrolment: Enrolment, by: User) -> None:
    """Raise Refused not_your_need (403) for anybody but the person."""
    if enrolment.person_id != by.pk:
        raise Refused("not_your_need", _("Everybody tells only his own needs."), status=403)

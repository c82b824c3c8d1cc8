"""Two accounts turn out to be one person: her enrolments become one line of facts."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import can_merge_people
from accounts.services.people import deactivate
from audit.services import record
from kernel.errors import Refused
from trainings.choices import ACTIVE_STATES, ActingAs, Cause, EnrolmentState
from trainings.models import Attendance, Edition, Enrolment
from trainings.services import notices
from trainings.services.answers import hand_over_answers
from trainings.services.certificates.issuing import revoke_lost
from trainings.services.places.room import Room, close_questions, enter, move, offer_free_places

ADVANCED = [
    EnrolmentState.CONFIRMED,
    EnrolmentState.OFFERED,
    EnrolmentState.AWAITING_APPROVAL,
    EnrolmentState.AWAITING_SELECTION,
    EnrolmentState.WAITLISTED,
    EnrolmentState.DRAFT,
]
"""Most advanced first: the row that stays where both accounts are in one edition."""


@transaction.atomic
def merge_people(*, keep: User, drop: User, reason: str, by: User) -> User:
    """Make one person of two; the account `drop` is closed. Nothing that happened is deleted.

    Where both are in one edition the more advanced row stays (confirmed, offered, awaiting, waiting; then the smaller
    number); the other ends as a duplicate, its seat goes on, its minutes are united with those of the row that stays:
    in each session the greater number, never the sum. A certificate of the row that ended is revoked.
    Raises Refused merging_for_administrators (403), same_person, merged_already, reason_missing, and what closing an
    account raises.
    """
    can_merge_people(by).require()
    if keep.pk == drop.pk:
        raise Refused("same_person", _("Choose two different accounts."), field="drop")
    people = User.objects.select_for_update(of=("self",), no_key=True).in_bulk(sorted([keep.pk, drop.pk]))
    keep, drop = people[keep.pk], people[drop.pk]
    if keep.merged_into_id or drop.merged_into_id:
        raise Refused("merged_already", _("One of these accounts was merged already."))
    if not reason.strip():
        raise Refused("reason_missing", _("Say how you know that this is one person."), field="reason")
    for pk in _editions_of_both(keep, drop):
        _merge_in(enter(pk), keep, drop, by)
    hand_over_answers(old=drop, new=keep, by=by)
    moved = Enrolment.objects.filter(person=drop).update(person=keep)
    if drop.is_active:
        drop = deactivate(user=drop, reason=reason, by=by)
    drop.merged_into = keep
    drop.save(update_fields=["merged_into"])
    after = {"into": keep.pk, "enrolments": moved}
    record(action="trainings.people.merged", about=drop, by=by, after=after, reason=reason.strip())
    return keep


def _editions_of_both(one: User, other: User) -> list[int]:
    """In the order of their ids, as every service that locks more than one."""
    active = Enrolment.objects.filter(state__in=ACTIVE_STATES)
    both = Edition.objects.filter(pk__in=active.filter(person=one).values("edition"))
    return list(
        both.filter(pk__in=active.filter(person=other).values("edition")).order_by("pk").values_list("pk", flat=True)
    )


def _merge_in(room: Room, keep: User, drop: User, by: User) -> None:
    rows = list(
        Enrolment.objects.filter(edition=room.edition, person__in=[keep, drop], state__in=ACTIVE_STATES).select_related(
            "person", "city"
        )
    )
    stays, ends = sorted(rows, key=lambda row: (ADVANCED.index(EnrolmentState(row.state)), row.queue_no or 0))
    close_questions(ends)
    ends.outcome = ""
    move(room, ends, EnrolmentState.CANCELLED, by=by, acting=ActingAs.ORGANISER, reason=Cause.DUPLICATE)
    notices.tell_person("duplicate", ends, room.edition)
    _unite_attendance(stays, ends, by)
    revoke_lost(rows=[ends], by=by, reason=str(Cause.DUPLICATE.label))
    offer_free_places(room)


def _unite_attendance(stays: Enrolment, ends: Enrolment, by: User) -> None:
    """In each session the greater number of minutes; nothing is added up."""
    have = {row.session_id: row for row in Attendance.objects.filter(enrolment=stays)}
    for other in Attendance.objects.filter(enrolment=ends):
        own = have.get(other.session_id)
        if own is not None and own.minutes >= other.minutes:
            continue
        before = {"minutes": own.minutes if own else None}
        own = own or Attendance(session_id=other.session_id, enrolment=stays)
        for name in ("status", "minutes", "source", "first_in", "last_out", "note", "recorded_by_id", "recorded_at"):
            setattr(own, name, getattr(other, name))
        if own.pk:
            own.next_version(None)
        own.save()
        record(action="trainings.attendance.united", about=own, by=by, before=before, after={"minutes": own.minutes})

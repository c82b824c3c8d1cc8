"""Offices of the city decide on an enrolment, one after the other, in time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.workdays import add_working_days
from trainings.choices import ActingAs, ApprovalState, Cause, EnrolmentState, Selection
from trainings.models import Approval, Enrolment
from trainings.permissions import deciding_as, who_decides
from trainings.services import notices
from trainings.services.places.account import Account, each
from trainings.services.places.room import Room, enter_with, move, offer_free_places
from trainings.services.places.rows import place_or_line


def ask_office(room: Room, row: Enrolment, *, step: int) -> Approval:
    """Put the question of a step to its office. The caller holds the lock and has moved the row."""
    due_at = add_working_days(room.at, room.edition.approval_days)
    if room.edition.starts_at:
        due_at = min(due_at, room.edition.starts_at)
    approval = Approval.objects.create(enrolment=row, city=row.city, step=step, asked_at=room.at, due_at=due_at)
    record(action="trainings.approval.asked", about=approval, by=None, after={"enrolment": row.pk, "step": step})
    if step == 1:
        notices.tell_person(EnrolmentState.AWAITING_APPROVAL, row, room.edition, due_at=due_at)
    asked = who_decides(approval)
    for user in asked:
        notices.ask_approver(user, approval, row, room.edition)
    for user in notices.coordinators_of(row):
        if user not in asked and user.pk != row.submitted_by_id:
            notices.tell_of_question(user, approval, row, room.edition)
    return approval


def approve(*, approval: Approval, by: User, comment: str = "", version: int | None = None) -> Enrolment:
    """Yes. The last step gives the place that was held, or its turn in the line by the number it has.

    Raises Refused not_your_decision (403), own_enrolment (403), approval_over, approval_expired, edition_cancelled,
    edition_not_published, edition_full, stale.
    """
    return _decide(approval, by, ApprovalState.APPROVED, comment, version)


def approve_several(*, approvals: Iterable[Approval], by: User, comment: str = "") -> Account[Approval]:
    """Yes to each by itself; which were refused, and why."""
    return _decide_each(approvals, by, ApprovalState.APPROVED, comment)


def decline_several(*, approvals: Iterable[Approval], by: User, comment: str) -> Account[Approval]:
    """No to each by itself, with one reason for all; which were refused, and why. Raises Refused reason_missing."""
    _require_comment(comment)
    return _decide_each(approvals, by, ApprovalState.DECLINED, comment)


def _decide_each(approvals: Iterable[Approval], by: User, answer: ApprovalState, comment: str) -> Account[Approval]:
    return each(approvals, lambda approval: _decide(approval, by, answer, comment, None))


def decline(*, approval: Approval, by: User, comment: str, version: int | None = None) -> Enrolment:
    """No, with a reason; the place goes on. Raises Refused reason_missing, else as `approve`."""
    _require_comment(comment)
    return _decide(approval, by, ApprovalState.DECLINED, comment, version)


def _require_comment(comment: str) -> None:
    if not comment.strip():
        raise Refused("reason_missing", _("Say why: the person reads it."), field="comment")


def _decide(approval: Approval, by: User, answer: ApprovalState, comment: str, version: int | None) -> Enrolment:
    # Durable: an approval found overdue lapses in here, and that must stay although the answer is refused below.
    with transaction.atomic(durable=True):
        room, row = enter_with(approval.enrolment)
        approval = Approval.objects.get(pk=approval.pk)
        approval.enrolment = row
        if approval.state == ApprovalState.PENDING:
            acting = deciding_as(by, approval)
            room.require_published()
            approval.next_version(version)
            approval.state, approval.comment = answer, comment.strip()
            approval.decided_by, approval.acting_as, approval.decided_at = by, acting, room.at
            approval.save()
            record(
                action=f"trainings.approval.{answer}",
                about=approval,
                by=by,
                before={"state": ApprovalState.PENDING},
                after={"state": answer, "enrolment": row.pk, "step": approval.step},
                reason=approval.comment,
            )
            _follow(room, row, approval, by=by, acting=acting)
    if approval.state == ApprovalState.LAPSED:
        raise Refused("approval_expired", _("The time to decide is over, and the enrolment has ended."))
    if row.state == EnrolmentState.CANCELLED:
        room.require_published()
    if approval.state != answer or approval.decided_by_id != by.pk:
        raise Refused("approval_over", _("This was decided already, or nobody needs to decide any more."))
    return row


def _follow(room: Room, row: Enrolment, approval: Approval, *, by: User, acting: ActingAs) -> None:
    if approval.state == ApprovalState.DECLINED:
        move(room, row, EnrolmentState.DECLINED, by=by, acting=acting, reason=approval.comment)
        notices.tell_person(EnrolmentState.DECLINED, row, room.edition, reason=approval.comment)
        offer_free_places(room)
    elif approval.step < room.edition.approval_steps:
        ask_office(room, row, step=approval.step + 1)
    elif room.edition.selection == Selection.RANKED:
        move(room, row, EnrolmentState.AWAITING_SELECTION, by=by, acting=acting, reason=Cause.APPROVED)
        notices.tell_person(EnrolmentState.AWAITING_SELECTION, row, room.edition)
        offer_free_places(room)
    else:
        # The number given at enrolment counts: who came later and waits already does not pass.
        ahead = [other for other in room.line() if (-other.priority, other.queue_no) < (-row.priority, row.queue_no)]
        is_next = room.fits(row.city_id, row.place_kind) and not any(
            room.fits(other.city_id, other.place_kind) for other in ahead
        )
        has_place = row.holds_seat or is_next
        place_or_line(room, row, has_place=has_place, by=by, acting=acting, reason=Cause.APPROVED, ahead=len(ahead))
        offer_free_places(room)

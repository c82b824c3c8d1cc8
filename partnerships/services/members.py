"""Bodies come into a partnership and leave it; a row that ended is never opened again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.time import today
from organisations.models import Organisation
from partnerships.choices import BELONGING, MemberRole, MemberState
from partnerships.models import Partnership, PartnershipMember
from partnerships.permissions import can_coordinate
from partnerships.services.partnerships import lock, require_alive


@transaction.atomic
def add_member(
    *,
    partnership: Partnership,
    organisation: Organisation,
    role: str = MemberRole.PARTNER,
    joined_on: date | None = None,
    by: User,
) -> PartnershipMember:
    """Invite a body or, with the day it joined, take it in.

    Raises Refused member_already, member_overlaps, joined_in_future, leader_taken, partnership_ended.
    """
    partnership = lock(partnership)
    can_coordinate(by, partnership).require()
    require_alive(partnership)
    _let_go(partnership.members.filter(organisation=organisation))
    if partnership.members.open().filter(organisation=organisation).exists():
        raise Refused("member_already", _("This body is already here."), field="organisation")
    member = PartnershipMember(partnership=partnership, organisation=organisation, role=role)
    if joined_on is not None:
        _take_in(member, joined_on)
    member.save()
    record(
        action="partnerships.member.added",
        about=member,
        by=by,
        after={"organisation": organisation.pk, "role": role, "state": member.state, "joined_on": joined_on},
    )
    return member


@transaction.atomic
def accept_member(
    *, member: PartnershipMember, joined_on: date, by: User, version: int | None = None
) -> PartnershipMember:
    """Take in a body that was invited.

    Raises Refused member_state, member_overlaps, joined_in_future, leader_taken, stale.
    """
    member = _lock_member(member, by)
    if not member.is_open or member.state in BELONGING:
        raise _wrong_state(member)
    member.next_version(version)
    before = member.state
    _take_in(member, joined_on)
    member.save(update_fields=["state", "joined_on", "version"])
    record(
        action="partnerships.member.accepted",
        about=member,
        by=by,
        before={"state": before},
        after={"state": member.state, "joined_on": joined_on},
    )
    return member


@transaction.atomic
def end_member(
    *,
    member: PartnershipMember,
    left_on: date | None = None,
    excluded: bool = False,
    reason: str,
    by: User,
    version: int | None = None,
) -> PartnershipMember:
    """Let a body go from a day on, or note that it declined; a day to come means it is withdrawing.

    Raises Refused member_state, left_on_missing, left_before_joining, reason_missing, stale.
    """
    member = _lock_member(member, by)
    if not member.is_open:
        raise _wrong_state(member)
    if not reason.strip():
        raise Refused("reason_missing", _("Say why."), field="reason")
    member.next_version(version)
    before = {"state": member.state, "left_on": member.left_on}
    if member.state in BELONGING:
        _let_leave(member, left_on, excluded=excluded)
    else:
        member.state = MemberState.DECLINED
    member.save(update_fields=["state", "left_on", "version"])
    record(
        action="partnerships.member.ended",
        about=member,
        by=by,
        before=before,
        after={"state": member.state, "left_on": member.left_on},
        reason=reason,
    )
    return member


@transaction.atomic
def let_members_go() -> int:
    """Close the rows of bodies whose day of leaving has come; returns how many. For the sweep."""
    return _let_go(PartnershipMember.objects.all())


def _lock_member(member: PartnershipMember, by: User) -> PartnershipMember:
    partnership = lock(member.partnership)
    can_coordinate(by, partnership).require()
    require_alive(partnership)
    return PartnershipMember.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)


def _wrong_state(member: PartnershipMember) -> Refused:
    return Refused(
        "member_state",
        _("This member is %(state)s now; reload the page.") % {"state": member.get_state_display()},
    )


def _take_in(member: PartnershipMember, joined_on: date) -> None:
    if joined_on > today():
        raise Refused("joined_in_future", _("The day of joining cannot be in the future."), field="joined_on")
    others = PartnershipMember.objects.filter(partnership_id=member.partnership_id).exclude(pk=member.pk)
    stays_past = Q(left_on__isnull=True) | Q(left_on__gt=joined_on)
    if others.filter(stays_past, organisation_id=member.organisation_id, joined_on__isnull=False).exists():
        raise Refused("member_overlaps", _("This body was still a member on that day."), field="joined_on")
    if member.role == MemberRole.LEADER and others.filter(role=MemberRole.LEADER, state=MemberState.ACTIVE).exists():
        raise Refused("leader_taken", _("This partnership has a leader; let that one leave first."), field="role")
    member.state, member.joined_on = MemberState.ACTIVE, joined_on


def _let_leave(member: PartnershipMember, left_on: date | None, *, excluded: bool) -> None:
    if left_on is None:
        raise Refused("left_on_missing", _("Say from which day on the body is no longer a member."), field="left_on")
    if member.joined_on and left_on < member.joined_on:
        raise Refused("left_before_joining", _("A member leaves after it joined."), field="left_on")
    member.left_on = left_on
    if left_on > today():
        member.state = MemberState.WITHDRAWING
    else:
        member.state = MemberState.EXCLUDED if excluded else MemberState.LEFT


def _let_go(members: QuerySet[PartnershipMember]) -> int:
    due = members.filter(state=MemberState.WITHDRAWING, left_on__lte=today()).order_by("pk")
    count = 0
    for member in due.select_for_update(of=("self",), no_key=True):
        member.state = MemberState.LEFT
        member.version += 1
        member.save(update_fields=["state", "version"])
        record(
            action="partnerships.member.left",
            about=member,
            by=None,
            before={"state": MemberState.WITHDRAWING},
            after={"state": MemberState.LEFT},
        )
        count += 1
    return count

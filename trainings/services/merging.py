"""Two accounts turn out to be one person: her enrolments become one line of facts. Or two people after all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import can_merge_people
from accounts.scopes import BODIES, Held, held_by
from accounts.services.people import deactivate
from accounts.services.roles import grant_role
from audit.services import record
from grants.models import Project
from grants.services import grant_project_role
from kernel.errors import Refused
from kernel.time import today
from organisations.models import Organisation
from trainings.choices import ActingAs, Cause, EnrolmentState
from trainings.models import Attendance, Enrolment
from trainings.permissions import can_tell_apart
from trainings.queries.duplicates import TOLD_APART, pair_of, people_to_compare, told_apart
from trainings.services import notices
from trainings.services.answers import hand_over_answers
from trainings.services.certificates.issuing import revoke_lost
from trainings.services.materials import hand_over_materials
from trainings.services.places.room import Room, close_questions, enter, move, offer_free_places
from trainings.services.travel.claims import hand_over_claims

ADVANCED = [
    EnrolmentState.CONFIRMED,
    EnrolmentState.OFFERED,
    EnrolmentState.AWAITING_APPROVAL,
    EnrolmentState.AWAITING_SELECTION,
    EnrolmentState.WAITLISTED,
    EnrolmentState.DRAFT,
]
"""Most advanced first: the row that stays where both accounts are in one edition."""


@dataclass(frozen=True)
class Clash:
    """Both accounts are in one edition: the row that stays, and the one that ends as a duplicate."""

    stays: Enrolment
    ends: Enrolment


@dataclass(frozen=True)
class Plan:
    """What a merge would do."""

    moves: list[Enrolment]
    """All of the account that is closed, with those that end."""
    clashes: list[Clash]
    roles: list[Held]
    """At bodies and in projects: what the account that stays lacks is given to it from that day."""


def plan(*, keep: User, drop: User, reader: User) -> Plan:
    """What merging them would do now; nothing is written."""
    rows = list(_rows(keep, drop).select_related("edition__course", "city"))
    clashes = [_clash(both) for both in _by_edition(rows).values() if len(both) > 1]
    moves = Enrolment.objects.filter(person=drop).select_related("edition__course", "city")
    return Plan(list(moves.order_by("edition__starts_at", "pk")), clashes, _roles_that_move(keep, drop, reader))


@transaction.atomic
def merge_people(*, keep: User, drop: User, reason: str, by: User) -> User:
    """Make one person of two; the account `drop` is closed. Nothing that happened is deleted.

    Where both are in one edition the more advanced row stays (confirmed, offered, awaiting, waiting; then the smaller
    number); the other ends as a duplicate, its seat goes on, its minutes are united with those of the row that stays:
    in each session the greater number, never the sum. A certificate of the row that ended is revoked.
    Roles at bodies and in projects that the account `keep` lacks are given to it; powers over the whole platform are
    given only on purpose.
    Raises Refused merging_for_administrators (403), same_person, merged_already, reason_missing, account_closed (the
    one that is to stay), and what giving a role and closing an account raise.
    """
    can_merge_people(by).require()
    if keep.pk == drop.pk:
        raise _same_person("drop")
    people = User.objects.select_for_update(of=("self",), no_key=True).in_bulk(sorted([keep.pk, drop.pk]))
    keep, drop = people[keep.pk], people[drop.pk]
    if keep.merged_into_id or drop.merged_into_id:
        raise Refused("merged_already", _("One of these accounts was merged already."))
    if not reason.strip():
        raise Refused("reason_missing", _("Say how you know that this is one person."), field="reason")
    if not keep.is_active:
        text = _("The account that is to stay is closed: keep the other one, or open this one first.")
        raise Refused("account_closed", text, field="keep")
    moved = Enrolment.objects.filter(person=drop).count()
    both = {pk for pk, rows in _by_edition(_rows(keep, drop)).items() if len(rows) > 1}
    for pk in sorted(both):  # in the order of their ids, as every service that locks more than one
        _merge_in(enter(pk), keep, drop, by)
    hand_over_answers(old=drop, new=keep, by=by)
    materials = hand_over_materials(old=drop, new=keep)
    roles = _roles_that_move(keep, drop, by)
    for role in roles:
        _give(keep, role, by=by, reason=reason.strip())
    Enrolment.objects.filter(person=drop).update(person=keep)
    if drop.is_active:
        drop = deactivate(user=drop, reason=reason, by=by)
    drop.merged_into = keep
    drop.save(update_fields=["merged_into"])
    after = {"into": keep.pk, "enrolments": moved, "roles": len(roles), "materials": materials}
    record(action="trainings.people.merged", about=drop, by=by, after=after, reason=reason.strip())
    return keep


@transaction.atomic
def tell_apart(*, one: User, other: User, reason: str, by: User) -> None:
    """Say that two accounts are of two people: nobody is asked again. Repeated: nothing happens.

    Raises Refused duplicates_closed (403), person_unknown (404), same_person, reason_missing.
    """
    can_tell_apart(by).require()
    # One lock, as in merging: what is said of a pair is said once.
    pks = sorted([one.pk, other.pk])
    known = people_to_compare(by).select_for_update(of=("self",), no_key=True).in_bulk(pks)
    if one.pk == other.pk:
        raise _same_person("other")
    if len(known) < len(pks):
        raise Refused("person_unknown", _("One of these people is not here any more."), status=404)
    if not reason.strip():
        raise Refused("reason_missing", _("Say how you know that these are two people."), field="reason")
    if pair_of(one, other) in told_apart():
        return
    record(action=TOLD_APART, about=known[pks[0]], by=by, after={"other": pks[1]}, reason=reason.strip())


def _same_person(field: str) -> Refused:
    return Refused("same_person", _("Choose two different accounts."), field=field)


def _rows(keep: User, drop: User) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(person__in=[keep, drop]).active().select_related("person", "city")


def _by_edition(rows: Iterable[Enrolment]) -> dict[int, list[Enrolment]]:
    found: dict[int, list[Enrolment]] = {}
    for row in rows:
        found.setdefault(row.edition_id, []).append(row)
    return found


def _clash(rows: Iterable[Enrolment]) -> Clash:
    return Clash(*sorted(rows, key=lambda row: (ADVANCED.index(EnrolmentState(row.state)), row.queue_no or 0)))


def _roles_that_move(keep: User, drop: User, reader: User) -> list[Held]:
    held = held_by([keep, drop], reader=reader)
    has = {(role.scope, role.role, role.place_id) for role in held[keep.pk] if role.is_lasting}
    lasting = [role for role in held[drop.pk] if role.is_lasting and role.place_id]
    return [role for role in lasting if (role.scope, role.role, role.place_id) not in has]


def _give(keep: User, role: Held, *, by: User, reason: str) -> None:
    """From today, or from the day it was to begin, for as long as it would have lasted."""
    span: dict[str, Any] = {"valid_from": max(today(), role.valid_from), "valid_to": role.valid_to}
    if role.scope == BODIES:
        body = Organisation.objects.filter(pk=role.place_id or 0).get()
        grant_role(user=keep, role=role.role, organisation=body, by=by, reason=reason, **span)
    else:
        project = Project.objects.filter(pk=role.place_id or 0).get()
        grant_project_role(user=keep, role=role.role, project=project, by=by, reason=reason, **span)


def _merge_in(room: Room, keep: User, drop: User, by: User) -> None:
    clash = _clash(_rows(keep, drop).filter(edition=room.edition))
    stays, ends = clash.stays, clash.ends
    close_questions(ends)
    ends.outcome = ""
    move(room, ends, EnrolmentState.CANCELLED, by=by, acting=ActingAs.ORGANISER, reason=Cause.DUPLICATE)
    # The other account is about to be closed: nobody reads what is sent there.
    ends.person = keep
    ends.save(update_fields=["person"])
    notices.tell_person("duplicate", ends, room.edition)
    _unite_attendance(stays, ends, by)
    hand_over_claims(old=ends, new=stays)
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

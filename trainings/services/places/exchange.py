"""A place changes hands: to a colleague from the same city, or to another date of the same course."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import CITY_ROLES
from accounts.models import User
from accounts.permissions import has_role
from kernel.errors import Refused
from trainings.choices import ActingAs, Cause, EnrolmentState, Source
from trainings.models import Edition, Enrolment
from trainings.permissions import can_substitute, can_transfer, transferring_as
from trainings.services import notices
from trainings.services.consents import settle_texts
from trainings.services.needs import hand_over
from trainings.services.places.approvals import ask_office
from trainings.services.places.room import Room, enter, enter_with, move, offer_free_places
from trainings.services.places.rows import new_row

TRANSFERABLE = {EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED}


@transaction.atomic
def substitute(
    *, enrolment: Enrolment, person: User, by: User, post: str = "", department: str = "", version: int | None = None
) -> Enrolment:
    """The coordinator gives the seat of somebody who cannot come to a colleague; the colleague's row.

    Until the first session starts.
    Nobody who waits is passed, since the seat never becomes free. Where the city approves, it decides on the colleague,
    who holds the seat meanwhile.
    Raises Refused not_your_exchange (403), no_place, edition_started, already_enrolled, not_eligible,
    edition_cancelled, edition_not_published, stale.
    """
    room = enter(enrolment.edition_id, person=person, city=enrolment.city)
    row = Enrolment.objects.select_related("person", "city").get(pk=enrolment.pk)
    row.edition, acting = room.edition, ActingAs.COORDINATOR
    can_substitute(by, row).require()
    room.require_published()
    if row.state != EnrolmentState.CONFIRMED:
        raise Refused("no_place", _("Only a confirmed place can be given to a colleague."))
    if room.edition.has_started(room.at):
        raise Refused("edition_started", _("The training has begun: the place can no longer be given away."))
    if room.own:
        raise Refused("already_enrolled", _("This person is already enrolled in this training."), field="person")
    if not (room.edition.city_takes_part and has_role(person, *CITY_ROLES, at=row.city_id)):
        raise Refused("not_eligible", _("Choose somebody who works in the same town."), field="person")
    move(room, row, EnrolmentState.WITHDRAWN, by=by, acting=acting, reason=Cause.SUBSTITUTED, version=version)
    notices.tell_person("substituted", row, room.edition)
    successor = new_row(
        room,
        person=person,
        city=row.city,
        place_kind=row.place_kind,
        post=post,
        department=department,
        source=Source.COORDINATOR,
        came_from=row,
        by=by,
    )
    settle_texts(successor, how=None, by=by, at=room.at)
    if room.edition.approval_steps:
        to = EnrolmentState.AWAITING_APPROVAL
        move(room, successor, to, by=by, acting=acting, reason=Cause.SUBSTITUTED, holds_seat=True)
        ask_office(room, successor, step=1)
    else:
        move(room, successor, EnrolmentState.CONFIRMED, by=by, acting=acting, reason=Cause.SUBSTITUTED)
        notices.tell_person(EnrolmentState.CONFIRMED, successor, room.edition)
    if successor.awaits_texts:
        notices.ask_to_accept(successor, room.edition)
    return successor


@transaction.atomic
def transfer(*, enrolment: Enrolment, to: Edition, by: User, reason: str = "", version: int | None = None) -> Enrolment:
    """Move somebody to another date of the same course where a seat is free; the new row. The old place goes on.

    Both editions are locked in the order of their ids, so that two people who swap never wait for each other.
    Raises Refused not_your_exchange (403), other_course, not_transferable, edition_full,
    edition_started, already_enrolled, not_eligible, reason_missing (of an organiser), edition_cancelled,
    edition_not_published, stale.
    """
    if to.pk == enrolment.edition_id:
        raise Refused("other_course", _("Choose another date of the same course."), field="edition")
    city, person = enrolment.city, enrolment.person
    if to.pk < enrolment.edition_id:
        target = enter(to.pk, person=person, city=city)
        source, row = enter_with(enrolment)
    else:
        source, row = enter_with(enrolment)
        target = enter(to.pk, person=person, city=city)
    can_transfer(by, row).require()
    acting = transferring_as(by, row) or ActingAs.ORGANISER
    if acting == ActingAs.ORGANISER and not reason.strip():
        raise Refused("reason_missing", _("Say why you do this for somebody else."), field="reason")
    _require_transferable(source, target, row)
    given = reason.strip() or Cause.MOVED
    move(source, row, EnrolmentState.TRANSFERRED, by=by, acting=acting, reason=given, version=version)
    notices.tell_person(EnrolmentState.TRANSFERRED, row, source.edition, target=target.edition.code)
    successor = new_row(
        target,
        person=row.person,
        city=row.city,
        place_kind=row.place_kind,
        post=row.post,
        department=row.department,
        source=Source(row.source),
        came_from=row,
        by=by,
    )
    # Another date of the same course is the same project: what was accepted goes along, and so does what was not.
    successor.regulation_id, successor.awaits_texts = row.regulation_id, row.awaits_texts
    move(target, successor, EnrolmentState.CONFIRMED, by=by, acting=acting, reason=given)
    hand_over(old=row, new=successor)
    notices.tell_person(EnrolmentState.CONFIRMED, successor, target.edition)
    offer_free_places(source)
    return successor


def _require_transferable(source: Room, target: Room, row: Enrolment) -> None:
    if row.state not in TRANSFERABLE:
        raise Refused("not_transferable", _("Only who has a place or waits for one can change the date."))
    if source.edition.course_id != target.edition.course_id:
        raise Refused("other_course", _("Choose another date of the same course."), field="edition")
    source.require_published()
    target.require_published()
    if source.edition.has_started(source.at) or target.edition.has_started(target.at):
        raise Refused("edition_started", _("One of the two dates has begun already."), field="edition")
    if target.own:
        raise Refused("already_enrolled", _("This person is already enrolled in this training."), field="edition")
    if not target.edition.city_takes_part:
        raise Refused("not_eligible", _("That date is not open to this town."), field="edition")
    if not target.has_place(row.city_id, target.edition.kind_of_place(row.place_kind)):
        raise Refused("edition_full", _("No place is free on that date, or others wait for it."), field="edition")

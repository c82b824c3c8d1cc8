"""Somebody stands at the door without a place."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import CITY_ROLES
from accounts.models import User
from accounts.permissions import has_role
from kernel.errors import Refused
from organisations.models import Organisation
from trainings.choices import DEMANDED, ActingAs, Cause, ConsentHow, EnrolmentState, Source
from trainings.models import Edition, Enrolment
from trainings.permissions import can_organise
from trainings.queries.legal import held_for
from trainings.services import notices
from trainings.services.consents import settle_texts
from trainings.services.locks import require_countable
from trainings.services.places.people import not_eligible
from trainings.services.places.room import Room, enter, move
from trainings.services.places.rows import new_row

DOOR_OPENS = timedelta(hours=12)
"""Before the start. Earlier, people enrol."""


@transaction.atomic
def walk_in(
    *,
    edition: Edition,
    person: User,
    city: Organisation,
    by: User,
    reason: str = "",
    post: str = "",
    department: str = "",
    place_kind: str = "",
    overbook: bool = False,
    signed: bool = False,
) -> Enrolment:
    """A place at once for who came without one, where a seat is free; beyond the seats where the organiser says so.

    `signed`: the person signed at the door the texts that were not accepted before.

    Raises Refused organiser_only (403), already_enrolled, edition_cancelled, edition_not_published, door_closed,
    not_eligible, edition_full, reason_missing (to pass who waits, or to overbook), texts_not_accepted, and what
    `require_countable` raises.
    """
    room = enter(edition.pk, person=person, city=city)
    can_organise(by, room.edition.course.project_id).require()
    if room.own:
        raise Refused("already_enrolled", _("This person is already enrolled: look at the list of participants."))
    room.require_published()
    _require_open_door(room)
    if not (room.edition.city_takes_part and has_role(person, *CITY_ROLES, at=city)):
        raise not_eligible()
    row = new_row(
        room,
        person=person,
        city=city,
        by=by,
        source=Source.WALK_IN,
        place_kind=place_kind,
        post=post,
        department=department,
    )
    _require_seat(room, row, reason=reason.strip(), overbook=overbook)
    how = ConsentHow.FORM if by.pk == person.pk else ConsentHow.WALK_IN
    read = {one.version for one in held_for(room.edition, person, *DEMANDED).values()} if signed else set()
    settle_texts(row, accepts=read, how=how, by=by, at=room.at)
    given = reason.strip() or Cause.WALKED_IN
    move(room, row, EnrolmentState.CONFIRMED, by=by, acting=ActingAs.ORGANISER, reason=given)
    notices.tell_person(EnrolmentState.CONFIRMED, row, room.edition)
    return row


def _require_open_door(room: Room) -> None:
    starts_at, ends_at = room.edition.starts_at, room.edition.ends_at
    if starts_at is None or ends_at is None or not starts_at - DOOR_OPENS <= room.at <= ends_at:
        raise Refused("door_closed", _("People are let in at the door from the morning of the first day to the end."))
    require_countable(room.edition, room.at)


def _require_seat(room: Room, row: Enrolment, *, reason: str, overbook: bool) -> None:
    fits = room.fits(row.city_id, row.place_kind)
    if not fits and not overbook:
        raise Refused("edition_full", _("No place is free now. To let somebody in all the same, say so, and why."))
    if not reason and not room.has_place(row.city_id, row.place_kind):
        text = _("Others wait for a place. Say why they are passed.") if fits else _("Say why there are more people.")
        raise Refused("reason_missing", text, field="reason")

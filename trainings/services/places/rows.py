"""A new row of an enrolment, and its way to a place or into the line."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.errors import Refused
from organisations.models import Organisation
from trainings.choices import ActingAs, EnrolmentState, Selection, Source
from trainings.models import Enrolment
from trainings.services import notices
from trainings.services.places.room import Room, move


def new_row(
    room: Room,
    *,
    person: User,
    city: Organisation,
    by: User,
    source: Source,
    place_kind: str = "",
    post: str = "",
    department: str = "",
    came_from: Enrolment | None = None,
) -> Enrolment:
    """A draft with the next number of the edition; not saved yet."""
    number = room.edition.next_queue_no
    room.edition.next_queue_no += 1
    room.edition.save(update_fields=["next_queue_no"])
    return Enrolment(
        edition=room.edition,
        person=person,
        city=city,
        place_kind=room.edition.kind_of_place(place_kind),
        post=post.strip(),
        department=department.strip(),
        source=source,
        state=EnrolmentState.DRAFT,
        queue_no=number,
        came_from=came_from,
        submitted_by=by,
        submitted_at=room.at,
    )


def first_step(room: Room, city: int, place_kind: str) -> tuple[EnrolmentState, bool]:
    """Where a newcomer of a city goes, and whether with a seat. Raises Refused edition_full."""
    has_place = room.has_place(city, place_kind)
    ranked = room.edition.selection == Selection.RANKED
    if not has_place and not ranked:
        require_line(room)
    if room.edition.approval_steps:
        return EnrolmentState.AWAITING_APPROVAL, has_place and room.edition.approval_holds_seat
    if ranked:
        return EnrolmentState.AWAITING_SELECTION, False
    return in_or_waiting(room, has_place=has_place), has_place


def in_or_waiting(room: Room, *, has_place: bool) -> EnrolmentState:
    """A place, or the waiting list. Raises Refused edition_full where there is neither."""
    if not has_place:
        require_line(room)
    return EnrolmentState.CONFIRMED if has_place else EnrolmentState.WAITLISTED


def require_line(room: Room) -> None:
    """Raise Refused edition_full where nobody may wait."""
    if not room.edition.waitlist_enabled:
        raise Refused("edition_full", _("All places are taken, and this training has no waiting list."))


def place_or_line(
    room: Room, row: Enrolment, *, has_place: bool, by: User, acting: ActingAs, reason: str, ahead: int | None = None
) -> None:
    """A place, or the waiting list behind those `ahead`. Raises Refused edition_full where there is neither."""
    to = in_or_waiting(room, has_place=has_place)
    move(room, row, to, by=by, acting=acting, reason=reason)
    row.position = (room.waiting if ahead is None else ahead) + 1
    notices.tell_person(to, row, room.edition, position=row.position)

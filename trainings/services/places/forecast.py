"""What would become of people if they were enrolled now: read without the lock, so that looking keeps nobody waiting.

It says what is likely. Who is enrolled in between is found when the people are enrolled in earnest, under the lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accounts.models import User
from kernel.errors import Refused
from kernel.time import today
from trainings.choices import EnrolmentState
from trainings.models import Edition, Enrolment
from trainings.queries import takes_part
from trainings.services.places.people import Nominee, in_already, may_come
from trainings.services.places.room import Room, look, overdue_in
from trainings.services.places.rows import first_step


def forecast(*, edition: Edition, nominees: Sequence[Nominee], by: User) -> list[Enrolment | Refused]:
    """Of each, in their order, the row as it would be, not in the database, or the refusal; one takes no other's place.

    The rules are those of `nominate`.
    """
    room = look(edition.pk)
    own = _rows_of(room, nominees, gone=_finish(room))
    open_to = _open_to(room, nominees)
    found: list[Enrolment | Refused] = []
    for nominee in nominees:
        room.own = own.get(nominee.person.pk)
        room.edition.city_takes_part = nominee.city.pk in open_to
        try:
            found.append(_next(room, nominee, by))
        except Refused as refusal:
            found.append(refusal)
    return found


def _next(room: Room, nominee: Nominee, by: User) -> Enrolment:
    """The row of one more person, who from now on counts. Raises Refused as `nominate`."""
    _acting, known = may_come(room, person=nominee.person, city=nominee.city, by=by, reason=nominee.reason)
    if known:
        raise in_already()
    kind = room.edition.kind_of_place(nominee.place_kind)
    state, has_seat = first_step(room, nominee.city.pk, kind)
    group = room.group(nominee.city.pk, kind)
    group.taken += has_seat
    group.waiting += state == EnrolmentState.WAITLISTED
    row = Enrolment(
        edition=room.edition,
        person=nominee.person,
        city=nominee.city,
        place_kind=kind,
        state=state,
        holds_seat=has_seat,
    )
    row.position = room.waiting
    return row


def _finish(room: Room) -> set[int]:
    """Count as whoever locks it next will find it; the ids of rows whose time is over, though nobody has ended them.

    Their seats, and those that were kept for a city until now, are offered to who waits.
    """
    overdue = overdue_in(room) if room.asked else []
    for row in overdue:
        room.group(row.city_id, row.place_kind).taken -= row.holds_seat
    if room.edition.makes_offers(room.at) and any(
        group.waiting and room.fits(city, kind) for (city, kind), group in room.groups.items()
    ):
        for row in room.line():
            if room.fits(row.city_id, row.place_kind):
                group = room.group(row.city_id, row.place_kind)
                group.taken, group.waiting = group.taken + 1, group.waiting - 1
    return {row.pk for row in overdue}


def _rows_of(room: Room, nominees: Iterable[Nominee], *, gone: set[int]) -> dict[int, int]:
    """The active rows of those who are in, by person; without those that are `gone`."""
    rows = Enrolment.objects.active().filter(edition=room.edition, person__in=[one.person for one in nominees])
    rows = rows.exclude(pk__in=gone)
    return dict(rows.values_list("person", "pk"))


def _open_to(room: Room, nominees: Iterable[Nominee]) -> set[int]:
    """The cities among theirs whose people may come: a statement for each city."""
    cities = {one.city.pk for one in nominees}
    edition = Edition.objects.filter(pk=room.edition.pk)
    return {pk for pk in cities if edition.filter(takes_part(pk, today())).exists()}

"""What would become of people if they were enrolled now: read without the lock, so that looking keeps nobody waiting.

It says what is likely. Who is enrolled in between is found when the people are enrolled in earnest, under the lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from accounts.models import User
from accounts.queries import read_roles
from kernel.errors import Refused
from trainings.choices import EnrolmentState
from trainings.models import Edition, Enrolment
from trainings.queries import cities_of
from trainings.services.places.people import Nominee, in_already, in_elsewhere, may_come
from trainings.services.places.room import Room, look, overdue_in
from trainings.services.places.rows import first_step


def forecast(*, edition: Edition, nominees: Sequence[Nominee], by: User) -> list[Enrolment | Refused]:
    """Of each, in their order, the row as it would be, not in the database, or the refusal; one takes no other's place.

    The rules are those of `nominate`. The number of statements does not depend on the number of people.
    """
    room = look(edition.pk)
    own = _rows_of(room, nominees, gone=_finish(room))
    elsewhere = _elsewhere(own, nominees, by)
    open_to = cities_of(room.edition, {nominee.city.pk for nominee in nominees})
    read_roles([nominee.person for nominee in nominees])
    found: list[Enrolment | Refused] = []
    for nominee in nominees:
        room.own = own[nominee.person.pk].pk if nominee.person.pk in own else None
        room.edition.city_takes_part = nominee.city.pk in open_to
        try:
            found.append(_next(room, nominee, by, elsewhere))
        except Refused as refusal:
            found.append(refusal)
    return found


def _next(room: Room, nominee: Nominee, by: User, elsewhere: Mapping[int, Refused]) -> Enrolment:
    """The row of one more person, who from now on counts. Raises Refused as `nominate`."""
    may_come(room, person=nominee.person, city=nominee.city, by=by, reason=nominee.reason, nominates=True)
    if room.own:
        raise elsewhere.get(room.own) or in_already()
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


def _rows_of(room: Room, nominees: Iterable[Nominee], *, gone: set[int]) -> dict[int, Enrolment]:
    """The active rows of those who are in, by person; without those that are `gone`."""
    rows = Enrolment.objects.active().filter(edition=room.edition, person__in=[one.person for one in nominees])
    return {row.person_id: row for row in rows.exclude(pk__in=gone).select_related("city")}


def _elsewhere(own: Mapping[int, Enrolment], nominees: Iterable[Nominee], by: User) -> dict[int, Refused]:
    """The refusals of those who are in for another city than the one that is written, by the row they have."""
    rows = [own[one.person.pk] for one in nominees if one.person.pk in own]
    cities = {one.person.pk: one.city.pk for one in nominees}
    rows = [row for row in rows if row.city_id != cities[row.person_id]]
    if not rows:
        return {}
    seen = set(Enrolment.objects.visible_to(by).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return {row.pk: in_elsewhere(row, is_seen=row.pk in seen) for row in rows}

"""What people do with places, each for oneself or for somebody of the own city; organisers with a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import CITY_ROLES
from accounts.models import User
from accounts.permissions import has_role
from accounts.queries import read_roles
from audit.services import record
from kernel.errors import Refused
from organisations.models import Organisation
from trainings.choices import (
    ActingAs,
    Cause,
    ConsentHow,
    EnrolmentState,
    Mode,
    OfferState,
    PlaceKind,
    Selection,
    Source,
)
from trainings.models import Edition, Enrolment
from trainings.permissions import acting_among, can_change_kind, may_answer, require_acting, require_enrolling
from trainings.services import notices
from trainings.services.consents import require_texts, settle_texts
from trainings.services.locks import lock_edition, require_countable
from trainings.services.places.approvals import ask_office
from trainings.services.places.room import (
    Room,
    close_questions,
    enter,
    enter_with,
    move,
    offer_free_places,
    step,
)
from trainings.services.places.rows import first_step, new_row, place_or_line
from ui.format import moment

_SOURCES = {
    ActingAs.PERSON: Source.SELF,
    ActingAs.COORDINATOR: Source.COORDINATOR,
    ActingAs.ORGANISER: Source.ORGANISER,
}


@dataclass(frozen=True)
class Nominee:
    """Somebody to be enrolled among others."""

    person: User
    city: Organisation
    post: str = ""
    department: str = ""
    place_kind: str = ""
    reason: str = ""


@transaction.atomic
def enrol(
    *,
    edition: Edition,
    person: User,
    city: Organisation | None = None,
    by: User,
    post: str = "",
    department: str = "",
    place_kind: str = "",
    reason: str = "",
    source: Source | None = None,
    accepts: Collection[int] = (),
    nominates: bool = False,
) -> tuple[Enrolment, bool]:
    """A place, the end of the waiting list, or the wait for who decides; and whether it is new.

    Asked again, the first row is the answer. Without a city it is the one for which the person works.
    `accepts` are the ids of the versions of texts to which who enrols himself agrees; anybody else is asked later, and
    so is who nominates himself and accepts nothing yet. `nominates`: as `may_come` has it.
    Raises Refused not_your_enrolment (403), already_enrolled (for another city), edition_cancelled,
    edition_not_published, enrolment_not_open, enrolment_closed, nomination_only, city_missing, not_eligible,
    reason_missing (of an organiser), edition_full (where there is no waiting list), and as `settle_texts`.
    """
    city = city or _only_city(person)
    room = enter(edition.pk, person=person, city=city)
    acting = may_come(room, person=person, city=city, by=by, reason=reason, nominates=nominates)
    if room.own:
        return _first_row(room.own, city, by), False
    row = new_row(
        room,
        person=person,
        city=city,
        place_kind=place_kind,
        source=source or _SOURCES[acting],
        by=by,
        post=post,
        department=department,
    )
    # On a list nobody has ticked anything, whoever sends it included.
    answers = person.pk == by.pk and (bool(accepts) or (acting == ActingAs.PERSON and not nominates))
    how = ConsentHow.FORM if answers else None
    settle_texts(row, accepts=accepts, how=how, by=by, at=room.at)
    _submit(room, row, by=by, acting=acting, reason=reason.strip() or Cause.ENROLLED)
    if row.awaits_texts:
        notices.ask_to_accept(row, room.edition)
    return row, True


def may_come(
    room: Room, *, person: User, city: Organisation, by: User, reason: str, nominates: bool = False
) -> ActingAs:
    """In which capacity `by` enrols this person. Of somebody who is in already nothing more is asked.

    `nominates`: it is done with a list of people; where cities nominate, everybody whom a city enrols is nominated.
    `room.own` and `room.edition.city_takes_part` are of the person and the city. Raises Refused as `enrol`, but for
    edition_full and what the first row or the texts say.
    """
    nominates = nominates or room.edition.selection == Selection.NOMINATION
    acting = require_enrolling(by, room.edition, person_id=person.pk, city_id=city.pk, nominates=nominates)
    if room.own:
        return acting
    _require_open_window(room)
    _require_nominated(room, acting)
    _require_eligible(room, person, city)
    _require_reason(acting, reason)
    return acting


def _submit(room: Room, row: Enrolment, *, by: User, acting: ActingAs, reason: str) -> None:
    """The first step of a new row: to who decides, or to a place or the line. Raises Refused edition_full."""
    to, has_place = first_step(room, row.city_id, row.place_kind)
    if to == EnrolmentState.AWAITING_APPROVAL:
        move(room, row, to, by=by, acting=acting, reason=reason, holds_seat=has_place)
        ask_office(room, row, step=1)
    elif to == EnrolmentState.AWAITING_SELECTION:
        move(room, row, to, by=by, acting=acting, reason=reason)
        notices.tell_person(to, row, room.edition)
    else:
        place_or_line(room, row, has_place=has_place, by=by, acting=acting, reason=reason)


@transaction.atomic
def nominate(
    *, edition: Edition, nominees: Sequence[Nominee], by: User, source: Source | None = None
) -> list[Enrolment]:
    """Enrol several people at once, in their order; all of them or nobody.

    Raises Refused as `enrol`, with `row`: the number of the nominee (from 0) that could not be enrolled; and
    nominated_already for somebody who is in.
    """
    lock_edition(edition.pk)
    # Under the lock, whatever was read of these people before: and not again for each of them.
    read_roles([nominee.person for nominee in nominees])
    rows = []
    for number, nominee in enumerate(nominees):
        try:
            row, is_new = enrol(
                edition=edition,
                person=nominee.person,
                city=nominee.city,
                post=nominee.post,
                department=nominee.department,
                place_kind=nominee.place_kind,
                reason=nominee.reason,
                source=source,
                by=by,
                nominates=True,
            )
        except Refused as refused:
            refused.facts["row"] = number
            raise
        if not is_new:
            raise in_already(row=number)
        rows.append(row)
    return rows


@transaction.atomic
def change_kind(*, enrolment: Enrolment, place_kind: str, by: User, version: int | None = None) -> Enrolment:
    """Come online in place of in the room, or the other way round, where such a place is free.

    Raises Refused not_your_exchange (403), enrolment_over, not_hybrid, edition_started, edition_full, stale.
    """
    room, row = enter_with(enrolment)
    can_change_kind(by, row).require()
    if row.state not in {EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED}:
        raise Refused("enrolment_over", _("Only who has a place or waits for one can change its kind."))
    room.require_published()
    if room.edition.mode != Mode.HYBRID or place_kind not in PlaceKind.values:
        raise Refused("not_hybrid", _("This training has no such places."), field="place_kind")
    if room.edition.has_started(room.at):
        raise Refused("edition_started", _("The training has begun. Ask the organiser."))
    if place_kind == row.place_kind:
        return row
    if row.state == EnrolmentState.CONFIRMED and room.edition.is_split:
        pool_is_free = room.free_for(row.city_id, place_kind) > 0
        if not pool_is_free or room.is_passed(row.city_id, place_kind):
            raise Refused("edition_full", _("No place of this kind is free."), field="place_kind")
    row.next_version(version)
    before, row.place_kind = row.place_kind, place_kind
    row.calendar_no += 1
    row.save(update_fields=["place_kind", "calendar_no", "version"])
    step(row, row.state, room.at, by=by, acting=ActingAs.PERSON, reason=Cause.KIND_CHANGED).save()
    record(
        action="trainings.enrolment.kind_changed",
        about=row,
        by=by,
        before={"place_kind": before},
        after={"place_kind": place_kind},
    )
    notices.tell_kind_changed(row, room.edition)
    offer_free_places(room)
    return row


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: User, reason: str = "", version: int | None = None) -> Enrolment:
    """Give the place or the wait up; the place is offered to the next in line at once. Asked again, nothing happens.

    The person and the city (its coordinator, its approvers) until the first session starts; the organiser always,
    with a reason.
    Raises Refused not_your_enrolment (403), enrolment_over, edition_cancelled, edition_not_published,
    reason_missing, edition_started, stale, and once the training has begun what `require_countable` raises.
    """
    room, row = enter_with(enrolment)
    acting = require_acting(by, room.edition, person_id=row.person_id, city_id=row.city_id)
    if room.edition.has_started(room.at):
        acting = acting_among(by, row, {ActingAs.ORGANISER}) or acting
    if row.state == EnrolmentState.WITHDRAWN:
        return row
    if not row.is_active():
        raise Refused("enrolment_over", _("This enrolment is over."))
    room.require_published()
    _require_reason(acting, reason)
    _require_still_possible(room, acting)
    row.late_withdrawal = row.state == EnrolmentState.CONFIRMED and room.at > room.edition.withdraw_until
    close_questions(row, OfferState.REVOKED if acting == ActingAs.ORGANISER else OfferState.DECLINED)
    given = reason.strip() or Cause.WITHDRAWAL
    move(room, row, EnrolmentState.WITHDRAWN, by=by, acting=acting, reason=given, version=version)
    notices.tell_person("withdrawn", row, room.edition)
    offer_free_places(room)
    return row


def accept_offer(*, enrolment: Enrolment, by: User, version: int | None = None) -> Enrolment:
    """Take the offered place, unless the clock has ended the offer; the clock is read under the lock.

    Raises Refused not_your_enrolment, not_your_offer (403), texts_not_accepted, offer_expired, no_offer,
    edition_cancelled, stale.
    """
    return _answer_offer(enrolment, by, EnrolmentState.CONFIRMED, version)


def decline_offer(*, enrolment: Enrolment, by: User, version: int | None = None) -> Enrolment:
    """Leave the offered place to the next in line. Raises Refused as accept_offer."""
    return _answer_offer(enrolment, by, EnrolmentState.WITHDRAWN, version)


def _answer_offer(enrolment: Enrolment, by: User, answer: EnrolmentState, version: int | None) -> Enrolment:
    # Durable: an offer found expired lapses in here, and that must stay although the answer is refused below.
    with transaction.atomic(durable=True):
        room, row = enter_with(enrolment)
        acting = require_acting(by, room.edition, person_id=row.person_id, city_id=row.city_id)
        may_answer(acting).require()
        if row.state == EnrolmentState.OFFERED:
            _settle_offer(room, row, answer, by=by, acting=acting, version=version)
    if row.state == EnrolmentState.LAPSED:
        raise Refused(
            "offer_expired",
            _("The time to answer this offer is over, and the place went on. You may enrol again while it is open."),
        )
    if row.state == EnrolmentState.CANCELLED:
        room.require_published()
    if row.state != answer:
        raise Refused("no_offer", _("No place is offered to this person now."))
    return row


def _settle_offer(
    room: Room, row: Enrolment, answer: EnrolmentState, *, by: User, acting: ActingAs, version: int | None
) -> None:
    accepted = answer == EnrolmentState.CONFIRMED
    if accepted and acting == ActingAs.PERSON:
        require_texts(row)
    close_questions(row, OfferState.ACCEPTED if accepted else OfferState.DECLINED)
    cause = Cause.OFFER_ACCEPTED if accepted else Cause.OFFER_DECLINED
    move(room, row, answer, by=by, acting=acting, reason=cause, version=version)
    notices.tell_person(answer, row, room.edition)
    offer_free_places(room)


def _only_city(person: User) -> Organisation:
    cities = {role.organisation for role in person.roles_now if role.role in CITY_ROLES and role.organisation}
    if len(cities) != 1:
        raise Refused("city_missing", _("Say for which town this person comes."), field="city")
    return cities.pop()


def in_already(**facts: Any) -> Refused:
    """The refusal of somebody nominated twice."""
    return Refused("nominated_already", _("This person is in this training already."), **facts)


def _first_row(pk: int, city: Organisation, by: User) -> Enrolment:
    row = Enrolment.objects.select_related("person", "city", "edition__course").get(pk=pk)
    if row.city_id != city.pk:
        raise in_elsewhere(row, is_seen=Enrolment.objects.visible_to(by).filter(pk=pk).exists())
    return row


def in_elsewhere(row: Enrolment, *, is_seen: bool) -> Refused:
    """The refusal of somebody whom another city has enrolled, to who sees that enrolment or does not."""
    if is_seen:
        text = _("This person is already enrolled in this training by %(city)s.") % {"city": row.city.name}
        return Refused("already_enrolled", text)
    # Which other city is not told: a coordinator must not learn where else somebody works.
    return Refused("already_enrolled", _("This person is already enrolled in this training."))


def _require_open_window(room: Room) -> None:
    room.require_published()
    if room.at < room.edition.opens_at:
        raise Refused(
            "enrolment_not_open",
            _("Enrolment opens on %(moment)s.") % {"moment": moment(room.edition.opens_at)},
        )
    if room.at >= room.edition.closes_at:
        raise Refused("enrolment_closed", _("Enrolment for this training is closed."))


def _require_nominated(room: Room, acting: ActingAs) -> None:
    if room.edition.selection == Selection.NOMINATION and acting == ActingAs.PERSON:
        raise Refused("nomination_only", _("Cities nominate people for this training: ask your city coordinator."))


def _require_eligible(room: Room, person: User, city: Organisation) -> None:
    if not (room.edition.city_takes_part and has_role(person, *CITY_ROLES, at=city)):
        raise not_eligible()


def not_eligible() -> Refused:
    """The refusal of somebody from elsewhere."""
    return Refused(
        "not_eligible",
        _("This training is for people who work in a town that takes part in the project."),
        field="city",
    )


def _require_reason(acting: ActingAs, reason: str) -> None:
    if acting == ActingAs.ORGANISER and not reason.strip():
        raise Refused("reason_missing", _("Say why you do this for somebody else."), field="reason")


def _require_still_possible(room: Room, acting: ActingAs) -> None:
    if not room.edition.has_started(room.at):
        return
    if acting != ActingAs.ORGANISER:
        raise Refused("edition_started", _("The training has begun. Ask the organiser to take this person off."))
    require_countable(room.edition, room.at)

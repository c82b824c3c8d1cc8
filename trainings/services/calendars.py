"""What people's calendars show of their sessions: kept by messages, read from rows at the moment of sending.

There is no table of what was sent. A session's `revision` rises when its time, place or state changes, an enrolment's
`calendar_no` when something changes for this person alone; their sum is the number by which calendars know the newer
of two versions. A new enrolment, or a trainer assigned anew, is a new event: a calendar may have forgotten the old one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.time import now
from mail.models import Message
from mail.parts import Part, Superseded
from trainings.choices import EditionState, EnrolmentState, PlaceKind, SessionState
from trainings.documents.calendar import Contact, Meeting, Method, Sender, calendar
from trainings.models import Enrolment, Session, SessionTrainer

SEAT = "trainings.seat"
"""Part of a message to a participant; params: enrolment, perhaps session and revision, `off` when the place is gone."""
TAUGHT = "trainings.taught"
"""Part of a message to a trainer; params: edition, or session and revision, or session and `row` that is gone."""

GIVES, TAKES = (
    {"confirmed", "kind_changed"},
    {"withdrawn", "cancelled", "taken_off", "duplicate", "substituted", "transferred"},
)
"""Messages to a person after which a place is in the calendar, or is not."""

FILE_TYPE = "application/ics"
LOOK_BACK = timedelta(days=366)
"""What ended longer ago is no longer listed."""


def enclosed_with(template: str, row: Enrolment) -> dict[str, Any]:
    """What a message about a place encloses, as `mail.services.queue` takes it."""
    gives = template in GIVES and row.state == EnrolmentState.CONFIRMED
    if not gives and template not in TAKES:
        return {}
    return {"part": SEAT, "part_params": {"enrolment": row.pk, "off": int(not gives)}}


def seat_parts(message: Message) -> list[Part]:
    """For each session to come of a participant, the event as it is now. Raises Superseded."""
    given = message.part_params
    row = Enrolment.objects.select_related("edition__course", "person").filter(pk=given["enrolment"]).first()
    is_off = bool(given.get("off"))
    if row is None or is_off == (row.state == EnrolmentState.CONFIRMED):
        raise Superseded
    sessions = _to_come(row.edition_id, given)
    if is_off:
        had_place = row.events.filter(to_state=EnrolmentState.CONFIRMED).exists()
        return [_part(Method.CANCEL, seat_of(row, session), session) for session in sessions if had_place]
    return [_part(_method(session), seat_of(row, session), session) for session in sessions]


def taught_parts(message: Message) -> list[Part]:
    """For each session to come of a trainer, the event as it is now. Raises Superseded."""
    given, user = message.part_params, message.to
    if not isinstance(user, User):
        raise Superseded
    if "row" in given:
        return _no_longer_taught(given, user)
    rows = SessionTrainer.objects.filter(user=user)
    ids = {"session": given["session"]} if "session" in given else {"session__edition": given["edition"]}
    by_session = {row.session_id: row for row in rows.filter(**ids)}
    if not by_session:
        raise Superseded
    sessions = [session for session in _to_come(given.get("edition"), given) if session.pk in by_session]
    return [_part(_method(session), taught_of(by_session[session.pk], session, user), session) for session in sessions]


def _no_longer_taught(given: dict[str, int], user: User) -> list[Part]:
    if SessionTrainer.objects.filter(pk=given["row"]).exists():
        raise Superseded
    gone = SessionTrainer(pk=given["row"], user=user)
    sessions = Session.objects.filter(pk=given["session"], ends_at__gt=now()).select_related("edition__course")
    return [_part(Method.CANCEL, taught_of(gone, session, user, is_off=True), session) for session in sessions]


def _to_come(edition: int | None, given: dict[str, int]) -> list[Session]:
    """Sessions that are not over; one that is named must still be as the message says, else a newer one tells of it.

    Where none is named, those that are cancelled are left out as long as the training takes place.
    """
    rows = Session.objects.filter(ends_at__gt=now()).select_related("edition__course")
    if "session" in given:
        named = rows.filter(pk=given["session"], revision=given["revision"]).first()
        if named is None:
            raise Superseded
        return [named]
    found = list(rows.filter(edition=edition))
    is_off = bool(given.get("off")) or any(row.edition.state == EditionState.CANCELLED for row in found)
    return [row for row in found if is_off or row.state != SessionState.CANCELLED]


def _method(session: Session) -> Method:
    return Method.CANCEL if session.state == SessionState.CANCELLED else Method.REQUEST


def seat_of(row: Enrolment, session: Session, *, as_guest: bool = True) -> Meeting:
    """A session in the calendar of a participant; `as_guest` names the person in it."""
    place = _("online") if row.place_kind == PlaceKind.ONLINE else session.place
    return _meeting(
        f"s{session.pk}-e{row.pk}",
        session,
        sequence=session.revision + row.calendar_no,
        place=place,
        path=reverse("trainings:enrolment", args=[row.pk]),
        guest=row.person if as_guest else None,
    )


def taught_of(
    row: SessionTrainer, session: Session, user: User, *, is_off: bool = False, as_guest: bool = True
) -> Meeting:
    """A session in the calendar of a trainer; once the assignment is gone, one version newer."""
    return _meeting(
        f"s{session.pk}-t{row.pk}",
        session,
        sequence=session.revision + is_off,
        place=session.place,
        path=reverse("trainings:edition", args=[session.edition_id]),
        guest=user if as_guest else None,
    )


def _meeting(uid: str, session: Session, *, sequence: int, place: str, path: str, guest: User | None) -> Meeting:
    site = settings.SITE_URL.rstrip("/")
    title = session.edition.course.title
    return Meeting(
        uid=f"{uid}@{urlsplit(site).hostname}",
        sequence=sequence,
        title=" ".join(title.split()),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=place,
        page=f"{site}{path}",
        text=_("Session %(number)s of training %(code)s.") % {"number": session.ordinal, "code": session.edition.code},
        attendee=Contact(guest.get_full_name(), guest.email) if guest else None,
    )


def _part(method: Method, meeting: Meeting, session: Session) -> Part:
    text = calendar(method, [meeting], sender=sender(), made_at=now())
    name = f"{slugify(session.edition.code) or 'session'}-{session.ordinal}.ics"
    return Part(text, f"text/calendar; method={method}", name, FILE_TYPE)


def sender() -> Sender:
    """Our mailbox."""
    return Sender(settings.SITE_NAME, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def calendar_of(user: User) -> str:
    """Everything the person comes to or teaches, as a list to subscribe to."""
    since = now() - LOOK_BACK
    sessions = Session.objects.taking_place().filter(ends_at__gt=since).select_related("edition__course")
    places = {row.edition_id: row for row in Enrolment.objects.confirmed().filter(person=user)}
    taught = {row.session_id: row for row in SessionTrainer.objects.filter(user=user)}
    with translation.override(user.language):
        meetings = [seat_of(places[s.edition_id], s, as_guest=False) for s in sessions.filter(edition__in=list(places))]
        published = sessions.filter(pk__in=list(taught)).exclude(edition__state=EditionState.DRAFT)
        meetings += [taught_of(taught[s.pk], s, user, as_guest=False) for s in published]
        return _listed(meetings, _("My trainings"))


def calendar_of_place(row: Enrolment) -> str:
    """The sessions of one training, as a file to take along; `row` is confirmed, with edition and course."""
    sessions = Session.objects.taking_place().filter(edition=row.edition_id).select_related("edition__course")
    return _listed([seat_of(row, session, as_guest=False) for session in sessions], row.edition.course.title)


def _listed(meetings: Iterable[Meeting], name: str) -> str:
    in_order = sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.uid))
    return calendar(Method.PUBLISH, in_order, sender=sender(), made_at=now(), name=name)

"""Sessions after they were planned: moved, cancelled, repeated; and what that would mean for people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import time
from audit.services import record
from kernel.errors import Refused
from kernel.time import WARSAW, instants_of
from trainings.choices import EditionState, OfferState, SessionState
from trainings.models import Approval, Attendance, Edition, Enrolment, PlaceOffer, Session, SessionTrainer
from trainings.permissions import can_organise
from trainings.services import schedule_notices
from trainings.services.editions.sessions import counted_minutes, plan_session, put_in_order, require_apart
from trainings.services.locks import lock_edition, require_countable
from trainings.services.sheets.making import void_sheets
from ui.format import moment

MOVES = ["starts_at", "ends_at"]
WEEKS = range(1, 53)


@dataclass(frozen=True)
class Clash:
    """Somebody who is to be in two places at once."""

    person: User
    other: Session
    """Comes with its edition and course."""
    teaches: bool
    """Whether it is this session that the person teaches."""
    training: str = ""
    """The other training; empty for who may not see it."""


@dataclass(frozen=True)
class Effect:
    """What a change of a session would mean. Nobody is told of what is not in a calendar, nor before publication."""

    people: list[User]
    """Participants with a place, who would get a new invitation, as would the next."""
    trainers: list[User]
    clashes: list[Clash]

    @property
    def is_felt(self) -> bool:
        """Whether anybody would be told."""
        return bool(self.people or self.trainers)

    def clashes_shown_to(self, reader: User) -> list[Clash]:
        """With the names of those trainings the reader may see."""
        seen = Edition.objects.visible_to(reader).filter(pk__in=[clash.other.edition_id for clash in self.clashes])
        visible = set(seen.values_list("pk", flat=True))
        return [
            replace(clash, training=str(clash.other.edition)) if clash.other.edition_id in visible else clash
            for clash in self.clashes
        ]


@transaction.atomic
def change_session(
    *,
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    breaks_min: int = 0,
    venue: str = "",
    meeting_url: str = "",
    required: bool = False,
    by: User,
    version: int | None = None,
) -> Session:
    """Move a session or change what is said of it. Trainers' time moves with it.

    Once it is published, another time or place goes to everybody with a place and to the trainers; all else waits for
    the next day's digest.
    Raises Refused organiser_only (403), edition_closed, session_cancelled, session_begun, session_past, session_dates,
    session_breaks, session_overlaps, window, offers_pending, has_attendance, stale, and what `time.rebook` raises where
    a trainer is busy.
    """
    edition, at = lock_edition(session.edition_id)
    can_organise(by, edition.course.project_id).require()
    session = _still_there(session, edition)
    values: dict[str, Any] = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "breaks_min": breaks_min,
        "counted_min": counted_minutes(edition, starts_at, ends_at, breaks_min),
        "venue": venue.strip(),
        "meeting_url": meeting_url,
        "required": required,
    }
    before = {name: getattr(session, name) for name, value in values.items() if getattr(session, name) != value}
    old_place, old_start = session.place, session.starts_at
    if "counted_min" in before and Attendance.objects.filter(session=session).exists():
        raise Refused("has_attendance", _("Attendance is recorded already: the time stays."), field="starts_at")
    session.next_version(version)
    for name, value in values.items():
        setattr(session, name, value)
    is_at_another_time = any(name in before for name in MOVES)
    if is_at_another_time:
        _require_may_move(session, old_start, at)
        require_apart(session)
    is_moved = edition.is_published() and (is_at_another_time or session.place != old_place)
    session.revision += is_moved
    session.save()
    if is_at_another_time:
        _move_with_it(session, by)
    record(
        action="trainings.session.changed",
        about=session,
        by=by,
        before=before,
        after={name: values[name] for name in before},
    )
    if is_moved:
        if old_start > at:
            void_sheets(sessions=[session], by=by)
        session.refresh_from_db(fields=["ordinal"])
        schedule_notices.tell_moved(session, before=old_start, clashes=_clashes_by_person(session))
    return session


def rehearse_change(**given: Any) -> None:
    """Raise what `change_session` would with the same arguments; nothing of it stays."""
    with transaction.atomic():
        change_session(**given)
        transaction.set_rollback(True)


def follow_edition(edition: Edition, *, at: datetime, old_venue: str, by: User) -> None:
    """An edition is elsewhere, or of another mode: so are its sessions without a place of their own.

    The caller holds its lock.
    """
    if not edition.is_published():
        return
    for session in edition.sessions.taking_place().filter(venue="", starts_at__gt=at):
        session.edition = edition
        session.revision += 1
        session.next_version(None)
        session.save(update_fields=["revision", "version"])
        record(
            action="trainings.session.changed",
            about=session,
            by=by,
            before={"place": old_venue},
            after={"place": edition.venue},
        )
        void_sheets(sessions=[session], by=by)
        schedule_notices.tell_moved(session, before=session.starts_at, clashes={})


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: User, version: int | None = None) -> Session:
    """Call one session off; its minutes leave what people are measured by. Repeated: nothing happens.

    Raises Refused organiser_only (403), edition_closed, edition_draft, reason_missing, last_session, has_attendance,
    stale, and once it has begun what `require_countable` raises.
    """
    edition, at = lock_edition(session.edition_id)
    can_organise(by, edition.course.project_id).require()
    session = Session.objects.get(pk=session.pk)
    session.edition = edition
    if session.state == SessionState.CANCELLED:
        return session
    _require_cancellable(session, reason)
    if edition.has_started(at):
        require_countable(edition, at)
    session.next_version(version)
    before, session.state = session.state, SessionState.CANCELLED
    session.revision += 1
    session.save(update_fields=["state", "revision", "version"])
    put_in_order(edition)
    if edition.has_started(at):
        require_countable(edition, at)  # with the last session the day goes on which it counts
    for row in session.trainers.all():
        time.free(source=row, by=by)
    void_sheets(sessions=[session], by=by)
    after = {"state": SessionState.CANCELLED}
    record(
        action="trainings.session.cancelled",
        about=session,
        by=by,
        before={"state": before},
        after=after,
        reason=reason.strip(),
    )
    if session.ends_at > at:
        schedule_notices.tell_session_cancelled(session, reason.strip())
    return session


@transaction.atomic
def repeat_session(*, session: Session, weeks: int, by: User) -> list[Session]:
    """Plan the session of a draft again in each of the next weeks, at the same time by the clock on the wall.

    All of them or none; trainers are assigned afterwards.
    Raises Refused weeks, no_such_time, time_twice, and what `plan_session` raises.
    """
    if weeks not in WEEKS:
        raise Refused("weeks", _("Repeat a session for 1 to 52 weeks."), field="weeks")
    session = Session.objects.select_related("edition").get(pk=session.pk)
    return [
        plan_session(
            edition=session.edition,
            starts_at=_weeks_later(session.starts_at, week),
            ends_at=_weeks_later(session.ends_at, week),
            breaks_min=session.breaks_min,
            venue=session.venue,
            meeting_url=session.meeting_url,
            required=session.required,
            by=by,
        )
        for week in range(1, weeks + 1)
    ]


def effect_of(
    session: Session, *, starts_at: datetime | None = None, ends_at: datetime | None = None, venue: str | None = None
) -> Effect:
    """Who would be told if it moved there, or, without a time, if it were cancelled; who could not come then."""
    edition = session.edition
    starts, ends = starts_at or session.starts_at, ends_at or session.ends_at
    place = session.place if venue is None else (venue.strip() or edition.venue)
    is_same = starts_at is not None and (starts, ends, place) == (session.starts_at, session.ends_at, session.place)
    if is_same or not edition.is_published():
        return Effect([], [], [])
    people, trainers = _concerned(session)
    clashes = [] if starts_at is None else _clashes(session, starts, ends, people, trainers)
    return Effect(people, trainers, clashes)


def _concerned(session: Session) -> tuple[list[User], list[User]]:
    """Who has a place, by name, and who teaches."""
    rows = Enrolment.objects.confirmed().filter(edition=session.edition_id).select_related("person")
    people = [row.person for row in rows.order_by("person__last_name", "person__first_name", "pk")]
    return people, [row.user for row in session.trainers.select_related("user")]


def _clashes_by_person(session: Session) -> dict[int, list[Session]]:
    """Of everybody who comes or teaches, the other sessions at the time of this one."""
    found: dict[int, list[Session]] = {}
    for clash in _clashes(session, session.starts_at, session.ends_at, *_concerned(session)):
        found.setdefault(clash.person.pk, []).append(clash.other)
    return found


def _clashes(
    session: Session, starts: datetime, ends: datetime, people: list[User], trainers: list[User]
) -> list[Clash]:
    """Of those who come or teach, who comes to or teaches another session at that time."""
    known = {user.pk: user for user in people} | {user.pk: user for user in trainers}
    others = (
        Session.objects.taking_place()
        .filter(starts_at__lt=ends, ends_at__gt=starts)
        .exclude(pk=session.pk)
        .exclude(edition__state__in=[EditionState.CANCELLED, EditionState.DRAFT])
        .select_related("edition__course")
        .in_bulk()
    )
    coming = Enrolment.objects.confirmed().filter(person__in=known, edition__in=[o.edition_id for o in others.values()])
    in_edition = {(row.person_id, row.edition_id) for row in coming}
    teaching = SessionTrainer.objects.filter(user__in=known, session__in=others)
    found = {
        (user, other.pk) for user, edition in in_edition for other in others.values() if other.edition_id == edition
    }
    found |= {(row.user_id, row.session_id) for row in teaching}
    taught = {user.pk for user in trainers}
    clashes = [Clash(known[user], others[other], user in taught) for user, other in found]
    return sorted(clashes, key=lambda clash: (str(clash.person), clash.other.starts_at, clash.other.pk))


def _still_there(session: Session, edition: Edition) -> Session:
    if not edition.can_change():
        raise Refused("edition_closed", _("This training is over or cancelled: it can no longer change."))
    session = Session.objects.get(pk=session.pk)
    session.edition = edition
    if session.state == SessionState.CANCELLED:
        raise Refused("session_cancelled", _("This session was cancelled."))
    return session


def _require_may_move(session: Session, old_start: datetime, at: datetime) -> None:
    edition = session.edition
    if not edition.is_published():
        return
    if old_start <= at:
        raise Refused("session_begun", _("This session has begun: its time stays."), field="starts_at")
    if session.starts_at <= at:
        raise Refused("session_past", _("This time is over already. Choose one to come."), field="starts_at")
    first = edition.sessions.taking_place().exclude(pk=session.pk).order_by("starts_at").first()
    start = min(session.starts_at, first.starts_at) if first else session.starts_at
    if edition.closes_at > start:
        raise Refused(
            "window",
            _("Enrolment closes on %(moment)s, after this start. Let it close earlier first.")
            % {"moment": moment(edition.closes_at)},
            field="starts_at",
        )
    if edition.withdraw_until > start:
        raise Refused(
            "window",
            _("Free withdrawal ends on %(moment)s, after this start. Let it end earlier first.")
            % {"moment": moment(edition.withdraw_until)},
            field="starts_at",
        )
    offers = PlaceOffer.objects.filter(enrolment__edition=edition, state=OfferState.PENDING, expires_at__gt=start)
    if offer := offers.order_by("-expires_at").first():
        raise Refused(
            "offers_pending",
            _("Somebody may still accept an offer until %(moment)s, after this start. Choose a later one.")
            % {"moment": moment(offer.expires_at)},
            field="starts_at",
        )


def _require_cancellable(session: Session, reason: str) -> None:
    edition = session.edition
    if edition.state == EditionState.DRAFT:
        raise Refused("edition_draft", _("Nobody knows of a draft: remove the session instead."))
    if not edition.can_change():
        raise Refused("edition_closed", _("This training is over or cancelled: it can no longer change."))
    if not reason.strip():
        raise Refused("reason_missing", _("Say why it is cancelled; people read it in their message."), field="reason")
    if not edition.sessions.taking_place().exclude(pk=session.pk).exists():
        raise Refused("last_session", _("This is the only session left: cancel the whole training."))
    if Attendance.objects.filter(session=session, minutes__gt=0).exists():
        raise Refused("has_attendance", _("People were there already: this session took place."))


def _move_with_it(session: Session, by: User) -> None:
    """The trainers' booked time, the span of the edition, and until when offices may still decide."""
    for row in session.trainers.order_by("user"):
        time.rebook(source=row, starts_at=session.starts_at, ends_at=session.ends_at, by=by)
    put_in_order(session.edition)
    _decide_before_the_start(session.edition, by)


def _decide_before_the_start(edition: Edition, by: User) -> None:
    if (start := edition.starts_at) is None:
        return
    for approval in Approval.objects.pending().filter(enrolment__edition=edition, due_at__gt=start):
        before, approval.due_at = approval.due_at, start
        approval.next_version(None)
        approval.save(update_fields=["due_at", "version"])
        record(
            action="trainings.approval.due_moved",
            about=approval,
            by=by,
            before={"due_at": before},
            after={"due_at": start},
        )


def _weeks_later(instant: datetime, weeks: int) -> datetime:
    """The same time by the clock on the wall."""
    local = instant.astimezone(WARSAW).replace(tzinfo=None, fold=0) + timedelta(weeks=weeks)
    found = instants_of(local)
    if len(found) == 1:
        return found[0]
    day = f"{local:%d.%m.%Y}"
    if found:
        raise Refused(
            "time_twice",
            _("On %(day)s the clock is put back and this time comes twice: plan that week by itself.") % {"day": day},
            field="weeks",
        )
    raise Refused(
        "no_such_time",
        _("On %(day)s the clock is put forward over this time: plan that week by itself.") % {"day": day},
        field="weeks",
    )

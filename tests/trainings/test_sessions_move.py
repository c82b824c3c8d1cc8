"""Sessions after they were planned: moved, cancelled, repeated, and what the calendars of people make of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.choices import RoleCode
from accounts.models import BusyTime
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.trainings import START, AttendanceFactory, EditionFactory, EnrolmentFactory, SessionFactory
from grants.choices import PeriodState
from grants.models import ReportingPeriod
from jobs.choices import State
from kernel.time import WARSAW
from mail.models import Message
from mail.rendering import render
from tests.trainings.calendars import deliver
from tests.trainings.conftest import ENROLMENT_OPEN, refusal
from tests.trainings.legal import hold_both
from trainings.choices import EditionState, EnrolmentState, Mode, PlaceKind, SessionState, SheetState
from trainings.models import Approval, AttendanceSheet, Edition, Enrolment, PlaceOffer, Session
from trainings.services import editions, places
from ui.format import span

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def trainer(world):
    return RoleFactory(role=RoleCode.TRAINER).user


@pytest.fixture
def draft(world) -> Edition:
    return world.edition(
        state=EditionState.DRAFT,
        starts_at=None,
        ends_at=None,
        opens_at=ENROLMENT_OPEN,
        closes_at=START - 3 * DAY,
        withdraw_until=START - 7 * DAY,
    )


def change(world, session, **given) -> Session:
    """Everything as it is but what is given."""
    session = Session.objects.get(pk=session.pk)
    names = ["starts_at", "ends_at", "breaks_min", "venue", "meeting_url", "required"]
    same = {name: getattr(session, name) for name in names}
    return editions.change_session(session=session, by=world.organiser, **{**same, **given})


def move(world, session, by: timedelta, **given) -> Session:
    session = Session.objects.get(pk=session.pk)
    return change(world, session, starts_at=session.starts_at + by, ends_at=session.ends_at + by, **given)


def with_two_sessions(world) -> tuple[Edition, Session, Session]:
    edition = world.edition(ends_at=START + DAY + 7 * HOUR)
    first = edition.sessions.get()
    Session.objects.filter(pk=first.pk).update(ends_at=START + 7 * HOUR, counted_min=360)
    return edition, first, SessionFactory(edition=edition, starts_at=START + DAY)


# -- the cases -------------------------------------------------------------------------------------


def test_case_17_a_moved_session_moves_in_every_calendar(world, trainer):
    edition = world.edition()
    session = edition.sessions.get()
    AttendanceSheet.objects.create(
        session=session, number=1, roster=[], sha256="0" * 64, made_by=world.organiser, made_at=ENROLMENT_OPEN
    )
    editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    early = world.enrol(edition)[0]
    other = EditionFactory(course=world.course, starts_at=START + 8 * HOUR)
    EnrolmentFactory(edition=other, person=early.person)
    first = {invitation.uid: invitation for invitation in deliver()}
    uid, uid_of_trainer = (
        f"s{session.pk}-e{early.pk}@localhost",
        f"s{session.pk}-t{session.trainers.get().pk}@localhost",
    )
    assert {uid: first[uid].told, uid_of_trainer: first[uid_of_trainer].told} == {
        uid: ("REQUEST", 0),
        uid_of_trainer: ("REQUEST", 0),
    }

    effect = editions.effect_of(session, starts_at=START + 2 * HOUR, ends_at=START + 9 * HOUR)
    assert (effect.people, effect.trainers) == ([early.person], [trainer])
    assert [(clash.person, clash.other) for clash in effect.clashes] == [(early.person, other.sessions.get())]

    move(world, session, 2 * HOUR)
    moved = {invitation.uid: invitation for invitation in deliver()}
    assert {at: (found.told, found.starts_at) for at, found in moved.items()} == {
        uid: (("REQUEST", 1), START + 2 * HOUR),
        uid_of_trainer: (("REQUEST", 1), START + 2 * HOUR),
    }
    # Who is expected in two places reads where; the trainer is not.
    told = {message.to: render(message).body for message in Message.objects.filter(template="trainings_moved")}
    assert f"({other.code}), {span(other.starts_at, other.ends_at, 'pl')}" in told[early.person]
    assert other.code not in told[trainer]
    booked = BusyTime.objects.get()
    assert (booked.starts_at, booked.ends_at) == (START + 2 * HOUR, START + 9 * HOUR)
    assert AttendanceSheet.objects.get().state == SheetState.SUPERSEDED

    late = world.enrol(edition)[0]
    assert [(found.to, found.told) for found in deliver()] == [(late.person.email, ("REQUEST", 1))]


def test_moved_twice_within_a_minute_is_one_message_with_the_newer_number(world):
    edition = world.edition()
    session, row = edition.sessions.get(), world.enrol(edition)[0]
    deliver()
    move(world, session, HOUR)
    move(world, session, HOUR)
    told = deliver()
    assert [(found.to, found.told, found.starts_at) for found in told] == [
        (row.person.email, ("REQUEST", 2), START + 2 * HOUR)
    ]
    older, newer = Message.objects.filter(template="trainings_moved").order_by("pk")
    assert (older.state, older.error_code, newer.state) == (State.CANCELLED, "superseded", State.DONE)


def test_case_18_who_comes_back_is_a_new_event(world):
    edition = world.edition()
    session, person = edition.sessions.get(), world.clerk()
    first, _is_new = places.enrol(edition=edition, person=person, by=person)
    deliver()
    places.withdraw(enrolment=first, by=person)
    assert [(found.uid, found.told) for found in deliver()] == [(f"s{session.pk}-e{first.pk}@localhost", ("CANCEL", 1))]
    again, _is_new = places.enrol(edition=edition, person=person, by=person)
    assert [(found.uid, found.told) for found in deliver()] == [
        (f"s{session.pk}-e{again.pk}@localhost", ("REQUEST", 0))
    ]


def test_case_19_weeks_keep_the_time_on_the_wall_and_nights_their_real_minutes(world, draft, clock):
    at = datetime(2026, 10, 11, 10, tzinfo=WARSAW)
    first = editions.plan_session(edition=draft, starts_at=at, ends_at=at + HOUR, by=world.organiser)
    weekly = editions.repeat_session(session=first, weeks=3, by=world.organiser)
    assert [session.starts_at.astimezone(UTC) for session in weekly] == [
        datetime(2026, 10, 18, 8, tzinfo=UTC),
        datetime(2026, 10, 25, 9, tzinfo=UTC),
        datetime(2026, 11, 1, 9, tzinfo=UTC),
    ]
    assert {f"{session.starts_at.astimezone(WARSAW):%H:%M}" for session in weekly} == {"10:00"}
    night = world.edition(state=EditionState.DRAFT, starts_at=None, ends_at=None, **_window())
    autumn = datetime(2026, 10, 24, 22, tzinfo=WARSAW), datetime(2026, 10, 25, 6, tzinfo=WARSAW)
    spring = datetime(2027, 3, 27, 22, tzinfo=WARSAW), datetime(2027, 3, 28, 6, tzinfo=WARSAW)
    minutes = [
        editions.plan_session(edition=night, starts_at=start, ends_at=end, by=world.organiser).counted_min
        for start, end in (autumn, spring)
    ]
    assert minutes == [540, 420]


def _window():
    return {"opens_at": ENROLMENT_OPEN, "closes_at": START - 3 * DAY, "withdraw_until": START - 7 * DAY}


# -- moving ----------------------------------------------------------------------------------------


def test_a_move_leaves_an_event_and_the_new_span(world):
    edition, _first, second = with_two_sessions(world)
    moved = move(world, second, 7 * DAY)
    edition.refresh_from_db()
    assert (moved.revision, moved.version, edition.ends_at) == (1, 2, START + 8 * DAY + 7 * HOUR)
    event = Event.objects.get(action="trainings.session.changed")
    assert set(event.after) == {"starts_at", "ends_at"}


def test_sessions_change_their_numbers_when_one_passes_the_other(world):
    edition, first, second = with_two_sessions(world)
    move(world, first, 2 * DAY)
    assert list(edition.sessions.order_by("ordinal")) == [second, first]


def test_what_is_in_no_calendar_is_told_to_nobody(world):
    edition = world.edition()
    world.enrol(edition)
    deliver()
    session = change(
        world, edition.sessions.get(), breaks_min=30, required=True, meeting_url="https://meet.example.org/x"
    )
    assert (session.revision, session.counted_min, deliver()) == (0, 390, [])


def test_a_draft_moves_silently(world, draft):
    session = editions.plan_session(edition=draft, starts_at=START, ends_at=START + HOUR, by=world.organiser)
    moved = move(world, session, DAY)
    draft.refresh_from_db()
    assert (moved.revision, draft.starts_at, Message.objects.count()) == (0, START + DAY, 0)


def test_another_room_is_told_as_another_time_is(world):
    edition = world.edition()
    world.enrol(edition)
    deliver()
    change(world, edition.sessions.get(), venue="Aula 2")
    (told,) = deliver()
    assert (told.told, told.event.location.value) == (("REQUEST", 1), "Aula 2")


def test_the_same_room_by_its_own_name_is_no_move(world):
    edition = world.edition()
    assert change(world, edition.sessions.get(), venue=edition.venue).revision == 0


def test_an_edition_that_moves_house_moves_its_sessions(world):
    edition, _first, second = with_two_sessions(world)
    Session.objects.filter(pk=second.pk).update(venue="Sala 9")
    world.enrol(edition)
    deliver()
    editions.change_edition(edition=edition, mode=Mode.ONSITE, venue="Aula", by=world.organiser, **_window())
    assert [(told.told, told.event.location.value) for told in deliver()] == [(("REQUEST", 1), "Aula")]


@pytest.mark.parametrize(
    ("by", "code"),
    [(-30 * DAY, "session_past"), (-4 * DAY, "window"), (timedelta(0), None), (DAY, None)],
)
def test_a_published_session_moves_within_reason(world, by, code):
    edition = world.edition()
    if code:
        assert refusal(move, world=world, session=edition.sessions.get(), by=by).code == code
    else:
        move(world, edition.sessions.get(), by)


def test_the_refusal_says_what_to_change_first(world):
    edition = world.edition()
    refused = refusal(move, world=world, session=edition.sessions.get(), by=-4 * DAY)
    assert (refused.field, "02.10.2026" in str(refused.message)) == ("starts_at", True)
    editions.change_edition(
        edition=edition,
        mode=Mode.ONSITE,
        venue=edition.venue,
        by=world.organiser,
        **{**_window(), "closes_at": START - 5 * DAY},
    )
    move(world, edition.sessions.get(), -4 * DAY)


def test_an_offer_that_may_still_be_accepted_holds_the_start(world):
    edition = world.edition(capacity=1, closes_at=START - 15 * DAY, withdraw_until=START - 15 * DAY, offer_hours=200)
    first, _second = world.enrol(edition, 2)
    places.withdraw(enrolment=first, by=first.person)
    until = PlaceOffer.objects.get().expires_at
    back = until - START - HOUR
    assert refusal(move, world=world, session=edition.sessions.get(), by=back).code == "offers_pending"
    move(world, edition.sessions.get(), back + 2 * HOUR)


def test_an_office_that_has_more_time_decides_before_the_new_start(world):
    early = START - 15 * DAY
    edition = world.edition(approval_steps=1, approval_days=10, closes_at=early, withdraw_until=early)
    RoleFactory(role=RoleCode.APPROVER, organisation=world.town)
    world.enrol(edition)
    asked = Approval.objects.get()
    move(world, edition.sessions.get(), asked.due_at + HOUR - START)
    assert Approval.objects.get().due_at == asked.due_at
    move(world, edition.sessions.get(), -2 * HOUR)
    moved = Approval.objects.get()
    assert (moved.due_at, moved.version) == (edition.sessions.get().starts_at, asked.version + 1)
    event = Event.objects.get(action="trainings.approval.due_moved")
    assert (event.object_id, event.actor_id) == (str(moved.pk), world.organiser.pk)


def test_what_has_begun_stays_where_it_was(world, clock):
    session = world.edition().sessions.get()
    clock(START + HOUR)
    assert refusal(move, world=world, session=session, by=DAY).code == "session_begun"
    assert change(world, session, breaks_min=10).counted_min == 410


def test_minutes_that_were_counted_stay(world, clock):
    row = EnrolmentFactory(edition=world.edition())
    AttendanceFactory(enrolment=row)
    clock(START + HOUR)
    refused = refusal(change, world=world, session=row.edition.sessions.get(), breaks_min=10)
    assert refused.code == "has_attendance"


def test_a_busy_trainer_stops_the_move_and_nothing_is_half_written(world, trainer):
    edition = world.edition()
    editions.assign_trainer(session=edition.sessions.get(), user=trainer, by=world.organiser)
    other = EditionFactory(course=world.course, starts_at=START + DAY).sessions.get()
    editions.assign_trainer(session=other, user=trainer, by=world.organiser)
    refused = refusal(move, world=world, session=edition.sessions.get(), by=DAY)
    assert refused.code == "person_busy"
    assert edition.sessions.get().starts_at == START
    effect = editions.effect_of(edition.sessions.get(), starts_at=START + DAY, ends_at=START + DAY + HOUR)
    assert [(clash.person, clash.teaches) for clash in effect.clashes] == [(trainer, True)]


def test_only_the_organiser_moves(world):
    session = world.edition().sessions.get()
    refused = refusal(
        editions.change_session, session=session, starts_at=START, ends_at=START + HOUR, by=world.coordinator
    )
    assert (refused.code, refused.status) == ("organiser_only", 403)


def test_who_looked_at_an_older_state_is_told_so(world):
    session = world.edition().sessions.get()
    move(world, session, HOUR)
    assert refusal(move, world=world, session=session, by=HOUR, version=1).code == "stale"


@pytest.mark.parametrize("state", [EditionState.CANCELLED, EditionState.COMPLETED, EditionState.SETTLED])
def test_what_is_over_does_not_move(world, state):
    session = world.edition(state=state).sessions.get()
    assert refusal(move, world=world, session=session, by=HOUR).code == "edition_closed"


# -- visits ----------------------------------------------------------------------------------------


def test_a_visit_lasts_several_days_and_other_sessions_do_not(world, draft):
    given = {
        "edition": draft,
        "starts_at": START,
        "ends_at": START + 5 * DAY,
        "breaks_min": 3840,
        "by": world.organiser,
    }
    assert refusal(editions.plan_session, **given).code == "session_dates"
    Edition.objects.filter(pk=draft.pk).update(mode=Mode.VISIT)
    assert editions.plan_session(**given).counted_min == 5 * 1440 - 3840
    over = {**given, "starts_at": START + 20 * DAY, "ends_at": START + 34 * DAY + HOUR}
    assert refusal(editions.plan_session, **over).code == "session_dates"


# -- cancelling ------------------------------------------------------------------------------------


def test_a_cancelled_session_leaves_calendars_booked_time_and_the_span(world, trainer):
    edition, _first, second = with_two_sessions(world)
    editions.assign_trainer(session=second, user=trainer, by=world.organiser)
    row = world.enrol(edition)[0]
    edition.refresh_from_db()
    waiting = EnrolmentFactory(edition=edition, state=EnrolmentState.WAITLISTED)
    deliver()
    editions.cancel_session(session=second, reason="Choroba", by=world.organiser)
    told = {found.to: (found.told, found.event.status.value) for found in deliver()}
    assert told == {
        row.person.email: (("CANCEL", 1), "CANCELLED"),
        trainer.email: (("CANCEL", 1), "CANCELLED"),
    }
    assert Message.objects.get(to=waiting.person).part == ""
    edition.refresh_from_db()
    assert (edition.ends_at, BusyTime.objects.count()) == (START + 7 * HOUR, 0)
    event = Event.objects.get(action="trainings.session.cancelled")
    assert (event.reason, event.after) == ("Choroba", {"state": "cancelled"})
    editions.cancel_session(session=second, reason="Choroba", by=world.organiser)
    assert deliver() == []
    assert (
        refusal(editions.assign_trainer, session=second, user=trainer, by=world.organiser).code == "session_cancelled"
    )
    assert refusal(move, world=world, session=second, by=DAY).code == "session_cancelled"


def test_the_last_session_is_cancelled_with_its_training_only(world):
    given = {"session": world.edition().sessions.get(), "by": world.organiser}
    assert refusal(editions.cancel_session, reason="x", **given).code == "last_session"


def test_cancelling_a_session_needs_a_reason_and_the_right(world, draft):
    _edition, _first, second = with_two_sessions(world)
    refused = refusal(editions.cancel_session, session=second, reason=" ", by=world.organiser)
    assert (refused.code, refused.field) == ("reason_missing", "reason")
    assert refusal(editions.cancel_session, session=second, reason="x", by=world.coordinator).code == "organiser_only"
    planned = editions.plan_session(edition=draft, starts_at=START, ends_at=START + HOUR, by=world.organiser)
    assert refusal(editions.cancel_session, session=planned, reason="x", by=world.organiser).code == "edition_draft"


def test_a_session_where_people_were_is_not_cancelled(world, clock):
    edition, first, _second = with_two_sessions(world)
    AttendanceFactory(enrolment=EnrolmentFactory(edition=edition), session=first)
    clock(START + HOUR)
    assert refusal(editions.cancel_session, session=first, reason="x", by=world.organiser).code == "has_attendance"


def test_a_session_nobody_held_is_cancelled_afterwards_while_the_period_is_open(world, clock):
    edition, first, second = with_two_sessions(world)
    clock(START + DAY)
    editions.cancel_session(session=first, reason="Awaria", by=world.organiser)
    assert deliver() == []
    SessionFactory(edition=edition, starts_at=START + 2 * DAY)
    clock(START + 3 * DAY)
    ReportingPeriod.objects.update(state=PeriodState.LOCKED)
    assert refusal(editions.cancel_session, session=second, reason="x", by=world.organiser).code == "period_locked"


def test_a_cancelled_training_leaves_every_calendar(world, trainer):
    edition, first, second = with_two_sessions(world)
    editions.assign_trainer(session=first, user=trainer, by=world.organiser)
    row = world.enrol(edition)[0]
    deliver()
    editions.cancel_edition(edition=edition, reason="Remont", by=world.organiser)
    told = [(found.to, found.told, found.uid.partition("-")[0]) for found in deliver()]
    assert sorted(told) == sorted(
        [
            (row.person.email, ("CANCEL", 1), f"s{first.pk}"),
            (row.person.email, ("CANCEL", 1), f"s{second.pk}"),
            (trainer.email, ("CANCEL", 1), f"s{first.pk}"),
        ]
    )
    assert set(Session.objects.values_list("state", flat=True)) == {SessionState.CANCELLED}


# -- repeating -------------------------------------------------------------------------------------


def test_all_weeks_are_planned_or_none(world, draft):
    at = datetime(2026, 10, 4, 2, 30, tzinfo=WARSAW)
    first = editions.plan_session(edition=draft, starts_at=at, ends_at=at + HOUR, by=world.organiser)
    refused = refusal(editions.repeat_session, session=first, weeks=4, by=world.organiser)
    assert (refused.code, "25.10.2026" in str(refused.message)) == ("time_twice", True)
    assert draft.sessions.count() == 1
    assert len(editions.repeat_session(session=first, weeks=2, by=world.organiser)) == 2
    spring = datetime(2027, 3, 21, 2, 30, tzinfo=WARSAW)
    last = editions.plan_session(edition=draft, starts_at=spring, ends_at=spring + HOUR, by=world.organiser)
    assert refusal(editions.repeat_session, session=last, weeks=1, by=world.organiser).code == "no_such_time"


@pytest.mark.parametrize("weeks", [0, 53])
def test_a_session_is_repeated_for_a_year_at_most(world, draft, weeks):
    first = editions.plan_session(edition=draft, starts_at=START, ends_at=START + HOUR, by=world.organiser)
    refused = refusal(editions.repeat_session, session=first, weeks=weeks, by=world.organiser)
    assert (refused.code, refused.field) == ("weeks", "weeks")


def test_a_published_training_gets_no_more_sessions(world):
    session = world.edition().sessions.get()
    assert refusal(editions.repeat_session, session=session, weeks=1, by=world.organiser).code == "edition_published"


# -- who teaches -----------------------------------------------------------------------------------


def test_trainers_of_a_draft_are_invited_when_it_is_published(world, draft, trainer):
    for day in range(2):
        at = START + day * DAY
        session = editions.plan_session(edition=draft, starts_at=at, ends_at=at + HOUR, by=world.organiser)
        editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    assert deliver() == []
    hold_both(world)
    editions.publish(edition=draft, by=world.organiser)
    told = deliver()
    assert [(found.to, found.told) for found in told] == [(trainer.email, ("REQUEST", 0))] * 2
    assert [found.letter["Subject"][-6:] for found in told] == [" (1/2)", " (2/2)"]
    assert len({found.letter["Message-ID"] for found in told}) == 2
    assert Message.objects.filter(template="trainings_teaching").count() == 1


def test_who_does_not_teach_after_all_loses_the_event(world, trainer):
    session = world.edition().sessions.get()
    row = editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    deliver()
    editions.unassign_trainer(session=session, user=trainer, by=world.organiser)
    uid = f"s{session.pk}-t{row.pk}@localhost"
    assert [(found.uid, found.told) for found in deliver()] == [(uid, ("CANCEL", 1))]
    editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    (again,) = deliver()
    assert (again.uid != uid, again.told) == (True, ("REQUEST", 0))


def test_assigned_and_taken_off_before_anything_was_sent(world, trainer):
    session = world.edition().sessions.get()
    editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    editions.unassign_trainer(session=session, user=trainer, by=world.organiser)
    assert [found.told for found in deliver()] == [("CANCEL", 1)]
    assert Message.objects.get(template="trainings_teaching").error_code == "superseded"


# -- what is sent late -----------------------------------------------------------------------------


def test_an_invitation_whose_place_is_gone_is_never_sent(world):
    row = world.enrol(world.edition())[0]
    places.withdraw(enrolment=row, by=row.person)
    assert [found.told for found in deliver(to=row.person)] == [("CANCEL", 1)]
    confirmed = Message.objects.get(template="trainings_confirmed")
    assert (confirmed.state, confirmed.error_code) == (State.CANCELLED, "superseded")


def test_an_invitation_that_waited_says_what_holds_now(world):
    edition = world.edition()
    world.enrol(edition)
    move(world, edition.sessions.get(), HOUR)
    told = deliver()
    assert [found.told for found in told] == [("REQUEST", 1)] * 2
    assert {found.starts_at for found in told} == {START + HOUR}


def test_nothing_is_sent_for_what_is_over(world, clock):
    edition, _first, second = with_two_sessions(world)
    world.enrol(edition)
    clock(START + 8 * HOUR)
    assert [found.uid.partition("-")[0] for found in deliver()] == [f"s{second.pk}"]
    move(world, second, HOUR)
    clock(START + 3 * DAY)
    assert deliver() == []
    assert Message.objects.get(template="trainings_moved").error_code == "superseded"


def test_who_only_waited_has_nothing_to_be_taken_out(world):
    edition = world.edition(capacity=1)
    _first, second = world.enrol(edition, 2)
    places.withdraw(enrolment=second, by=second.person)
    assert deliver(template="trainings_withdrawn") == []
    assert Enrolment.objects.get(pk=second.pk).state == EnrolmentState.WITHDRAWN


def test_who_comes_online_instead_learns_it_from_the_calendar_and_who_waits_in_words(world):
    edition = world.edition(mode=Mode.HYBRID, capacity=4, online_capacity=2)
    comes = world.enrol(edition)[0]
    waits = EnrolmentFactory(edition=_fresh(edition), person=world.clerk(), state=EnrolmentState.WAITLISTED)
    deliver()
    places.change_kind(enrolment=waits, place_kind=PlaceKind.ONLINE, by=waits.person)
    places.change_kind(enrolment=comes, place_kind=PlaceKind.ONLINE, by=comes.person)
    (told,) = deliver()
    assert (told.to, told.told, told.event.location.value) == (comes.person.email, ("REQUEST", 1), "online")
    assert set(Message.objects.filter(template="trainings_kind_changed").values_list("state", flat=True)) == {"done"}


def _fresh(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)


def test_messages_with_calendars_go_to_one_person_one_after_the_other(world):
    edition = world.edition()
    world.enrol(edition)
    session = edition.sessions.get()
    deliver()
    move(world, session, HOUR)
    first = Message.objects.get(state=State.QUEUED)
    # Another sender has it in its hands, made before the next move.
    Message.objects.filter(pk=first.pk).update(
        state=State.RUNNING, token="a" * 32, attempt=1, lease_until=ENROLMENT_OPEN + timedelta(seconds=60)
    )
    move(world, session, HOUR)
    assert deliver() == []
    second = Message.objects.get(state=State.QUEUED)
    assert (second.attempt, second.not_before > ENROLMENT_OPEN) == (0, True)
    Message.objects.filter(pk=first.pk).update(state=State.DONE, token="", lease_until=None, finished_at=ENROLMENT_OPEN)
    Message.objects.filter(pk=second.pk).update(not_before=ENROLMENT_OPEN)
    assert [found.told for found in deliver()] == [("REQUEST", 2)]


def test_days_of_an_edition_are_those_of_its_sessions(world):
    edition, first, _second = with_two_sessions(world)
    editions.cancel_session(session=first, reason="x", by=world.organiser)
    edition.refresh_from_db()
    assert edition.starts_at.astimezone(WARSAW).date() == date(2026, 10, 6)


def test_who_teaches_has_a_role_that_may_become_another_one(world, trainer):
    edition, first, _second = with_two_sessions(world)
    row = editions.assign_trainer(session=first, user=trainer, role="moderator", by=world.organiser)
    assert str(row) == f"{trainer} (moderator)"
    again = editions.assign_trainer(session=first, user=trainer, role="trainer", by=world.organiser)
    assert (again.pk, str(again)) == (row.pk, str(trainer))
    event = Event.objects.get(action="trainings.session.trainer_changed")
    assert (event.before["role"], event.after["role"]) == ("moderator", "trainer")
    assert edition.sessions.get(pk=first.pk).trainers.count() == 1

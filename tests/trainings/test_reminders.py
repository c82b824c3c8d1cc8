"""Who is reminded of what; a second run says nothing more; what changes is told anew, what ended is not told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail as letters

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.trainings import START, EditionFactory, EnrolmentFactory, SessionFactory, SessionTrainerFactory
from jobs.choices import State
from kernel.time import WARSAW
from mail import services as mail_services
from mail.models import Message
from mail.outbox import Act
from mail.plans import Followed
from tests.trainings.conftest import ENROLMENT_OPEN
from trainings.choices import (
    ActingAs,
    ApprovalState,
    Cause,
    EditionState,
    EnrolmentState,
    Mode,
    PlaceKind,
    SessionState,
    SheetState,
)
from trainings.models import Approval, AttendanceSheet, Edition, EnrolmentEvent, PlaceOffer, Session
from trainings.queries.outbox import organised_outbox
from trainings.services import digests, outbox, places
from trainings.services.notices import subject_of
from trainings.services.reminders import remind
from trainings.tasks import remind as remind_task

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOTHING = Followed(0, 0, 0)
FRIDAY_AT_FOUR = datetime(2026, 10, 2, 16, tzinfo=WARSAW)
"""The training of these tests begins on Monday 5 October at 9."""


def of(template, **given):
    return Message.objects.filter(template=f"trainings_{template}", **given).order_by("pk")


def seat(edition, **given):
    """Somebody with a place since long before."""
    row = EnrolmentFactory(edition=edition, **given)
    EnrolmentEvent.objects.create(
        enrolment=row, from_state=EnrolmentState.DRAFT, to_state=EnrolmentState.CONFIRMED, actor=row.person,
        acting_as=ActingAs.PERSON, reason=Cause.ENROLLED, at=edition.opens_at,
    )  # fmt: skip
    return row


def send_what_is_due():
    for message in Message.objects.filter(state=State.QUEUED):
        mail_services.send(message.pk)


def move(session, starts_at):
    """What moving a session leaves in the rows."""
    Session.objects.filter(pk=session.pk).update(
        starts_at=starts_at, ends_at=starts_at + 7 * HOUR, revision=session.revision + 1
    )
    Edition.objects.filter(pk=session.edition_id).update(starts_at=starts_at, ends_at=starts_at + 7 * HOUR)
    session.refresh_from_db()


@pytest.fixture
def edition(world):
    return world.edition()


def test_reminders_7_days_and_1_day_before_go_to_who_has_a_place(edition, clock):
    row = seat(edition)
    EnrolmentFactory(edition=edition, state=EnrolmentState.WAITLISTED)

    clock(START - 8 * DAY)
    assert remind() == Followed(1, 0, 0)
    assert remind() == NOTHING
    clock(FRIDAY_AT_FOUR - DAY)
    assert remind() == Followed(1, 0, 0)
    assert remind() == NOTHING

    week, day = of("reminder_week").get(), of("reminder_day").get()
    assert (week.to, week.not_before) == (row.person, datetime(2026, 9, 28, 16, tzinfo=WARSAW))
    assert (day.to, day.not_before, day.not_after) == (row.person, FRIDAY_AT_FOUR, START)
    assert day.about == subject_of(edition)


def test_a_reminder_is_sent_once_in_its_time_and_leads_to_the_place(edition, clock):
    row = seat(edition)
    clock(FRIDAY_AT_FOUR - DAY)
    remind()
    send_what_is_due()
    assert letters.outbox == []

    clock(FRIDAY_AT_FOUR)
    for _ in range(3):
        remind()
        send_what_is_due()

    (letter,) = letters.outbox
    assert letter.to == [row.person.email]
    assert f"/trainings/enrolments/{row.pk}/" in letter.body


def test_who_withdraws_is_not_reminded(edition, clock):
    row = seat(edition)
    clock(FRIDAY_AT_FOUR - DAY)
    remind()

    places.withdraw(enrolment=row, by=row.person)

    assert remind() == Followed(0, 0, 1)
    assert of("reminder_day").get().state == State.CANCELLED
    assert remind() == NOTHING


def test_who_gets_a_place_after_the_reminder_is_not_reminded_at_once(edition, clock):
    seat(edition)
    clock(FRIDAY_AT_FOUR)
    remind()
    clock(FRIDAY_AT_FOUR + HOUR)
    late = EnrolmentFactory(edition=edition)
    EnrolmentEvent.objects.create(
        enrolment=late, from_state=EnrolmentState.OFFERED, to_state=EnrolmentState.CONFIRMED, actor=late.person,
        acting_as=ActingAs.PERSON, reason=Cause.OFFER_ACCEPTED, at=FRIDAY_AT_FOUR + HOUR,
    )  # fmt: skip

    assert remind() == NOTHING


@pytest.mark.parametrize("state", [EditionState.CANCELLED, EditionState.DRAFT])
def test_a_training_that_is_called_off_is_not_recalled(edition, clock, state):
    seat(edition)
    clock(FRIDAY_AT_FOUR - DAY)
    remind()
    Edition.objects.filter(pk=edition.pk).update(state=state)

    assert remind() == Followed(0, 0, 1)


def test_a_moved_session_takes_its_unsent_reminder_along(edition, clock):
    seat(edition)
    clock(FRIDAY_AT_FOUR - DAY)
    remind()

    move(edition.sessions.get(), START + 2 * DAY)

    assert remind().cancelled == 1
    clock(datetime(2026, 10, 5, 16, tzinfo=WARSAW))
    remind()
    waiting = of("reminder_day", state=State.QUEUED).get()
    assert waiting.not_before == datetime(2026, 10, 6, 16, tzinfo=WARSAW)
    assert waiting.context["starts_at"] == START + 2 * DAY


@pytest.mark.parametrize(("later", "told"), [(timedelta(hours=2), 1), (DAY, 1), (DAY + HOUR, 2), (14 * DAY, 2)])
def test_a_sent_reminder_is_repeated_only_if_the_new_start_is_over_24_hours_later(edition, clock, later, told):
    seat(edition)
    clock(FRIDAY_AT_FOUR)
    remind()
    send_what_is_due()

    move(edition.sessions.get(), START + later)
    clock(START + later - 3 * HOUR)
    for days in range(20):
        moment = FRIDAY_AT_FOUR + HOUR + days * DAY
        if moment < START + later:
            clock(moment)
            remind()
    send_what_is_due()

    assert of("reminder_day").exclude(state=State.CANCELLED).count() == told


def test_days_in_a_row_are_one_reminder_and_later_weeks_have_their_own(edition, clock):
    seat(edition)
    SessionFactory(edition=edition, starts_at=START + DAY)
    later = SessionFactory(edition=edition, starts_at=START + 14 * DAY)
    for days in range(25):
        clock(START - 10 * DAY + days * DAY)
        remind()

    assert [m.context["session"] for m in of("reminder_day")] == [edition.sessions.order_by("pk")[0].pk, later.pk]
    assert of("reminder_week").count() == 1


def test_an_hour_before_an_online_meeting_the_page_is_recalled_never_the_address(world, clock):
    edition = world.edition(mode=Mode.HYBRID, online_capacity=5)
    edition.sessions.update(meeting_url="https://meet.example.org/secret")
    online, _room = seat(edition, place_kind=PlaceKind.ONLINE), seat(edition)
    clock(START - 2 * HOUR)
    remind()
    assert remind() == NOTHING
    clock(START - HOUR)
    send_what_is_due()

    message = of("reminder_online").get()
    assert (message.to, message.not_before) == (online.person, START - HOUR)
    (letter,) = letters.outbox
    assert f"/trainings/enrolments/{online.pk}/" in letter.body
    assert "secret" not in letter.body + str(message.context)


def ask(edition, city, due_at, **given):
    row = EnrolmentFactory(edition=edition, city=city, state=EnrolmentState.AWAITING_APPROVAL, holds_seat=True, **given)
    asked_at = edition.opens_at + 10 * DAY
    return Approval.objects.create(enrolment=row, city=city, step=1, asked_at=asked_at, due_at=due_at)


@pytest.fixture
def approval(world, clock):
    """Asked on Friday 11 September, due at the end of Friday 18 September."""
    edition = world.edition(approval_steps=1)
    return ask(edition, world.town, datetime(2026, 9, 18, 23, 59, 59, tzinfo=WARSAW))


def test_the_office_is_asked_again_at_half_time_and_on_the_working_day_before(world, approval, clock):
    approver, deputy = (RoleFactory(role=RoleCode.APPROVER, organisation=world.town).user for _ in range(2))
    half = approval.asked_at + (approval.due_at - approval.asked_at) / 2
    clock(half - HOUR)
    assert remind().written == 3
    assert remind() == NOTHING
    last = datetime(2026, 9, 17, 9, tzinfo=WARSAW)
    clock(last - HOUR)
    assert remind().written == 3
    assert remind() == NOTHING

    assert {(m.to, m.not_before) for m in of("approval_reminder")} == {
        (user, at) for user in (approver, deputy) for at in (half, last)
    }
    assert {(m.to, m.not_before) for m in of("approval_copy")} == {(world.coordinator, at) for at in (half, last)}


def test_who_is_approver_and_coordinator_is_asked_once(world, approval, clock):
    RoleFactory(role=RoleCode.APPROVER, organisation=world.town, user=world.coordinator)
    clock(datetime(2026, 9, 17, 8, tzinfo=WARSAW))

    assert remind().written == 1
    assert of("approval_reminder").get().to == world.coordinator


@pytest.mark.parametrize("state", [ApprovalState.VOID, ApprovalState.LAPSED])
def test_who_need_not_decide_any_more_is_not_asked(world, approval, clock, state):
    RoleFactory(role=RoleCode.APPROVER, organisation=world.town)
    clock(datetime(2026, 9, 17, 8, tzinfo=WARSAW))
    remind()
    Approval.objects.filter(pk=approval.pk).update(state=state)

    assert remind() == Followed(0, 0, 2)
    assert remind() == NOTHING


@pytest.fixture
def offered(world):
    """An offer of 48 hours, made now to a clerk of the town."""
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    places.withdraw(enrolment=first, by=first.person)
    second.refresh_from_db()
    return second


def test_an_offer_is_recalled_when_a_quarter_of_its_time_is_left(world, offered, clock):
    offer = PlaceOffer.objects.get(enrolment=offered)
    clock(offer.expires_at - 13 * HOUR)

    assert remind().written == 0 or of("offer_reminder").exists()
    assert remind() == NOTHING
    mine, city = of("offer_reminder").get(), of("city_offer_reminder").get()
    assert (mine.to, city.to) == (offered.person, world.coordinator)
    assert mine.not_before == city.not_before == offer.expires_at - 12 * HOUR
    assert mine.not_after == offer.expires_at


def test_who_answered_is_not_asked_again(offered):
    remind()
    assert of("offer_reminder", state=State.QUEUED).count() == 1

    places.accept_offer(enrolment=offered, by=offered.person)

    remind()
    assert not of("offer_reminder", state=State.QUEUED).exists()
    assert not of("city_offer_reminder", state=State.QUEUED).exists()


THIRD_DAY = datetime(2026, 10, 8, 9, tzinfo=WARSAW)


def test_trainer_and_organiser_are_asked_for_the_signed_list_three_days_after(world, edition, clock):
    seat(edition)
    trainer = SessionTrainerFactory(session=edition.sessions.get()).user
    clock(THIRD_DAY - DAY)

    assert remind() == Followed(2, 0, 0)
    assert remind() == NOTHING
    found = of("sheet_missing")
    assert {m.to for m in found} == {trainer, world.organiser}
    assert {m.not_before for m in found} == {THIRD_DAY}


@pytest.mark.parametrize("state", [SheetState.UPLOADED, SheetState.VERIFIED])
def test_a_list_that_came_back_is_not_asked_for(world, edition, clock, state):
    seat(edition)
    clock(THIRD_DAY - DAY)
    remind()
    AttendanceSheet.objects.create(
        session=edition.sessions.get(), number=1, roster=[], sha256="0" * 64, state=state,
        made_by=world.organiser, made_at=START,
    )  # fmt: skip

    assert remind() == Followed(0, 0, 1)


def test_nobody_signs_a_list_of_an_online_a_cancelled_or_an_empty_session(world, clock):
    online, cancelled = world.edition(mode=Mode.ONLINE), world.edition()
    seat(online)
    seat(cancelled)
    cancelled.sessions.update(state=SessionState.CANCELLED)
    world.edition()
    clock(THIRD_DAY)

    assert remind() == NOTHING


def test_the_coordinator_gets_one_digest_of_the_days_confirmations(world, edition, clock):
    other = world.edition()
    world.enrol(edition, 3)
    world.enrol(other, 1)
    gone = world.enrol(other, 1)[0]
    places.withdraw(enrolment=gone, by=gone.person)
    night = datetime(2026, 9, 16, 6, 59, tzinfo=WARSAW)
    clock(night)
    assert digests.tell_yesterday() == 0
    clock(night + 2 * HOUR)

    assert digests.tell_yesterday() == 1
    assert digests.tell_yesterday() == 0
    message = of("city_confirmed").get()
    assert message.to == world.coordinator
    mail_services.send(message.pk)
    body = letters.outbox[-1].body
    assert f"({edition.code}), 05.10.2026: 3" in body
    assert f"({other.code}), 05.10.2026: 1" in body
    for person in (row.person for row in edition.enrolments.all()):
        assert person.last_name not in body


def test_the_organiser_finds_and_holds_a_digest_whose_trainings_are_all_of_his_project(world, edition, clock):
    sooner = world.edition(starts_at=START - DAY)
    for row in (edition, sooner, world.edition()):
        world.enrol(row)
    clock(datetime(2026, 9, 16, 9, tzinfo=WARSAW))
    digests.tell_yesterday()

    message = of("city_confirmed").get()
    assert message.about == subject_of(sooner)
    assert outbox.change_one(message=message, act=Act.HOLD, by=world.organiser).state == State.ON_HOLD


def test_a_digest_over_several_projects_is_no_organisers_to_hold(world, edition, clock):
    elsewhere = EditionFactory(opens_at=ENROLMENT_OPEN)
    world.enrol(edition)
    seat(elsewhere, city=world.town)
    clock(datetime(2026, 9, 16, 9, tzinfo=WARSAW))
    digests.tell_yesterday()

    message = of("city_confirmed").get()
    assert elsewhere.code in message.context["lines"]
    assert edition.code in message.context["lines"]
    assert message.about == ""
    assert message not in organised_outbox(world.organiser)


def test_a_day_without_confirmations_is_no_message(world, clock):
    clock(datetime(2026, 9, 16, 9, tzinfo=WARSAW))
    assert digests.tell_yesterday() == 0


def test_the_city_learns_at_once_of_offers_and_withdrawals_and_only_its_own_coordinator(world, offered):
    RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town)

    assert [m.to for m in of("city_offered")] == [world.coordinator]
    assert [m.to for m in of("city_withdrawn")] == [world.coordinator]


def test_the_clock_does_all_of_it(edition, clock):
    seat(edition)
    clock(FRIDAY_AT_FOUR - DAY)
    assert remind_task() == 1
    assert remind_task() == 0

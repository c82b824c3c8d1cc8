"""What has not gone may be held, released, cancelled, sent at once; what goes later, goes later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as letters

from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.mail import MessageFactory
from jobs.choices import State
from kernel.errors import Refused
from mail import outbox, plans, services
from mail.models import Message
from mail.outbox import Act
from mail.plans import Planned

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def state_of(message):
    return Message.objects.get(pk=message.pk).state


def test_a_message_for_later_wakes_nobody_now_and_is_sent_in_its_time(clock, calls, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = services.queue(template="note", to=UserFactory(), dedupe_key="k", not_before=NOON + HOUR)
    services.send(message.pk)
    services.sweep()
    assert (calls(), state_of(message)) == ([], State.QUEUED)

    clock.shift(HOUR + timedelta(minutes=1))
    services.sweep()
    services.send(message.pk)

    assert calls() == [("mail.tasks.send_message", message.pk)]
    assert state_of(message) == State.DONE


def test_a_time_that_is_over_means_now():
    assert services.queue(template="note", to=UserFactory(), dedupe_key="k", not_before=NOON - HOUR).not_before == NOON


def test_nothing_is_sent_to_the_past(clock):
    message = services.queue(template="note", to=UserFactory(), dedupe_key="k", not_after=NOON + HOUR)
    clock.shift(HOUR)

    services.send(message.pk)

    message.refresh_from_db()
    assert (message.state, message.error_code, letters.outbox) == (State.FAILED, "too_late", [])


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        (Act.HOLD, State.QUEUED, State.ON_HOLD),
        (Act.RELEASE, State.ON_HOLD, State.QUEUED),
        (Act.CANCEL, State.QUEUED, State.CANCELLED),
        (Act.CANCEL, State.ON_HOLD, State.CANCELLED),
        (Act.SEND, State.ON_HOLD, State.QUEUED),
    ],
)
def test_what_has_not_gone_may_be_stopped_and_started_with_an_event(act, before, after):
    message, by = MessageFactory(state=before), UserFactory()

    outbox.change_one(message=message, act=act, by=by)

    event = Event.objects.get(action=f"mail.message.{act}")
    assert (event.actor, event.before, event.after) == (by, {"state": before}, {"state": after})
    assert state_of(message) == after


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("gone", [State.RUNNING, State.DONE, State.FAILED, State.CANCELLED])
def test_what_has_gone_is_left_alone(act, gone):
    running = {"token": "a" * 32, "lease_until": NOON + HOUR} if gone == State.RUNNING else {"finished_at": NOON}
    message = MessageFactory(state=gone, **running)

    with pytest.raises(Refused) as refusal:
        outbox.change_one(message=message, act=act, by=UserFactory())

    assert (refusal.value.code, state_of(message)) == ("message_gone", gone)
    assert not Event.objects.exists()


def test_a_message_on_hold_is_sent_by_nobody():
    message = MessageFactory(state=State.ON_HOLD)

    services.send(message.pk)
    services.sweep()

    assert (state_of(message), letters.outbox) == (State.ON_HOLD, [])


def test_a_message_for_later_may_go_at_once(calls, django_capture_on_commit_callbacks):
    message = MessageFactory(not_before=NOON + 5 * HOUR)

    with django_capture_on_commit_callbacks(execute=True):
        outbox.change_one(message=message, act=Act.SEND, by=UserFactory())

    assert calls() == [("mail.tasks.send_message", message.pk)]
    assert Message.objects.get().not_before == NOON


def test_many_at_once_leave_out_what_has_gone():
    MessageFactory.create_batch(3)
    MessageFactory(state=State.DONE, finished_at=NOON)

    done = outbox.change(messages=Message.objects.all(), act=Act.CANCEL, by=UserFactory())

    assert (done.changed, done.left) == (3, 1)
    assert Event.objects.count() == 3


def test_what_no_longer_holds_is_cancelled_by_the_platform_itself():
    MessageFactory(about="x:1", template="note", dedupe_key="note:1")
    other = MessageFactory(about="x:2", template="note", dedupe_key="note:2")

    assert outbox.withdraw(about="x:1", template="note") == 1
    assert state_of(other) == State.QUEUED
    assert outbox.withdraw(prefix="note:") == 1
    assert Event.objects.filter(action="mail.message.cancel", actor=None).count() == 2


def test_everybodys_mail_is_never_meant():
    with pytest.raises(ValueError, match="which"):
        outbox.withdraw()


def planned(to, **given):
    facts = {
        "key": "k", "template": "note", "at": NOON + HOUR, "until": NOON + 9 * HOUR, "about": "x:1"
    }  # fmt: skip
    return Planned(to=to, **{**facts, **given})


def follow(*plan):
    return plans.follow(plan, existing=Message.objects.filter(about="x:1"))


def test_a_plan_writes_changes_and_cancels_and_then_nothing_more():
    user = UserFactory()
    first, moved = planned(user), planned(user, at=NOON + 2 * HOUR, context={"n": 2})

    assert follow(first) == plans.Followed(1, 0, 0)
    assert follow(first) == plans.Followed(0, 0, 0)
    assert follow(moved) == plans.Followed(0, 1, 0)
    assert follow(moved) == plans.Followed(0, 0, 0)
    message = Message.objects.get()
    assert (message.not_before, message.context) == (NOON + 2 * HOUR, {"n": 2})
    assert follow() == plans.Followed(0, 0, 1)
    assert follow() == plans.Followed(0, 0, 0)


def test_what_somebody_cancelled_is_not_written_again():
    user = UserFactory()
    follow(planned(user))
    outbox.change(messages=Message.objects.all(), act=Act.CANCEL, by=user)

    assert follow(planned(user)) == plans.Followed(0, 0, 0)


def test_what_somebody_holds_stays_on_hold_though_its_time_moves():
    user = UserFactory()
    follow(planned(user))
    outbox.change(messages=Message.objects.all(), act=Act.HOLD, by=user)

    follow(planned(user, at=NOON + 3 * HOUR))

    assert Message.objects.get().state == State.ON_HOLD


def test_what_went_is_not_told_again(clock):
    user = UserFactory()
    follow(planned(user))
    clock.shift(HOUR)
    services.send(Message.objects.get().pk)

    assert follow(planned(user)) == plans.Followed(0, 0, 0)
    assert len(letters.outbox) == 1


def test_a_platform_that_stood_still_tells_late_but_not_of_the_past():
    user = UserFactory()
    assert follow(planned(user, key="late", at=NOON - 5 * HOUR)).written == 1
    assert follow(planned(user, key="late", at=NOON - 5 * HOUR), planned(user, at=NOON - 7 * HOUR)).written == 0
    assert follow(planned(user, key="over", at=NOON - HOUR, until=NOON)).written == 0


def test_who_came_after_the_time_to_tell_is_not_told():
    assert follow(planned(UserFactory(), at=NOON - HOUR, since=NOON)).written == 0

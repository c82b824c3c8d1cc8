"""No message is lost when senders die; whoever gets one twice gets it with the same Message-ID."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import pytest
from django.utils import timezone

from config.factories.accounts import UserFactory
from config.factories.mail import MessageFactory
from jobs.choices import State
from mail.models import Message
from tests.jobs.workers import ROOT, environment, kill

THOROUGH = os.environ.get("RATUSZ_VERIFY") == "1"
MESSAGES, SENDERS, KILLS = (3000, 4, 60) if THOROUGH else (150, 3, 6)

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


@contextmanager
def senders(env, number):
    """A process that keeps so many senders alive; its lines are their ids."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.mail.nursery", str(number)],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)
        process.stdout.close()


def unfinished():
    return Message.objects.filter(state__in=[State.QUEUED, State.RUNNING])


def test_no_message_is_lost_when_senders_are_killed(sink, tmp_path):
    sink.delay = 0.005
    user, at = UserFactory(), timezone.now()
    # More tries than kills: here only the killing is tested, not the giving up.
    Message.objects.bulk_create(
        MessageFactory.build_batch(MESSAGES, to=user, queued_at=at, max_attempts=KILLS + 5, context={"title": "x"})
    )
    host, port = sink.server_address
    env = environment(tmp_path, "memory://localhost", RATUSZ_MAIL_LEASE="1", EMAIL_URL=f"smtp://{host}:{port}")
    env["DJANGO_SETTINGS_MODULE"] = "tests.mail.sender_settings"

    with senders(env, SENDERS) as nursery:
        alive = [int(nursery.stdout.readline()) for _ in range(SENDERS)]
        for number in range(KILLS):
            target = MESSAGES * (number + 1) // (KILLS + 2)
            while len(sink.letters) < target:
                assert nursery.poll() is None
                time.sleep(0.002)
            os.kill(alive.pop(random.randrange(SENDERS)), signal.SIGKILL)
            alive.append(int(nursery.stdout.readline()))
        until = time.monotonic() + 60
        while unfinished().exists():
            assert time.monotonic() < until, Counter(Message.objects.values_list("state", flat=True))
            time.sleep(0.05)

    received = Counter(sink.ids())
    assert received.keys() == set(Message.objects.values_list("message_id", flat=True))
    assert received.total() - MESSAGES <= KILLS
    assert set(Message.objects.values_list("state", flat=True)) == {State.DONE}

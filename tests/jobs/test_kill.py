"""Nothing asked for is lost or done twice when workers die, on either broker."""

from __future__ import annotations

import os
import socket
from collections import Counter
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from celery import Celery

from audit.models import Event
from jobs import registry, services, transport
from jobs.choices import State
from jobs.models import Job
from tests.jobs import handlers  # noqa: F401 -- this process asks for their kinds of work
from tests.jobs.workers import environment, kill, wait_until, worker

REDIS = os.environ.get("RATUSZ_TEST_REDIS", "redis://127.0.0.1:6379/13")
EMBEDDED = "ratusz+filesystem://"
THOROUGH = os.environ.get("RATUSZ_VERIFY") == "1"

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def answers(url):
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname, parts.port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(params=[EMBEDDED, REDIS], ids=["embedded", "redis"])
def env(request, tmp_path):
    """The environment of the workers on each broker, which starts empty."""
    if request.param == REDIS:
        if not answers(REDIS) and os.environ.get("CI") != "true":
            pytest.skip("Redis does not answer")
        with Celery(broker=REDIS, set_as_current=False).connection() as connection:
            connection.default_channel.client.flushdb()
    return environment(tmp_path, request.param)


@pytest.fixture
def call(env):
    """Ask for work through the broker of the workers."""
    transport.register()
    app = Celery(broker=env["CELERY_BROKER_URL"], set_as_current=False)
    app.conf.broker_transport_options = {"folder": f"{env['RATUSZ_VAR']}/broker"}

    def ask(kind, number):
        job = services.enqueue(kind=kind, params={}, dedupe_key=f"{kind}:{number}", by=None)
        app.send_task("jobs.tasks.run_job", (job.pk,), queue=registry.find(kind).queue)
        return job.pk

    return ask


def effects():
    """How often each job has had its effect."""
    return Counter(
        int(pk) for pk in Event.objects.filter(action="tests.job.effect").values_list("object_id", flat=True)
    )


def all_done():
    return not Job.objects.exclude(state=State.DONE).exists()


def test_work_of_a_killed_worker_is_done_by_the_next_one_exactly_once(env, call):
    kills = 4 if THOROUGH else 1
    asked = [call("tests.slow", number) for number in range(kills)]

    for number in range(kills):
        with worker(env, f"killed{number}") as process:
            running = Job.objects.filter(state=State.RUNNING, progress__gte=20)
            wait_until(running.exists, seconds=30, env=env)
            kill(process)
    assert Job.objects.filter(state=State.RUNNING).exists()
    with worker(env, "next"):
        wait_until(all_done, seconds=60, env=env)

    assert effects() == dict.fromkeys(asked, 1)
    assert max(Job.objects.values_list("attempt", flat=True)) >= 2


def test_a_worker_that_is_asked_to_stop_finishes_its_work_first(env, call):
    call("tests.slow", "last")

    with worker(env, "stopped") as process:
        wait_until(Job.objects.filter(state=State.RUNNING, progress__gte=20).exists, seconds=30, env=env)
        process.terminate()
        assert process.wait(timeout=30) == 0

    assert list(Job.objects.values_list("state", "attempt")) == [(State.DONE, 1)]


def test_a_burst_is_worked_off_by_two_workers_that_both_live_on(env, call):
    size = 2000 if THOROUGH else 200
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(env, f"worker{number}")) for number in range(2)]
        call("tests.quick", "first")
        wait_until(all_done, seconds=30, env=env)

        asked = [call("tests.quick", number) for number in range(size)]
        wait_until(all_done, seconds=120, env=env)

        assert [process.poll() for process in workers] == [None, None]
    assert effects().keys() >= set(asked)
    assert set(effects().values()) == {1}

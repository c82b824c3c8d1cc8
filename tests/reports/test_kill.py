"""A worker that is killed while it renders loses nothing: a new one makes each file, once, on either broker."""

from __future__ import annotations

import os

import pytest
from celery import Celery

from audit.models import Event
from jobs.choices import State
from jobs.models import Job
from reports import services
from reports.models import Artifact
from tests.jobs.test_kill import EMBEDDED, REDIS, answers
from tests.jobs.workers import environment, kill, wait_until, worker
from tests.reports.facts import at, edition, took_part

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[EMBEDDED, REDIS], ids=["embedded", "redis"])
def env(request, tmp_path):
    """The environment of the workers on each broker, which starts empty."""
    if request.param == REDIS:
        if not answers(REDIS) and os.environ.get("CI") != "true":
            pytest.skip("Redis does not answer")
        with Celery(broker=REDIS, set_as_current=False).connection() as connection:
            connection.default_channel.client.flushdb()
    return environment(tmp_path, request.param)


def rendering():
    """Whether a file is being made right now."""
    return Job.objects.filter(state=State.RUNNING, progress__gt=0).exists()


def test_a_report_is_made_once_although_its_worker_was_killed(env, project, manager, report):
    held = edition(project, at(3, 4, 15))
    for _ in range(40):
        took_part(held)
    services.submit_report(report=report, by=manager)
    with worker(env, "first") as first:
        wait_until(rendering, seconds=60, env=env)
        kill(first)
    assert Job.objects.filter(state=State.RUNNING).exists()
    with worker(env, "second"):
        wait_until(lambda: Job.objects.filter(state=State.DONE).count() == 2, seconds=90, env=env)
    assert sorted(Artifact.objects.values_list("language", flat=True)) == ["en", "pl"]
    assert sorted(Job.objects.values_list("attempt", flat=True)) == [1, 2]
    assert Event.objects.filter(action="reports.artifact.made").count() == 2

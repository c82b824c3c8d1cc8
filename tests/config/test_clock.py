"""What the clock calls, and the workers when they start."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.celery import app, sweeps
from config.factories.accounts import UserFactory
from config.tasks import tidy
from kernel.time import now
from web.models import IdempotencyKey


def test_everything_the_clock_calls_is_a_task_of_ours():
    app.loader.import_default_modules()

    assert sweeps().keys() <= app.tasks.keys()


def test_a_call_that_waited_longer_than_its_turn_is_dropped():
    assert {name: (entry["schedule"], entry["options"]) for name, entry in app.conf.beat_schedule.items()} == {
        name: (seconds, {"expires": seconds}) for name, seconds in sweeps().items()
    }


def test_work_is_acknowledged_when_done_and_carries_plain_json():
    conf = app.conf
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert (conf.task_serializer, conf.accept_content, conf.task_ignore_result) == ("json", ["json"], True)


def test_redis_gives_nothing_out_again_while_it_may_still_run(settings):
    assert settings.REDIS_TRANSPORT["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_the_lease_of_a_message_outlives_the_patience_with_the_mail_server(settings):
    assert timedelta(seconds=settings.EMAIL_TIMEOUT) < settings.MAIL_LEASE


@pytest.mark.django_db
def test_keys_of_requests_are_forgotten_after_a_day():
    fresh, _old = (
        IdempotencyKey.objects.create(
            actor=UserFactory(), key="k", method="POST", path="/", body_sha256="", created_at=now() - age
        )
        for age in (timedelta(hours=23), timedelta(hours=25))
    )

    tidy()

    assert list(IdempotencyKey.objects.all()) == [fresh]

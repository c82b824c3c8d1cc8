"""The workers and the clock: `celery -A config worker -B` is all of it on one machine."""

from __future__ import annotations

import os
import sys

import django
from celery import Celery
from celery.signals import beat_init, worker_init, worker_ready
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from jobs import transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
transport.register()

app = Celery("ratusz")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def sweeps() -> dict[str, float]:
    """Tasks that repair and tidy, with the seconds between two runs. Apps add theirs here."""
    return {
        "jobs.tasks.sweep": settings.SWEEP_EVERY,
        "mail.tasks.sweep": settings.SWEEP_EVERY,
        "trainings.tasks.sweep": 60,
        "trainings.tasks.remind": 300,
        "trainings.tasks.warn": 600,
        "trainings.tasks.evaluate": 300,
        "trainings.tasks.check": 86_400,
        "trainings.tasks.supersede_sheets": 300,
        "retention.tasks.run": 3600,
        "partnerships.tasks.sweep": 3600,
        "advisory.tasks.sweep": 3600,
        "config.tasks.tidy": 3600,
    }


@app.on_after_finalize.connect
def schedule(sender: Celery, **_kwargs: object) -> None:
    """Give the clock its list. A call that waits longer than its turn is worth nothing any more."""
    sender.conf.beat_schedule = {
        task: {"task": task, "schedule": seconds, "options": {"expires": seconds}} for task, seconds in sweeps().items()
    }


@worker_init.connect
@beat_init.connect
def refuse_insecure_start(**_kwargs: object) -> None:
    """Workers and clock hold the same keys as the pages: they start under the same conditions."""
    django.setup()  # the clock, unlike the worker, has not loaded the apps yet
    from config import checks  # noqa: PLC0415 -- needs the apps

    try:
        checks.refuse_insecure_start()
    except ImproperlyConfigured as error:
        # The clock has turned the usual stream into log lines by now; anything but SystemExit Celery would swallow.
        print(error, file=sys.__stderr__)
        raise SystemExit(1) from error


@worker_ready.connect
def sweep_at_start(sender: object, **_kwargs: object) -> None:
    """See to what the last worker left, without waiting for the clock."""
    for task in sweeps():
        app.send_task(task, retry=False)

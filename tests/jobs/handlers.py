"""Work that tests give to real workers."""

from __future__ import annotations

import time

from django.db import transaction

from audit.services import record
from jobs.registry import handler


@handler("tests.slow", queue="reports", max_attempts=5)
def slow(work):
    """Two seconds of work; its effect is one event, in the transaction that ends the job."""
    for step in range(20):
        work.progress(step * 5, f"krok {step}")
        time.sleep(0.1)
    _leave_an_effect(work)


@handler("tests.quick")
def quick(work):
    """Nearly nothing."""
    _leave_an_effect(work)


def _leave_an_effect(work):
    with transaction.atomic():
        record(action="tests.job.effect", about=work.job, by=None)
        work.finish({"attempt": work.job.attempt})

"""Telling a worker that there is work. The row is the truth: a call that gets lost costs time, never the work."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import KombuError

log = logging.getLogger(__name__)

EXPIRES = 120
"""Seconds after which a repeated call is worth nothing: the sweep has called again."""


def wake(task: Task[Any, Any], pk: int, **options: Any) -> None:
    """Send the id; `options` are those of `apply_async`. A broker that is away is no failure: the sweep calls again."""
    try:
        task.apply_async((pk,), retry=False, **options)
    except (KombuError, OSError) as error:
        log.warning("The broker did not take %s %s: %s", task.name, pk, type(error).__name__)


def wake_on_commit(task: Task[Any, Any], pk: int, *, queue: str = "default") -> None:
    """Send the id once the row is there for others to see."""
    transaction.on_commit(partial(wake, task, pk, queue=queue))

"""What a handler gets: its parameters, who asked, and a way to tell how far it is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError, connection

from jobs import leases
from jobs.leases import LeaseLost
from jobs.models import Job
from kernel.text import Text

log = logging.getLogger(__name__)

WRITE_EVERY = 1.0
"""Seconds between two writes of the progress."""


class Work:
    """One try at a job, for as long as the lease holds."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.params: dict[str, Any] = job.params
        self.requested_by: Any = job.requested_by
        """The person, as read just now; None is the system itself."""
        self.finished = False
        self._lost: LeaseLost | None = None
        self._written_at = float("-inf")

    def progress(self, percent: int, phase: Text = "") -> None:
        """Tell how far the work is. Call it often, outside transactions: it writes once a second.

        Raises LeaseLost, Cancelled: let them pass, they end the work.
        """
        if self._lost:
            raise self._lost
        if monotonic() - self._written_at < WRITE_EVERY:
            return
        self._written_at = monotonic()
        leases.extend(self.job, lease=settings.JOB_LEASE, progress=min(max(percent, 0), 100), phase=str(phase)[:80])

    def finish(self, result: dict[str, Any] | None = None) -> None:
        """Mark the job done now, in the transaction of its effect: both happen or neither, and only once.

        Raises LeaseLost, Cancelled.
        """
        leases.finish(self.job, progress=100, phase="", result=result)
        self.finished = True

    @contextmanager
    def kept_alive(self) -> Iterator[None]:
        """Extend the lease from a thread while the handler computes."""
        stop = Event()
        thread = Thread(target=self._beat, args=(stop,), name=f"beat-{self.job.pk}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _beat(self, stop: Event) -> None:
        try:
            while not stop.wait(settings.JOB_BEAT.total_seconds()):
                self._extend()
        except LeaseLost as lost:
            self._lost = lost
        finally:
            connection.close()

    def _extend(self) -> None:
        try:
            leases.extend(self.job, lease=settings.JOB_LEASE)
        except DatabaseError:
            # The database may be back before the lease runs out.
            log.warning("The lease of job %s could not be extended.", self.job.pk)


def language_of(user: AbstractBaseUser | None) -> str:
    """The language somebody reads."""
    return str(getattr(user, "language", "") or settings.LANGUAGE_CODE)

"""Asking for work, calling it off, doing it, and repairing what a dead worker left."""

from __future__ import annotations

import logging
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from audit.context import coming_from
from audit.services import record
from jobs import leases, registry
from jobs.choices import State
from jobs.leases import LeaseLost
from jobs.models import Job
from jobs.tasks import run_job
from jobs.waking import EXPIRES, wake, wake_on_commit
from jobs.work import Work, language_of
from kernel.errors import Refused
from kernel.time import now

log = logging.getLogger(__name__)

SWEEP_AT_ONCE = 200
"""Rows one sweep wakes: the next one sees to the rest."""


@transaction.atomic
def enqueue(*, kind: str, params: dict[str, Any], dedupe_key: str, by: AbstractBaseUser | None) -> Job:
    """The open job with this key: a new one, or the one that somebody asked for already.

    `params` are ids. `by=None` is the system itself. Raises LookupError for a kind that nobody registered.
    """
    known = registry.find(kind)
    at = now()
    job, is_new = Job.objects.open().get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "params": params,
            "requested_by_id": by.pk if by else None,
            "max_attempts": known.max_attempts,
            "not_before": at,
            "queued_at": at,
        },
    )
    if is_new:
        record(action="jobs.job.queued", about=job, by=by, after={"kind": kind, "params": params})
        wake_on_commit(run_job, job.pk, queue=known.queue)
    return job


@transaction.atomic
def cancel(*, job: Job, by: AbstractBaseUser) -> Job:
    """Call the work off; a worker that is at it stops at its next sign of life. Raises Refused 403, job_finished."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.requested_by_id != by.pk:
        raise Refused("not_your_job", _("Only the person who asked for this work may call it off."), status=403)
    if not job.is_open():
        raise Refused("job_finished", _("This work is finished already."))
    before = job.state
    job.state, job.token, job.lease_until, job.finished_at = State.CANCELLED, "", None, now()
    job.save(update_fields=["state", "token", "lease_until", "finished_at"])
    record(action="jobs.job.cancelled", about=job, by=by, before={"state": before}, after={"state": job.state})
    return job


def run(job_id: int) -> None:
    """Work on a job if it waits for somebody. Doing it twice at once, or again, is refused by the lease."""
    job = leases.claim(Job, job_id, lease=settings.JOB_LEASE)
    if job is None:
        return
    with coming_from("job", f"job-{job.pk}"), translation.override(language_of(job.requested_by)):
        try:
            _try(Work(job))
        except LeaseLost as lost:
            log.warning("Job %s was taken away: %s", job.pk, type(lost).__name__)


def _try(work: Work) -> None:
    """Call the handler and write down how it went. Raises LeaseLost."""
    job = work.job
    try:
        _require_active(work.requested_by)
        with work.kept_alive():
            result = registry.find(job.kind).run(work)
    except LeaseLost:
        raise
    except Refused as refusal:
        leases.fail(job, refusal.code, refusal.message)
    except SoftTimeLimitExceeded:
        leases.fail(job, "too_long", _("This took too long and was stopped. Ask for a smaller part of it."))
    except Exception:
        # Whatever broke, the row must tell; the trace is for the log, not for the reader.
        log.exception("Job %s (%s) broke in try %s.", job.pk, job.kind, job.attempt)
        leases.retry(job, "broken", broken(), waits=settings.JOB_BACKOFF)
    else:
        if not work.finished:
            leases.finish(job, progress=100, phase="", result=result)


def _require_active(requester: AbstractBaseUser | None) -> None:
    """Rights end at once, also those of work that waits. Raises Refused."""
    if requester is not None and not requester.is_active:
        raise Refused("requester_inactive", _("The account that asked for this is closed."), status=403)


def sweep() -> None:
    """Wake what was forgotten; end what has no try left."""
    for job in leases.exhausted(Job).select_related("requested_by")[:SWEEP_AT_ONCE]:
        with translation.override(language_of(job.requested_by)):
            _give_up(job)
    for job in leases.forgotten(Job, after=settings.JOB_WAKE_AFTER)[:SWEEP_AT_ONCE]:
        wake(run_job, job.pk, queue=registry.find(job.kind).queue, expires=EXPIRES)


def _give_up(job: Job) -> None:
    try:
        leases.fail(job, "broken", broken())
    except LeaseLost:
        log.info("Job %s was finished meanwhile.", job.pk)


def broken() -> str:
    """What a reader is told when something broke on our side."""
    return _("Something broke on our side, and trying again did not help. We have been told; try again later.")

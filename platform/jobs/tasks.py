"""What Celery calls."""

from __future__ import annotations

from celery import shared_task


@shared_task
def run_job(job_id: int) -> None:
    """Work on one job."""
    from jobs import services  # noqa: PLC0415 -- a task is a door to the service above it

    services.run(job_id)


@shared_task
def sweep() -> None:
    """Wake what a dead worker left behind."""
    from jobs import services  # noqa: PLC0415 -- as above

    services.sweep()

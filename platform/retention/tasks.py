"""What runs by the clock."""

from __future__ import annotations

from celery import shared_task


@shared_task
def run() -> int:
    """Erase what has had its time. Every hour; how much."""
    from retention.services import running  # noqa: PLC0415 -- a task lies below its service

    return running.run_by_clock()

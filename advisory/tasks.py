"""What Celery calls."""

from __future__ import annotations

from celery import shared_task


@shared_task
def sweep() -> None:
    """Say of each assignment what its dates say by now."""
    from advisory import services  # noqa: PLC0415 -- a task is a door to the service above it

    services.settle_assignments()

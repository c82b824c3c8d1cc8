"""What Celery calls."""

from __future__ import annotations

from celery import shared_task


@shared_task
def sweep() -> None:
    """Close the rows of members whose day of leaving has come."""
    from partnerships import services  # noqa: PLC0415 -- a task is a door to the service above it

    services.let_members_go()

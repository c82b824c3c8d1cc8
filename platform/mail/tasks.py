"""What Celery calls."""

from __future__ import annotations

from celery import shared_task


@shared_task
def send_message(message_id: int) -> None:
    """Send one message."""
    from mail import services  # noqa: PLC0415 -- a task is a door to the service above it

    services.send(message_id)


@shared_task
def sweep() -> None:
    """Wake what waits for its next try, and what a dead sender left behind."""
    from mail import services  # noqa: PLC0415 -- as above

    services.sweep()

"""What nobody waits for."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command


@shared_task
def tidy() -> None:
    """Throw away what has had its time: keys of requests, sessions, tokens, bytes that never became a file."""
    from accounts.services import tokens  # noqa: PLC0415 -- a task is a door to the services above it
    from files import services as files  # noqa: PLC0415 -- as above
    from web import idempotency  # noqa: PLC0415 -- as above

    idempotency.forget_old()
    tokens.forget_over()
    files.forget_unfinished()
    call_command("clearsessions")

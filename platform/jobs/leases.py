"""One worker at a time on a row: claim it, keep it, give it back; a worker that lost its lease can write no more."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from jobs.choices import State
from jobs.models import Leased
from kernel.text import Text
from kernel.time import now

Row = TypeVar("Row", bound=Leased)

OFF = {"token": "", "lease_until": None}


class LeaseLost(Exception):
    """Somebody else has the row by now: stop, write nothing."""


class Cancelled(LeaseLost):
    """Nobody wants the result any more."""


def claimable() -> Q:
    """Waiting and due, or left by a worker that no longer extends its lease; with a try left."""
    at = now()
    return Q(attempt__lt=F("max_attempts")) & (
        Q(state=State.QUEUED, not_before__lte=at) | Q(state=State.RUNNING, lease_until__lt=at)
    )


def claim(model: type[Row], pk: int, *, lease: timedelta) -> Row | None:
    """The row with a fresh token, or None if it is not to be worked on now: finished, not due, in good hands."""
    token = secrets.token_hex(16)
    claimed = model._default_manager.filter(claimable(), pk=pk).update(  # noqa: SLF001 -- Django's public name
        state=State.RUNNING,
        token=token,
        lease_until=now() + lease,
        attempt=F("attempt") + 1,
        started_at=Coalesce("started_at", now()),
    )
    return model._default_manager.filter(token=token).get(pk=pk) if claimed else None  # noqa: SLF001


def extend(row: Leased, *, lease: timedelta, **changes: Any) -> None:
    """Keep the row for another while. Raises LeaseLost, Cancelled."""
    _write(row, lease_until=now() + lease, **changes)


def finish(row: Leased, **changes: Any) -> None:
    """It is done. Raises LeaseLost, Cancelled."""
    _write(row, state=State.DONE, finished_at=now(), error_code="", error="", **OFF, **changes)


def fail(row: Leased, code: str, message: Text) -> None:
    """It will never be done, for this reason. Raises LeaseLost, Cancelled."""
    _write(row, state=State.FAILED, finished_at=now(), error_code=code[:80], error=str(message), **OFF)


def drop(row: Leased, code: str, message: Text) -> None:
    """It need not be done any more, for this reason. Raises LeaseLost, Cancelled."""
    _write(row, state=State.CANCELLED, finished_at=now(), error_code=code[:80], error=str(message), **OFF)


def put_back(row: Leased, wait: timedelta) -> None:
    """Leave it for later as if nobody had begun. Raises LeaseLost, Cancelled."""
    _write(row, state=State.QUEUED, not_before=now() + wait, attempt=F("attempt") - 1, **OFF)


def retry(row: Leased, code: str, message: Text, *, waits: list[timedelta]) -> bool:
    """Put it back for later, or let it fail after the last try; tells whether it is tried again.

    `waits[n]` follows try n + 1; the last one repeats. Raises LeaseLost, Cancelled.
    """
    if row.attempt >= row.max_attempts:
        fail(row, code, message)
        return False
    wait = waits[min(row.attempt, len(waits)) - 1]
    _write(row, state=State.QUEUED, not_before=now() + wait, error_code=code[:80], error=str(message), **OFF)
    return True


def exhausted(model: type[Row]) -> QuerySet[Row]:
    """Rows whose last worker died: no try is left."""
    return model._default_manager.filter(  # noqa: SLF001
        state=State.RUNNING, lease_until__lt=now(), attempt__gte=F("max_attempts")
    )


def forgotten(model: type[Row], *, after: timedelta) -> QuerySet[Row]:
    """Rows that somebody should have claimed by now, the oldest first: their message got lost or their worker died."""
    rows = model._default_manager.filter(  # noqa: SLF001
        claimable(), ~Q(state=State.QUEUED) | Q(not_before__lte=now() - after)
    )
    return rows.order_by("not_before", "pk")


def _write(row: Leased, **values: Any) -> None:
    """Change the row if this worker still holds it."""
    rows = type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001
    if rows.filter(state=State.RUNNING, token=row.token).update(**values):
        return
    if rows.filter(state=State.CANCELLED).exists():
        raise Cancelled
    raise LeaseLost

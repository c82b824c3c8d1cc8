"""The one lock of trainings: everything about an edition waits for its row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kernel.time import now
from trainings.models import Edition


def lock_edition(pk: int, **facts: Any) -> tuple[Edition, datetime]:
    """The edition with its course, locked until the transaction ends, and the time read after the lock came.

    What was read before the lock decides nothing: somebody may have taken the last place while we waited.
    `facts` are annotations that spare a statement. On SQLite the transaction itself (IMMEDIATE) is the lock.
    """
    rows = Edition.objects.select_related("course").select_for_update(of=("self",), no_key=True)
    edition = rows.annotate(**facts).get(pk=pk)
    return edition, now()

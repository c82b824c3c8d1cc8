"""Numbers without gaps."""

from __future__ import annotations

from django.db import transaction

from jobs.models import Sequence


def next_number(name: str) -> int:
    """The next number of a sequence, from 1. Call inside the transaction that uses it: a rollback gives it back."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("next_number needs the transaction that uses the number")
    Sequence.objects.get_or_create(name=name)
    row = Sequence.objects.select_for_update().get(name=name)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last

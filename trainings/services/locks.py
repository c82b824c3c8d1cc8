"""The one lock of trainings: everything about an edition waits for its row."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import BigIntegerField, DateField, QuerySet

from kernel.prepared import Prepared
from kernel.time import now, today
from trainings.models import Edition
from trainings.queries import takes_part, with_keeping


def lock_edition(pk: int, *, city: int | None = None) -> tuple[Edition, datetime]:
    """The edition with its course, locked until the transaction ends, and the time read after the lock came.

    What was read before the lock decides nothing: somebody may have taken the last place while we waited. Two facts
    come along and spare statements: `keeps_places`, and `city_takes_part` of the city whose id is given.
    On SQLite the transaction itself (IMMEDIATE) is the lock.
    """
    found = _locked(pk=pk, city=city or 0, day=today())
    if not found:
        raise Edition.DoesNotExist
    return found[0], now()


def with_facts(pk: int, city: int, day: date) -> QuerySet[Edition]:
    """The edition as it is locked, with the two facts."""
    rows = Edition.objects.select_related("course").select_for_update(of=("self",), no_key=True)
    facts = {"city_takes_part": takes_part(city, day)}
    return with_keeping(rows).annotate(**facts).filter(pk=pk)


_locked = Prepared(with_facts, pk=BigIntegerField(), city=BigIntegerField(), day=DateField())

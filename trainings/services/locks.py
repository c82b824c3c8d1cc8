"""The one lock of trainings: everything about an edition waits for its row."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import BigIntegerField, DateField, QuerySet

from grants.services import require_not_locked, require_open
from kernel.prepared import Prepared
from kernel.time import local_day, now, today
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


def require_countable(edition: Edition, at: datetime) -> None:
    """Ask for the period in which an edition counts: that of the day it ends, whatever the days of its sessions.

    While it runs, only a report that was sent stands in the way; once it is over, the period has to be open.
    Raises Refused as `grants.services.require_open`. The caller holds the edition's lock.
    """
    day, project = local_day(edition.ends_at or at), edition.course.project_id
    if edition.has_ended(at):
        require_open(project_id=project, day=day)
    else:
        require_not_locked(project_id=project, day=day)


def with_facts(pk: int, city: int, day: date) -> QuerySet[Edition]:
    """The edition as it is locked, with the two facts."""
    rows = Edition.objects.select_related("course").select_for_update(of=("self",), no_key=True)
    facts = {"city_takes_part": takes_part(city, day)}
    return with_keeping(rows).annotate(**facts).filter(pk=pk)


_locked = Prepared(with_facts, pk=BigIntegerField(), city=BigIntegerField(), day=DateField())

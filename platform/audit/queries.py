"""Questions to the record."""

from __future__ import annotations

from django.db import models

from audit.models import Event


def changed_fields(row: models.Model, *, last: int) -> list[str]:
    """The names of what the last so many events about a row changed, the oldest change first."""
    about = Event.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))
    found: dict[str, None] = {}
    for event in reversed(about.order_by("-id")[:last]):
        found |= dict.fromkeys(name for name, before, after in event.changes if before != after)
    return list(found)

"""Writing to the record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from audit.context import origin
from audit.models import Event
from kernel.time import now

Change = tuple[models.Model, dict[str, Any] | None, dict[str, Any] | None]
"""The row, what of it was before, what is after."""


def record(
    *,
    action: str,
    about: models.Model,
    by: AbstractBaseUser | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one event, in the transaction of the change it tells of. `by=None` is the system itself.

    `before` and `after` hold only what changed; no free text about people, no secrets.
    """
    record_each(action=action, changes=[(about, before, after)], by=by, reason=reason)


def record_each(*, action: str, changes: Iterable[Change], by: AbstractBaseUser | None, reason: str = "") -> None:
    """Write one event for each row that one act changed; an import of thousands takes few statements."""
    at, here = now(), origin()
    Event.objects.bulk_create(
        Event(
            at=at,
            actor_id=by.pk if by else None,
            action=action,
            object_type=about._meta.label_lower,
            object_id=str(about.pk),
            before=_plain(before),
            after=_plain(after),
            reason=reason,
            via=here.via,
            request_id=here.request_id,
        )
        for about, before, after in changes
    )


def _plain(values: dict[str, Any] | None) -> Any:
    """Dates, decimals and lazy texts as JSON knows them."""
    return None if values is None else json.loads(json.dumps(values, cls=DjangoJSONEncoder))

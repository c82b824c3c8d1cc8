"""A person's booked time: no two things at once, whichever app asks.

Every function locks the people concerned first, so that of two bookings at the same moment one sees the other.
The database keeps the same rule by itself (accounts.walls).
"""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import BusyTime, User
from audit.services import record
from kernel.errors import Refused
from ui.format import moment


@transaction.atomic
def book(*, user: User, starts_at: datetime, ends_at: datetime, source: models.Model, by: User | None) -> BusyTime:
    """Book [starts_at, ends_at) of a person for a thing; booked for it already, the booking moves to this time.

    The caller has asked the permission. Raises Refused busy_order, person_busy.
    """
    _lock([user.pk])
    booked = BusyTime.objects.filter(user=user, **_of(source)).first() or BusyTime(user=user, **_of(source))
    return _put(booked, starts_at, ends_at, by)


@transaction.atomic
def rebook(*, source: models.Model, starts_at: datetime, ends_at: datetime, by: User | None) -> list[BusyTime]:
    """Move a thing to another time for everybody booked for it, or for nobody. Raises Refused as `book`."""
    _lock(list(BusyTime.objects.filter(**_of(source)).values_list("user", flat=True)))
    return [_put(booked, starts_at, ends_at, by) for booked in BusyTime.objects.filter(**_of(source)).order_by("user")]


@transaction.atomic
def free(*, source: models.Model, by: User | None, user: User | None = None) -> int:
    """Give the time back: of one person, or of everybody booked for the thing. Returns for how many."""
    booked = BusyTime.objects.filter(**_of(source))
    if user is not None:
        booked = booked.filter(user=user)
    _lock(list(booked.values_list("user", flat=True)))
    rows = list(booked.order_by("user"))
    for row in rows:
        record(action="accounts.time.freed", about=row, by=by, before=_facts(row))
        row.delete()
    return len(rows)


def _lock(users: list[int]) -> None:
    """In the order of their ids, so that two callers never wait for each other."""
    people = User.objects.filter(pk__in=users).order_by("pk").select_for_update(of=("self",), no_key=True)
    list(people.values_list("pk", flat=True))


def _of(source: models.Model) -> dict[str, object]:
    return {"source_type": source._meta.label_lower, "source_id": source.pk}


def _put(booked: BusyTime, starts_at: datetime, ends_at: datetime, by: User | None) -> BusyTime:
    """Write the time of one person, whose row is locked."""
    if ends_at <= starts_at:
        raise Refused("busy_order", _("The end must be after the start."), field="ends_at")
    is_new = booked.pk is None
    if not is_new and (booked.starts_at, booked.ends_at) == (starts_at, ends_at):
        return booked
    others = BusyTime.objects.filter(user=booked.user_id, starts_at__lt=ends_at, ends_at__gt=starts_at)
    other = others.exclude(pk=booked.pk).order_by("starts_at").first()
    if other is not None:
        raise _busy(other)
    before = None if is_new else _facts(booked)
    booked.starts_at, booked.ends_at = starts_at, ends_at
    booked.save()
    action = "accounts.time.booked" if is_new else "accounts.time.moved"
    record(action=action, about=booked, by=by, before=before, after=_facts(booked))
    return booked


def _busy(other: BusyTime) -> Refused:
    """Names the kind of thing in the way, never more: the asker may not be allowed to see it."""
    kind = apps.get_model(other.source_type)._meta.verbose_name
    words = _("This person is booked already: %(kind)s, %(start)s – %(end)s. Choose another time or person.")
    return Refused(
        "person_busy",
        words % {"kind": kind, "start": moment(other.starts_at), "end": moment(other.ends_at)},
        field="starts_at",
        source_type=other.source_type,
        starts_at=other.starts_at.isoformat(),
        ends_at=other.ends_at.isoformat(),
    )


def _facts(booked: BusyTime) -> dict[str, object]:
    return {
        "user": booked.user_id,
        "source": f"{booked.source_type}#{booked.source_id}",
        "starts_at": booked.starts_at,
        "ends_at": booked.ends_at,
    }

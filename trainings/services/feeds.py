"""Secret addresses under which people's calendars are read: shown once, kept as a hash, revoked for ever."""

from __future__ import annotations

from secrets import token_urlsafe

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.text import sha256
from kernel.time import now
from trainings.models import CalendarFeed

BYTES = 32


@transaction.atomic
def make_feed(*, by: User) -> tuple[CalendarFeed, str]:
    """A new address of one's own calendar: its row and the secret in it, shown now and never again.

    An earlier address opens nothing any more.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    for earlier in CalendarFeed.objects.filter(user=person).in_use():
        _revoke(earlier, by)
    secret = token_urlsafe(BYTES)
    feed = CalendarFeed.objects.create(user=person, secret_sha256=sha256(secret), made_at=now())
    record(action="trainings.calendar.made", about=feed, by=by)
    return feed, secret


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: User) -> None:
    """End an address of one's own. Repeated: nothing happens. Raises Refused not_yours (403)."""
    feed = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if feed.user_id != by.pk:
        raise Refused("not_yours", _("Everybody revokes only his own calendar."), status=403)
    if feed.revoked_at is None:
        _revoke(feed, by)


def owner_of(secret: str) -> User | None:
    """Whose calendar the secret opens; nobody's for one that is revoked, or of an account that is closed."""
    rows = CalendarFeed.objects.in_use().filter(secret_sha256=sha256(secret), user__is_active=True)
    feed = rows.select_related("user").first()
    return feed.user if feed else None


def _revoke(feed: CalendarFeed, by: User) -> None:
    feed.revoked_at = now()
    feed.save(update_fields=["revoked_at"])
    record(action="trainings.calendar.revoked", about=feed, by=by)

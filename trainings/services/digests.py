"""Once a day: what the day brought to the people of a city, to its coordinators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from accounts.choices import RoleCode
from accounts.models import Role, User
from kernel.time import instant_on, local_day, now, start_of, today
from mail.models import Message
from mail.services import queue
from trainings.choices import EnrolmentState
from trainings.models import Edition, Enrolment, EnrolmentEvent
from trainings.services.notices import subject_of_digest
from ui.format import day as written_day

TEMPLATE = "trainings_city_confirmed"
HOUR = 7
"""From this hour on, for the day before; nobody is told later than the same day."""

Counted = dict[int, dict[Edition, int]]
"""Places given on a day: by city, by edition."""


@transaction.atomic
def tell_yesterday() -> int:
    """One message to each coordinator of a city in which people got places yesterday; how many were written now.

    No names: they stand on the page that the message leads to.
    """
    at, day = now(), today() - timedelta(days=1)
    if at < instant_on(today(), HOUR):
        return 0
    confirmed = _confirmed_on(day)
    held = Role.objects.on(today()).filter(role=RoleCode.CITY_COORDINATOR, organisation__in=confirmed)
    readers = {
        _key(city_id, day, role.user): (role.user, confirmed[city_id])
        for role in held.filter(user__is_active=True).select_related("user")
        if (city_id := role.organisation_id) is not None
    }
    told = set(Message.objects.filter(dedupe_key__in=readers).values_list("dedupe_key", flat=True))
    new = {key: reader for key, reader in readers.items() if key not in told}
    for key, (user, counted) in new.items():
        _tell(key, user, day, counted)
    return len(new)


def _key(city_id: int, day: date, user: User) -> str:
    return f"{TEMPLATE}:{city_id}:{day}:{user.pk}"


def _confirmed_on(day: date) -> Counted:
    """Of those who still have the place."""
    given = EnrolmentEvent.objects.filter(
        enrolment=OuterRef("pk"),
        to_state=EnrolmentState.CONFIRMED,
        at__gte=start_of(day),
        at__lt=start_of(day + timedelta(days=1)),
    )
    rows = Enrolment.objects.confirmed().filter(Exists(given)).select_related("edition__course")
    found: Counted = defaultdict(lambda: defaultdict(int))
    for row in rows.order_by("edition__starts_at", "edition"):
        found[row.city_id][row.edition] += 1
    return found


def _tell(key: str, user: User, day: date, counted: dict[Edition, int]) -> None:
    with translation.override(user.language):
        lines = "\n".join(_lines(counted.items()))
    queue(
        template=TEMPLATE,
        to=user,
        context={
            "on": day,
            "lines": lines,
            "path": reverse("trainings:enrolments") + "?whose=all&state=confirmed",
        },
        dedupe_key=key,
        about=subject_of_digest(counted),
        not_after=start_of(local_day(now()) + timedelta(days=1)),
    )


def _lines(counted: Iterable[tuple[Edition, int]]) -> Iterable[str]:
    for edition, count in counted:
        people = ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
        begins = f", {written_day(edition.starts_at)}" if edition.starts_at else ""
        yield f"- {edition.course.title} ({edition.code}){begins}: {people}"

"""Once a day: what was changed in words about trainings that did not move, to who comes and who teaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.time import instant_on, now, start_of, today
from mail.models import Message
from mail.services import queue
from trainings.choices import EnrolmentState
from trainings.models import Enrolment, SessionTrainer
from trainings.queries.changes import Details, details_changed_on
from trainings.services.digests import HOUR
from trainings.services.notices import subject_of_digest
from ui.format import moment

TEMPLATE = "trainings_details"


@transaction.atomic
def tell_changed_details() -> int:
    """One message to each person about what was changed yesterday; how many were written now.

    Who got the place after the change has read it as it is.
    """
    day = today() - timedelta(days=1)
    if now() < instant_on(today(), HOUR):
        return 0
    changed = details_changed_on(day)
    readers: dict[User, set[int]] = defaultdict(set)
    for user, item in chain(_coming(changed), _teaching(changed)):
        readers[user].add(id(item))
    keys = {f"{TEMPLATE}:{day}:{user.pk}": user for user in readers}
    told = set(Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    new = {key: user for key, user in keys.items() if key not in told}
    for key, user in new.items():
        _tell(key, user, day, [item for item in changed if id(item) in readers[user]])
    return len(new)


def _coming(changed: Sequence[Details]) -> Iterator[tuple[User, Details]]:
    """Who had the place before the change."""
    came_in = Max("events__at", filter=Q(events__to_state=EnrolmentState.CONFIRMED))
    rows = Enrolment.objects.confirmed().filter(edition__in={item.edition.pk for item in changed})
    since = dict(rows.annotate(came_in=came_in).values_list("pk", "came_in"))
    for row in rows.select_related("person").order_by("queue_no", "pk"):
        for item in changed:
            if item.edition.pk == row.edition_id and (since.get(row.pk) or item.at) <= item.at:
                yield row.person, item


def _teaching(changed: Sequence[Details]) -> Iterator[tuple[User, Details]]:
    rows = SessionTrainer.objects.filter(session__edition__in={item.edition.pk for item in changed})
    for row in rows.select_related("user", "session").order_by("pk"):
        for item in changed:
            if item.edition.pk == row.session.edition_id and item.session in {None, row.session}:
                yield row.user, item


def _tell(key: str, user: User, day: date, details: Sequence[Details]) -> None:
    with translation.override(user.language):
        lines = "\n".join(_line(item) for item in details)
    queue(
        template=TEMPLATE,
        to=user,
        context={"on": day, "lines": lines, "path": reverse("trainings:calendar")},
        dedupe_key=key,
        about=subject_of_digest(item.edition for item in details),
        not_after=start_of(today() + timedelta(days=1)),
    )


def _line(item: Details) -> str:
    names = {
        "breaks_min": _("breaks"),
        "meeting_url": _("the address of the online meeting"),
        "required": _("whether it must not be missed"),
        "travel": _("how to get there and what is paid for"),
        "access_notes": _("access: steps, lift, loop"),
    }
    what = ", ".join(words for name, words in names.items() if name in item.names)
    training = f"{item.edition.course.title} ({item.edition.code})"
    if item.session is None:
        return f"- {training}: {what}"
    of_session = _("session %(number)s") % {"number": item.session.ordinal}
    return f"- {training}, {of_session}, {moment(item.session.starts_at)}: {what}"

"""What an organiser does with several people of one training at once: each by itself, all under one lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.errors import Refused
from trainings.choices import Act
from trainings.models import Edition, Enrolment
from trainings.permissions import can_organise
from trainings.services.places.account import Account, each
from trainings.services.places.organisers import cancel, promote
from trainings.services.places.people import withdraw
from trainings.services.places.room import enter

MOST = 200
"""People at once: the training is locked meanwhile."""

_SERVICES: Mapping[Act, Callable[..., Enrolment]] = {Act.PROMOTE: promote, Act.WITHDRAW: withdraw, Act.CANCEL: cancel}


@transaction.atomic
def act_on_several(
    *, edition: Edition, act: Act, versions: Mapping[int, int | None], by: User, reason: str = ""
) -> Account[Enrolment]:
    """Do the same with each of these enrolments; what a rule forbids is left as it was and named with its reason.

    `versions` are those that were looked at, by the ids of the enrolments. Places are given in the order of the line.
    Who has no place is taken off first: nobody is offered a place that he is about to lose.
    Raises Refused organiser_only (403), enrolment_unknown (404), nobody_chosen, too_many_chosen, edition_cancelled,
    edition_not_published, reason_missing (where people read it).
    """
    room = enter(edition.pk)
    can_organise(by, room.edition.course.project_id).require()
    rows = list(Enrolment.objects.filter(edition=room.edition, pk__in=versions).select_related("person", "city"))
    require_chosen(rows, versions)
    room.require_published()
    if act != Act.PROMOTE and not reason.strip():
        raise Refused("reason_missing", _("Say why: the person reads it."), field="reason")
    service = _SERVICES[act]
    return each(
        sorted(rows, key=_in_line if act == Act.PROMOTE else _without_place_first),
        lambda row: service(enrolment=row, by=by, reason=reason, version=versions[row.pk]),
    )


def require_chosen(rows: Sized, wanted: Sized) -> None:
    """Raise Refused enrolment_unknown (404), nobody_chosen, too_many_chosen for rows found of those wanted."""
    if len(rows) < len(wanted):
        raise Refused(
            "enrolment_unknown", _("One of these people is not in this training. Reload the list."), status=404
        )
    if not len(wanted):
        raise Refused("nobody_chosen", _("Choose the people first."))
    if len(wanted) > MOST:
        raise Refused("too_many_chosen", _("At most %(most)s people at once.") % {"most": MOST})


def _in_line(row: Enrolment) -> tuple[int, int]:
    return -row.priority, row.queue_no or 0


def _without_place_first(row: Enrolment) -> tuple[bool, int]:
    return row.holds_seat, row.queue_no or 0

"""Who is to answer is asked again: offices about an enrolment, people about an offered place."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from jobs.choices import UNSENT_STATES
from mail.models import Message
from mail.plans import Planned
from trainings.choices import EditionState, OfferState
from trainings.models import Approval, PlaceOffer
from trainings.permissions import who_decides
from trainings.services.notices import coordinators_of, facts_about, subject_of
from trainings.services.reminders import times

ASKED, COPY = "trainings_approval_reminder", "trainings_approval_copy"
OFFERED, CITY_OFFERED = "trainings_offer_reminder", "trainings_city_offer_reminder"


def plan_approvals() -> tuple[list[Planned], list[Message]]:
    """Each pending approval at half time and on the working day before it is due."""
    rows = Approval.objects.pending().filter(enrolment__edition__state=EditionState.PUBLISHED)
    found = list(rows.select_related("enrolment__person", "enrolment__edition__course", "enrolment__city"))
    planned = [one for approval in found for one in _asked_again(approval)]
    return planned, _written([ASKED, COPY], planned)


def _asked_again(approval: Approval) -> Iterator[Planned]:
    moments = {
        "half": times.half_time(approval.asked_at, approval.due_at),
        "last": times.working_day_before_due(approval.due_at),
    }
    deciding = who_decides(approval)
    known = {user.pk for user in deciding}
    copied = [user for user in coordinators_of(approval.enrolment) if user.pk not in known]
    for name, at in moments.items():
        for template, people in ((ASKED, deciding), (COPY, copied)):
            for user in people:
                yield Planned(
                    key=f"{template}:approval:{approval.pk}:{name}:{user.pk}",
                    template=template,
                    to=user,
                    at=at,
                    until=approval.due_at,
                    since=approval.asked_at,
                    about=subject_of(approval.enrolment.edition),
                    context=_approval_facts(approval, user, template),
                )


def _approval_facts(approval: Approval, user: User, template: str) -> dict[str, object]:
    row = approval.enrolment
    page = ("trainings:approval", approval.pk) if template == ASKED else ("trainings:enrolment", row.pk)
    return {
        **facts_about(row.edition, user),
        "path": reverse(page[0], args=[page[1]]),
        "person": row.person.get_full_name(),
        "due_at": approval.due_at,
    }


def plan_offers() -> tuple[list[Planned], list[Message]]:
    """Each pending offer when a quarter of its time is left: to the person and the coordinators of the city."""
    rows = PlaceOffer.objects.filter(state=OfferState.PENDING, enrolment__edition__state=EditionState.PUBLISHED)
    found = rows.select_related("enrolment__person", "enrolment__edition__course", "enrolment__city")
    planned = [one for offer in found for one in _offered_again(offer)]
    return planned, _written([OFFERED, CITY_OFFERED], planned)


def _offered_again(offer: PlaceOffer) -> Iterator[Planned]:
    row = offer.enrolment
    people = [(OFFERED, row.person), *((CITY_OFFERED, user) for user in coordinators_of(row))]
    for template, user in people:
        yield Planned(
            key=f"{template}:offer:{offer.pk}:{user.pk}",
            template=template,
            to=user,
            at=times.quarter_left(offer.made_at, offer.expires_at),
            until=offer.expires_at,
            about=subject_of(row.edition),
            context={
                **facts_about(row.edition, user),
                "path": reverse("trainings:enrolment", args=[row.pk]),
                "deadline": offer.expires_at,
                **({"person": row.person.get_full_name()} if template == CITY_OFFERED else {}),
            },
        )


def _written(templates: list[str], planned: list[Planned]) -> list[Message]:
    """What was written of these, and what waits to be sent of those that are answered by now."""
    mine = Q(dedupe_key__in=[one.key for one in planned]) | Q(state__in=UNSENT_STATES)
    return list(Message.objects.filter(mine, template__in=templates))

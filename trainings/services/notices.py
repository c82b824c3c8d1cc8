"""What people are told by mail: each message is queued in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import translation

from accounts.choices import RoleCode
from accounts.models import Role, User
from kernel.time import now, today
from mail.services import queue
from trainings.models import Approval, Certificate, Edition, Enrolment, TravelClaim
from trainings.models.travel import CURRENCY
from trainings.queries.outbox import within
from trainings.services import calendars
from ui.format import money

TOLD_TO_THE_CITY = {"offered", "declined", "lapsed", "approval_lapsed", "rejected", "withdrawn"}
"""What coordinators of the person's city learn at once; confirmations come once a day (`digests`)."""


def subject_of(edition: Edition) -> str:
    """What messages about an edition say they are about: by its project its organisers find them."""
    return f"{within(edition.course.project_id)}{edition.pk}"


def subject_of_digest(editions: Iterable[Edition]) -> str:
    """What a message about several editions of one project says it is about: the one that starts first.

    Over several projects nothing, since no organiser may hold another's news. The editions come with their courses.
    """
    rows = list(editions)
    if len({row.course.project_id for row in rows}) != 1:
        return ""
    return subject_of(min(rows, key=lambda row: (row.starts_at is None, row.starts_at or now(), row.pk)))


def tell_person(template: str, enrolment: Enrolment, edition: Edition, **facts: str | int | datetime) -> None:
    """A message to the person of an enrolment, once for each of its versions."""
    queue(
        template=f"trainings_{template}",
        to=enrolment.person,
        context={
            **facts_about(edition, enrolment.person),
            "path": reverse("trainings:enrolment", args=[enrolment.pk]),
            **facts,
        },
        dedupe_key=f"trainings.enrolment:{enrolment.pk}:{enrolment.version}:{template}:{enrolment.person_id}",
        **calendars.enclosed_with(template, enrolment),
        about=subject_of(edition),
    )
    if template in TOLD_TO_THE_CITY:
        _tell_city(template, enrolment, edition, **facts)


def write_letter(enrolment: Enrolment, edition: Edition, *, subject: str, text: str, letter: str) -> None:
    """Words of the organiser to the person of an enrolment, once for each `letter`."""
    queue(
        template="trainings_letter",
        to=enrolment.person,
        context={
            **facts_about(edition, enrolment.person),
            "path": reverse("trainings:enrolment", args=[enrolment.pk]),
            "subject": subject,
            "text": text,
        },
        dedupe_key=f"trainings.enrolment:{enrolment.pk}:letter:{letter}:{enrolment.person_id}",
        about=subject_of(edition),
    )


def _tell_city(template: str, enrolment: Enrolment, edition: Edition, **facts: str | int | datetime) -> None:
    for coordinator in coordinators_of(enrolment):
        queue(
            template=f"trainings_city_{template}",
            to=coordinator,
            context={
                **facts_about(edition, coordinator),
                "path": reverse("trainings:enrolment", args=[enrolment.pk]),
                "person": enrolment.person.get_full_name(),
                **facts,
            },
            dedupe_key=f"trainings.enrolment:{enrolment.pk}:{enrolment.version}:city_{template}:{coordinator.pk}",
            about=subject_of(edition),
        )


def coordinators_of(enrolment: Enrolment) -> list[User]:
    """Who coordinates the person's city today, without the person."""
    held = Role.objects.on(today()).filter(role=RoleCode.CITY_COORDINATOR, organisation=enrolment.city_id)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=enrolment.person_id)
    return list(people.order_by("pk"))


def ask_to_accept(enrolment: Enrolment, edition: Edition) -> None:
    """A message to who was enrolled by somebody else: there are texts to be accepted."""
    queue(
        template="trainings_texts",
        to=enrolment.person,
        context={
            **facts_about(edition, enrolment.person),
            "path": reverse("trainings:enrolment-texts", args=[enrolment.pk]),
        },
        dedupe_key=f"trainings.enrolment:{enrolment.pk}:texts:{enrolment.person_id}",
        about=subject_of(edition),
    )


def tell_trainer_of_cancelling(trainer: User, edition: Edition, reason: str) -> None:
    """A message to somebody who was going to teach."""
    queue(
        template="trainings_cancelled",
        to=trainer,
        context={
            **facts_about(edition, trainer),
            "path": reverse("trainings:edition", args=[edition.pk]),
            "reason": reason,
        },
        dedupe_key=f"trainings.edition:{edition.pk}:{edition.version}:cancelled:{trainer.pk}",
        part=calendars.TAUGHT,
        part_params={"edition": edition.pk},
        about=subject_of(edition),
    )


def facts_about(edition: Edition, reader: User) -> dict[str, str | datetime | None]:
    """What every message of a training knows of it, in the reader's language."""
    with translation.override(reader.language):
        title = edition.course.title
    return {"title": title, "code": edition.code, "starts_at": edition.starts_at, "venue": edition.venue}


def ask_approver(user: User, approval: Approval, enrolment: Enrolment, edition: Edition) -> None:
    """A message to somebody of the office that is to decide."""
    _tell_of_approval("approval_asked", user, approval, enrolment, edition, key="asked")


def tell_of_question(coordinator: User, approval: Approval, enrolment: Enrolment, edition: Edition) -> None:
    """A message to the coordinator of a city whose office is to decide."""
    _tell_of_approval("city_approval_asked", coordinator, approval, enrolment, edition, key="city_asked")


def _tell_of_approval(
    template: str, user: User, approval: Approval, enrolment: Enrolment, edition: Edition, *, key: str
) -> None:
    queue(
        template=f"trainings_{template}",
        to=user,
        context={
            **facts_about(edition, user),
            "path": reverse("trainings:approval", args=[approval.pk]),
            "person": enrolment.person.get_full_name(),
            "due_at": approval.due_at,
        },
        dedupe_key=f"trainings.approval:{approval.pk}:{key}:{user.pk}",
        about=subject_of(edition),
    )


def tell_of_certificate(event: str, certificate: Certificate, *, reason: str = "") -> None:
    """Its person learns that it was issued, replaces another one, or was revoked: once for each of these.

    `event` is "issued", "replaced" or "revoked"; the certificate comes with its enrolment, person, edition and course.
    """
    row = certificate.enrolment
    queue(
        template=f"trainings_certificate_{event}",
        to=row.person,
        context={
            **facts_about(row.edition, row.person),
            "path": reverse("trainings:certificate", args=[certificate.pk]),
            "number": certificate.number,
            "reason": reason,
        },
        dedupe_key=f"trainings.certificate:{certificate.pk}:{event}:{row.person_id}",
        about=subject_of(row.edition),
    )


def tell_of_claim(event: str, claim: TravelClaim, *, reason: str = "", paid_on: date | None = None) -> None:
    """Its person learns what became of a travel claim; the account is never named.

    `event` is "returned", "approved", "rejected" or "paid"; the claim comes with its enrolment, person and edition.
    """
    row = claim.enrolment
    queue(
        template=f"trainings_travel_{event}",
        to=row.person,
        context={
            **facts_about(row.edition, row.person),
            "path": reverse("trainings:travel-claim", args=[claim.pk]),
            "amount": money(claim.amount or 0, CURRENCY, row.person.language),
            **({"reason": reason} if reason else {}),
            **({"paid_on": paid_on} if paid_on else {}),
        },
        dedupe_key=f"trainings.travel_claim:{claim.pk}:{claim.version}:{event}:{row.person_id}",
        about=subject_of(row.edition),
    )


def tell_kind_changed(enrolment: Enrolment, edition: Edition) -> None:
    """A message that the place is of another kind now."""
    with translation.override(enrolment.person.language):
        kind = str(enrolment.get_place_kind_display())
    tell_person("kind_changed", enrolment, edition, kind=kind)


def warn_of_few(organiser: User, edition: Edition, *, confirmed: int) -> None:
    """A message that too few people come; once for each date on which the training starts."""
    queue(
        template="trainings_few",
        to=organiser,
        context={
            **facts_about(edition, organiser),
            "path": reverse("trainings:edition-roster", args=[edition.pk]),
            "confirmed": confirmed,
            "fewest": edition.min_participants,
        },
        dedupe_key=few_key(edition, organiser),
        about=subject_of(edition),
    )


def few_key(edition: Edition, organiser: User) -> str:
    """By this the message is found again."""
    return f"trainings.edition:{edition.pk}:few:{edition.starts_at:%Y%m%dT%H%M}:{organiser.pk}"

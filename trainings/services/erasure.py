"""A person asks to be forgotten: what may go goes now, what is evidence stays until its day, and the reply says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.erasure import erase_contact
from audit.services import record
from kernel.errors import Refused
from kernel.time import now
from mail.services import queue
from trainings.choices import ACTIVE_STATES
from trainings.models import Attendance, Certificate, Enrolment, SurveyAnswer, SurveyReceipt
from trainings.permissions import can_erase
from trainings.queries.evidence import kept_until
from trainings.services.needs import erase_needs
from trainings.services.travel.claims import erase_travel


@dataclass(frozen=True)
class Kept:
    """A training of which name, town, attendance and certificates stay, and the last day they do."""

    code: str
    title: str
    city: str
    until: date


@dataclass(frozen=True)
class Erasure:
    """What became of a request."""

    needs: int
    phone: bool
    answers: int
    receipts: int
    travel: int
    """Claims of which the account, and of what is not paid the receipts, are gone."""
    travel_waiting: int
    """Claims that are to be decided or paid first."""
    kept: Sequence[Kept]

    @property
    def kept_until(self) -> date | None:
        """The last day of the last of them."""
        return max((row.until for row in self.kept), default=None)


@transaction.atomic
def erase_person(*, person: User, reason: str, by: User) -> Erasure:
    """Erase needs, telephone, answers in tests, receipts, accounts; keep what proves attendance and money; write.

    Anonymous answers stay: they are nobody's. So do materials that the person added as a trainer, with the name: they
    are the training's. Asked again, there is nothing left to erase.
    Raises Refused erasure_for_administrators (403), reason_missing.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    can_erase(by).require()
    if not reason.strip():
        raise Refused("reason_missing", _("Say when and how the person asked."), field="reason")
    enrolments = list(Enrolment.objects.filter(person=person).values_list("pk", flat=True))
    answers = SurveyAnswer.objects.filter(response__enrolment__in=enrolments).delete()[0]
    receipts = SurveyReceipt.objects.filter(enrolment__in=enrolments).delete()[0]
    had_phone = bool(person.phone)
    travel, travel_waiting = erase_travel(enrolments, by=by)
    done = Erasure(
        needs=erase_needs(enrolments, by=by),
        phone=had_phone,
        answers=answers,
        receipts=receipts,
        travel=travel,
        travel_waiting=travel_waiting,
        kept=_kept(person),
    )
    erase_contact(user=person, by=by)
    counts = {
        "needs": done.needs,
        "phone": done.phone,
        "answers": done.answers,
        "receipts": done.receipts,
        "travel": done.travel,
        "travel_waiting": done.travel_waiting,
    }
    record(
        action="trainings.person.erased",
        about=person,
        by=by,
        after={**counts, "kept_until": done.kept_until},
        reason=reason.strip(),
    )
    _reply(person, done)
    return done


def _kept(person: User) -> list[Kept]:
    """Trainings that took place with this person, or are still to."""
    attended = Attendance.objects.filter(enrolment=OuterRef("pk"), minutes__gt=0)
    certified = Certificate.objects.filter(enrolment=OuterRef("pk"))
    rows = Enrolment.objects.filter(
        Q(Exists(attended)) | Q(Exists(certified)) | Q(state__in=ACTIVE_STATES), person=person
    ).select_related("city", "edition__course__project")
    with translation.override(person.language):
        return [
            Kept(
                code=row.edition.code,
                title=row.edition.course.title,
                city=row.city.name,
                until=kept_until(row.edition.course.project),
            )
            for row in rows.order_by("edition__starts_at", "pk")
        ]


def _reply(person: User, done: Erasure) -> None:
    queue(
        template="trainings_erased",
        to=person,
        context={
            "needs": done.needs,
            "phone": done.phone,
            "answers": done.answers,
            "receipts": done.receipts,
            "travel": done.travel,
            "travel_waiting": done.travel_waiting,
            "kept": [[row.code, row.title, row.city, row.until] for row in done.kept],
        },
        dedupe_key=f"trainings.person:{person.pk}:erased:{now().isoformat()}",
    )

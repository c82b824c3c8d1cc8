"""What waits for who takes part in trainings, and for the town."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import CITY_ROLES, RoleCode
from accounts.permissions import bodies_of
from config.reader import Reader
from config.todo.base import SHOWN, Todo, more
from kernel.time import now
from trainings.choices import EnrolmentState, OfferState
from trainings.models import Approval, Enrolment
from trainings.queries.evaluation import open_surveys


def enrolments(reader: Reader) -> Iterable[Todo]:
    """Places offered to me, and to the people of the city that I coordinate; texts that I have to accept."""
    mine = Q(person=reader.user)
    ours = Q(city__in=bodies_of(reader.user, RoleCode.CITY_COORDINATOR))
    offered = Q(state=EnrolmentState.OFFERED) & (mine | ours)
    awaiting = Q(awaits_texts=True, edition__ends_at__gt=now()) & mine
    pending = FilteredRelation("offers", condition=Q(offers__state=OfferState.PENDING))
    rows = Enrolment.objects.active().filter(offered | awaiting).select_related("edition__course", "person")
    dated = rows.annotate(pending=pending, until=F("pending__expires_at"))
    for row in dated.order_by(F("until").asc(nulls_last=True), "edition__starts_at")[: 2 * SHOWN]:
        until: datetime | None = vars(row)["until"]
        names = {"training": row.edition.course.title, "person": row.person}
        own = row.person_id == reader.user.pk
        if own and row.awaits_texts:
            text = _("Accept the regulations: %(training)s.") % names
            yield Todo(text, reverse("trainings:enrolment-texts", args=[row.pk]), until or row.edition.starts_at)
        if until:
            offer = (
                _("A place was offered to you: %(training)s. Answer.")
                if own
                else _("A place was offered to %(person)s: %(training)s.")
            )
            yield Todo(offer % names, reverse("trainings:enrolment", args=[row.pk]), until)


def approvals(reader: Reader) -> Iterable[Todo]:
    """Enrolments that wait for the decision of my office; for the organiser those of towns where nobody is left."""
    if not reader.is_any(RoleCode.APPROVER, RoleCode.SIGNATORY, RoleCode.CITY_COORDINATOR, RoleCode.ORGANISER):
        return
    asked = Approval.objects.visible_to(reader.user).decidable_by(reader.user).pending().filter(due_at__gt=now())
    rows = asked.select_related("enrolment__edition__course", "enrolment__person").order_by("due_at")
    found = list(rows[: SHOWN + 1])
    for approval in found[:SHOWN]:
        enrolment = approval.enrolment
        names = {"training": enrolment.edition.course.title, "person": enrolment.person}
        text = _("Decide on the enrolment of %(person)s: %(training)s.") % names
        yield Todo(text, reverse("trainings:approval", args=[approval.pk]), approval.due_at)
    if len(found) > SHOWN:
        yield more(_("enrolments to decide on"), reverse("trainings:approvals"))


def surveys(reader: Reader) -> Iterable[Todo]:
    """Questions put to me that I have not answered."""
    if not reader.is_any(*CITY_ROLES):
        return
    for survey in open_surveys(reader.user).order_by("closes_at")[:SHOWN]:
        names = {"training": survey.edition.course.title, "questions": survey.questionnaire.title}
        text = (
            _("Take the test “%(questions)s”: %(training)s.")
            if survey.questionnaire.is_test()
            else _("Answer the questions “%(questions)s”: %(training)s.")
        )
        yield Todo(text % names, reverse("trainings:survey-answer", args=[survey.pk]), survey.closes_at)

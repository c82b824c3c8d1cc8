"""What waits for who takes part in trainings, and for the town."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import CITY_ROLES, RoleCode
from accounts.permissions import bodies_of
from config.reader import Reader
from config.todo.base import SHOWN, Todo
from kernel.time import now
from trainings.choices import OfferState
from trainings.models import Approval, PlaceOffer
from trainings.queries.evaluation import open_surveys


def offers(reader: Reader) -> Iterable[Todo]:
    """Places offered to me; to the people of the city that I coordinate."""
    mine = Q(enrolment__person=reader.user)
    ours = Q(enrolment__city__in=bodies_of(reader.user, RoleCode.CITY_COORDINATOR))
    waiting = PlaceOffer.objects.filter(mine | ours, state=OfferState.PENDING)
    for offer in waiting.select_related("enrolment__edition__course", "enrolment__person").order_by("expires_at")[
        :SHOWN
    ]:
        enrolment = offer.enrolment
        names = {"training": enrolment.edition.course.title, "person": enrolment.person}
        text = (
            _("A place was offered to you: %(training)s. Answer.")
            if enrolment.person_id == reader.user.pk
            else _("A place was offered to %(person)s: %(training)s.")
        )
        yield Todo(text % names, reverse("trainings:enrolment", args=[enrolment.pk]), offer.expires_at)


def approvals(reader: Reader) -> Iterable[Todo]:
    """Enrolments that wait for the decision of my office; for the organiser those of towns where nobody is left."""
    if not reader.is_any(RoleCode.APPROVER, RoleCode.SIGNATORY, RoleCode.CITY_COORDINATOR, RoleCode.ORGANISER):
        return
    asked = Approval.objects.visible_to(reader.user).decidable_by(reader.user).pending().filter(due_at__gt=now())
    for approval in asked.select_related("enrolment__edition__course", "enrolment__person").order_by("due_at")[:SHOWN]:
        enrolment = approval.enrolment
        names = {"training": enrolment.edition.course.title, "person": enrolment.person}
        text = _("Decide on the enrolment of %(person)s: %(training)s.") % names
        yield Todo(text, reverse("trainings:approval", args=[approval.pk]), approval.due_at)


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

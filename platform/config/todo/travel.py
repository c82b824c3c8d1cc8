"""What waits where journeys are paid back."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import CITY_ROLES, RoleCode
from config.reader import Reader
from config.todo.base import SHOWN, Todo
from trainings.choices import TravelState
from trainings.models import TravelClaim


def returned(reader: Reader) -> Iterable[Todo]:
    """Claims that were sent back to me."""
    if not reader.is_any(*CITY_ROLES):
        return
    mine = TravelClaim.objects.filter(enrolment__person=reader.user, state=TravelState.RETURNED)
    for claim in mine.select_related("enrolment__edition__course").order_by("pk")[:SHOWN]:
        text = _("Correct your travel claim: %(training)s.") % {"training": claim.enrolment.edition.course.title}
        yield Todo(text, reverse("trainings:travel-claim", args=[claim.pk]))


def decisions(reader: Reader) -> Iterable[Todo]:
    """Claims that wait for the organiser; one line for all of them."""
    if not reader.is_any(RoleCode.ORGANISER):
        return
    if count := TravelClaim.objects.decidable_by(reader.user).count():
        text = ngettext(
            "%(n)s travel claim waits for your decision.", "%(n)s travel claims wait for your decision.", count
        )
        yield Todo(text % {"n": count}, f"{reverse('trainings:travel-claims')}?state={TravelState.SUBMITTED}")


def payments(reader: Reader) -> Iterable[Todo]:
    """Approved claims that wait for who pays; one line for all of them."""
    if not reader.is_any(RoleCode.FINANCE_OFFICER, RoleCode.PROJECT_MANAGER):
        return
    if count := TravelClaim.objects.payable_by(reader.user).count():
        text = ngettext("%(n)s travel claim waits to be paid.", "%(n)s travel claims wait to be paid.", count)
        yield Todo(text % {"n": count}, f"{reverse('trainings:travel-claims')}?state={TravelState.APPROVED}")

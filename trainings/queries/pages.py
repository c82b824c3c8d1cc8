"""The rows of one page of a long list, by their keys: what the page shows and no more, the SQL worked out once."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, DateTimeField, QuerySet

from kernel.prepared import ByKeys
from kernel.time import now
from trainings.models import Approval, Certificate, Edition, Enrolment, Session
from trainings.queries import with_places, with_position, with_question
from web.paging import PER_PAGE
from web.shown import columns_of

TITLE = ("course__title_pl", "course__title_en")
NAME = ("first_name", "last_name", "email")
"""What somebody is called by."""


def _joined(path: str, *columns: str) -> list[str]:
    return [f"{path}__{column}" for column in columns]


def _editions(keys: list[Any], at: Any) -> QuerySet[Edition]:
    shown = "code", "mode", "state", "capacity", "online_capacity", "opens_at", "closes_at", "starts_at", "ends_at"
    rows = Edition.objects.order_by().filter(pk__in=keys).select_related("course")
    return with_places(rows, at).only(*shown, *TITLE)


def _enrolments(keys: list[Any]) -> QuerySet[Enrolment]:
    edition = _joined("edition", "code", "starts_at", "ends_at", *TITLE)
    rows = Enrolment.objects.order_by().filter(pk__in=keys).select_related("edition__course", "person", "city")
    shown = rows.only("state", "outcome", "queue_no", "priority", *edition, *_joined("person", *NAME), "city__name")
    return with_question(with_position(shown))


def _certificates(keys: list[Any]) -> QuerySet[Certificate]:
    training, person = _joined("enrolment__edition", *TITLE), _joined("enrolment__person", *NAME)
    rows = Certificate.objects.order_by().filter(pk__in=keys)
    rows = rows.select_related("enrolment__person", "enrolment__edition__course")
    return rows.only("number", "kind", "issued_at", "state", "file_id", *training, *person)


def _approvals(keys: list[Any]) -> QuerySet[Approval]:
    rows = Approval.objects.order_by().filter(pk__in=keys)
    rows = rows.select_related("enrolment__person", "enrolment__city", "enrolment__edition__course")
    person, edition = _joined("enrolment__person", *NAME), _joined("enrolment__edition", "code", "starts_at", *TITLE)
    return rows.only("state", "due_at", "enrolment__city__name", *person, *edition)


def _sessions(keys: list[Any]) -> QuerySet[Session]:
    rows = Session.objects.order_by().filter(pk__in=keys).select_related("edition__course")
    return rows.only(*columns_of(Session), *_joined("edition", "code", "venue", *TITLE))


_editions_then = ByKeys(_editions, BigIntegerField(), size=PER_PAGE, at=DateTimeField())


def catalogue_page(keys: list[Any]) -> list[Edition]:
    """Editions with their places, as the clock has them now."""
    return _editions_then(keys, at=now())


enrolments_page = ByKeys(_enrolments, BigIntegerField(), size=PER_PAGE)
"""Enrolments of others, with their place in the line and the question that is open."""

certificates_page = ByKeys(_certificates, BigIntegerField(), size=PER_PAGE)
"""Certificates with their trainings and people."""

approvals_page = ByKeys(_approvals, BigIntegerField(), size=PER_PAGE)
"""Questions to a city, with who asks for which training."""

sessions_page = ByKeys(_sessions, BigIntegerField(), size=PER_PAGE)
"""Sessions with their trainings."""

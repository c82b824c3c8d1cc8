"""The lists that leave the platform: whose rows, who may have them, by what they may be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from kernel.decisions import Allowed, Decision
from trainings.models import Approval, Certificate, Course, Edition, Enrolment, Session
from trainings.permissions import can_see_trained
from trainings.queries import with_places, with_position
from trainings.queries.trained import trained_of
from trainings.services.exports import columns
from trainings.services.exports.columns import Columns


def _anybody(_user: User) -> Decision:
    return Allowed()


@dataclass(frozen=True)
class List:
    """One list as a file."""

    columns: Columns
    rows: Callable[[User], QuerySet[Any]]
    """What somebody sees of it, with everything that the columns need."""
    narrowed_by: Sequence[str] = ()
    """Names of fields; of foreign keys the ids are given."""
    may: Callable[[User], Decision] = _anybody


def _of_enrolments(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("enrolment__person", "enrolment__city", "enrolment__edition__course")


def _editions(user: User) -> QuerySet[Edition]:
    return with_places(Edition.objects.visible_to(user)).select_related("course")


def _enrolments(user: User) -> QuerySet[Enrolment]:
    rows = with_position(Enrolment.objects.visible_to(user))
    return rows.select_related("edition__course", "person", "city")


def _certificates(user: User) -> QuerySet[Certificate]:
    return _of_enrolments(Certificate.objects.visible_to(user))


def _approvals(user: User) -> QuerySet[Approval]:
    return _of_enrolments(Approval.objects.visible_to(user).decidable_by(user))


def _sessions(user: User) -> QuerySet[Session]:
    return Session.objects.visible_to(user).taught_by(user).select_related("edition__course")


def _courses(user: User) -> QuerySet[Course]:
    return Course.objects.visible_to(user).select_related("project")


LISTS: Mapping[str, List] = {
    "editions": List(columns.EDITIONS, _editions, ["course", "state"]),
    "enrolments": List(columns.ENROLMENTS, _enrolments, ["edition", "city", "person", "state"]),
    "certificates": List(columns.CERTIFICATES, _certificates, ["state"]),
    "approvals": List(columns.APPROVALS, _approvals, ["state"]),
    "sessions": List(columns.SESSIONS, _sessions, ["edition", "state"]),
    "courses": List(columns.COURSES, _courses),
    "trained": List(columns.TRAINED, trained_of, ["edition", "city", "person"], can_see_trained),
}
"""By the names that addresses and programs call them; the list of participants of an edition is apart."""

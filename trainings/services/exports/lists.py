"""The lists that leave the platform: of what they are, whose rows, who may have them, by what they may be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import User
from grants.models import projects_of
from kernel.decisions import Allowed, Decision
from mail.models import Message
from trainings.models import Approval, Certificate, Course, Edition, Enrolment, Questionnaire, Session
from trainings.models.travel import PAYING_ROLES
from trainings.permissions import (
    can_open_outbox,
    can_open_travel,
    can_organise,
    can_record,
    can_see_roster,
    can_see_settlement,
    can_see_trained,
)
from trainings.queries import with_places, with_position
from trainings.queries.legal import image_text_of, with_image
from trainings.queries.outbox import outbox, with_codes
from trainings.queries.outcomes import with_earned, with_minutes
from trainings.queries.presence import to_record
from trainings.queries.roster import roster
from trainings.queries.trained import trained_of
from trainings.queries.travel import for_export
from trainings.services.exports import columns
from trainings.services.exports.columns import Columns


def _anybody(_user: User) -> Decision:
    return Allowed()


def _nothing_more(_user: User) -> Columns:
    return {}


@dataclass(frozen=True)
class List:
    """One list as a file."""

    columns: Columns
    rows: Callable[[User], QuerySet[Any]]
    """What somebody sees of it, with everything that the columns need."""
    narrowed_by: Sequence[str] = ()
    """Names of fields; of foreign keys the ids are given."""
    may: Callable[[User], Decision] = _anybody
    more: Callable[[User], Columns] = _nothing_more
    """Columns that are not for everybody."""

    def columns_for(self, user: User) -> Columns:
        """All that this reader gets."""
        return {**self.columns, **self.more(user)}


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
    return Session.objects.taught_by(user).select_related("edition__course")


def _courses(user: User) -> QuerySet[Course]:
    return Course.objects.visible_to(user).select_related("project")


def _accounts(user: User) -> Columns:
    return columns.ACCOUNTS if projects_of(user, *PAYING_ROLES) else {}


def _messages(user: User) -> QuerySet[Message]:
    return with_codes(outbox(user))


LISTS: Mapping[str, List] = {
    "editions": List(columns.EDITIONS, _editions, ["course", "state"]),
    "enrolments": List(columns.ENROLMENTS, _enrolments, ["edition", "city", "person", "state"]),
    "certificates": List(columns.CERTIFICATES, _certificates, ["state"]),
    "approvals": List(columns.APPROVALS, _approvals, ["state"]),
    "sessions": List(columns.SESSIONS, _sessions, ["edition", "state"]),
    "courses": List(columns.COURSES, _courses),
    "messages": List(columns.MESSAGES, _messages, ["state"], can_open_outbox),
    "travel": List(columns.TRAVEL, for_export, ["state"], can_open_travel, _accounts),
    "trained": List(columns.TRAINED, trained_of, ["edition", "city", "person"], can_see_trained),
}
"""By the names that addresses and programs call them; those of one thing are apart."""


@dataclass(frozen=True)
class Part:
    """One list of one thing as a file: of a training, a session, a course."""

    of: str
    """What the thing is called where a program names it."""
    things: Callable[[User], QuerySet[Any]]
    """What somebody sees of them, with everything that the others here need."""
    may: Callable[[User, Any], Decision]
    rows: Callable[[User, Any], QuerySet[Any]]
    """In the usual order, with everything that the columns need."""
    columns: Callable[[User, Any], Columns]


def _all_editions(user: User) -> QuerySet[Edition]:
    return Edition.objects.visible_to(user).select_related("course")


def _all_sessions(user: User) -> QuerySet[Session]:
    return Session.objects.visible_to(user).select_related("edition__course")


def _participants(user: User, edition: Edition) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.visible_to(user).filter(edition=edition)
    return roster(with_minutes(with_image(rows, image_text_of(edition)))).select_related("person", "city")


def _participants_columns(user: User, edition: Edition) -> Columns:
    """With addresses for who organises it; with the use of the image where a text on it holds."""
    contacts = columns.CONTACTS if can_organise(user, edition.course.project_id) else {}
    return {**columns.ROSTER, **_image(edition), **contacts}


def _records_columns(_user: User, session: Session) -> Columns:
    return {**columns.RECORDS, **_image(session.edition)}


def _image(edition: Edition) -> Columns:
    return columns.IMAGE if image_text_of(edition) else {}


def _settled(user: User, edition: Edition) -> QuerySet[Enrolment]:
    rows = with_earned(Enrolment.objects.visible_to(user).confirmed().filter(edition=edition))
    return rows.select_related("person", "city").order_by("queue_no", "pk")


def _issued(user: User, edition: Edition) -> QuerySet[Certificate]:
    return _certificates(user).filter(enrolment__edition=edition).order_by("number", "pk")


def _questionnaires(user: User, course: Course) -> QuerySet[Questionnaire]:
    return Questionnaire.objects.visible_to(user).filter(course=course).annotate(asked=Count("questions"))


def _sees_settlement(user: User, edition: Edition) -> Decision:
    return can_see_settlement(user, edition.course.project_id)


PARTS: Mapping[str, Part] = {
    "roster": Part("edition", _all_editions, can_see_roster, _participants, _participants_columns),
    "attendance": Part("session", _all_sessions, can_record, to_record, _records_columns),
    "settlement": Part("edition", _all_editions, _sees_settlement, _settled, lambda *_of: columns.SETTLED),
    "edition-certificates": Part(
        "edition", _all_editions, _sees_settlement, _issued, lambda *_of: columns.CERTIFICATES
    ),
    "questionnaires": Part(
        "course",
        Course.objects.visible_to,
        lambda user, course: can_organise(user, course.project_id),
        _questionnaires,
        lambda *_of: columns.QUESTIONNAIRES,
    ),
}
"""By name, as LISTS."""

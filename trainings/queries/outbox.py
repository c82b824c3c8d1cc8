"""Messages about trainings, for who answers for them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import BigIntegerField, CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, StrIndex, Substr

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, reads_everything
from grants.models import projects_of
from mail.models import Message
from trainings.models import Edition

PROJECT, EDITION = "grants.project:", "/trainings.edition:"
"""What stands before the two ids in the subject of a message about an edition."""


def within(project_id: int) -> str:
    """How the subjects of messages about editions of a project begin: found by it, an outbox joins no edition."""
    return f"{PROJECT}{project_id}{EDITION}"


def messages_about(editions: QuerySet[Edition]) -> QuerySet[Message]:
    """What was written about these editions, with the recipients."""
    project, edition = Cast("course__project", CharField()), Cast("pk", CharField())
    subject = Concat(Value(PROJECT), project, Value(EDITION), edition, output_field=CharField())
    subjects = editions.order_by().annotate(subject=subject).values("subject")
    return Message.objects.filter(about__in=subjects).select_related("to")


def outbox(user: Visitor) -> QuerySet[Message]:
    """What was written about trainings of the projects one organises; all of it to who reads everything."""
    if not isinstance(user, User):
        return Message.objects.none()
    if reads_everything(user):
        return Message.objects.filter(about__contains=EDITION).select_related("to")
    return organised_outbox(user)


def organised_outbox(user: User) -> QuerySet[Message]:
    """Those of them that one may hold, cancel and send."""
    projects = projects_of(user, RoleCode.ORGANISER)
    if not projects:
        return Message.objects.none()
    ours = reduce(or_, (Q(about__startswith=within(project)) for project in projects))
    return Message.objects.filter(ours).select_related("to")


def with_editions(messages: Iterable[Message]) -> list[Message]:
    """Messages with `edition`, what they are about; one statement for all."""
    rows = list(messages)
    editions = Edition.objects.select_related("course").in_bulk([edition_id(message) for message in rows])
    for message in rows:
        message.edition = editions[edition_id(message)]  # type: ignore[attr-defined]
    return rows


def with_codes(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Messages of `outbox` with `training`, the code of the edition they are about; in the statement of the rows."""
    after = StrIndex("about", Value(EDITION)) + len(EDITION)
    about = Cast(Substr("about", after), BigIntegerField())
    code = Edition.objects.filter(pk=OuterRef("edition_pk")).values("code")[:1]
    return rows.annotate(edition_pk=about).annotate(training=Subquery(code))


def edition_id(message: Message) -> int:
    """The edition a message is about."""
    return int(message.about.rpartition(EDITION)[2])

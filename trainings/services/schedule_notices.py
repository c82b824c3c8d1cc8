"""What people are told of sessions: participants and trainers with their calendars, who waits in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from mail.services import queue
from trainings.choices import ACTIVE_STATES, EnrolmentState
from trainings.models import Edition, Enrolment, Session, SessionTrainer
from trainings.services.calendars import SEAT, TAUGHT
from trainings.services.notices import subject_of
from ui.format import span

Facts = dict[str, str | int | datetime | None]


def tell_moved(session: Session, *, before: datetime, clashes: Mapping[int, Sequence[Session]]) -> int:
    """A session is at another time or place, as of its revision; `before` is when it was to start. To how many.

    `clashes` are the other sessions of somebody at that time, by person: each reads his own list.
    """
    return _tell_session("moved", session, Enrolment.objects.confirmed(), clashes=clashes, before=before)


def tell_session_cancelled(session: Session, reason: str) -> int:
    """A session does not take place; also to those who wait or were not approved yet. To how many."""
    return _tell_session("session_cancelled", session, Enrolment.objects.filter(state__in=ACTIVE_STATES), reason=reason)


def tell_trainer_assigned(row: SessionTrainer, session: Session) -> None:
    """Somebody is to teach a session of a published training."""
    _tell_trainer(
        "teaching",
        row.user,
        session,
        key=f"{row.pk}",
        part_params={"session": session.pk, "revision": session.revision},
    )


def tell_trainer_unassigned(row: SessionTrainer, session: Session) -> None:
    """Somebody is not to teach it after all; the row is still there."""
    _tell_trainer(
        "not_teaching", row.user, session, key=f"{row.pk}", part_params={"session": session.pk, "row": row.pk}
    )


def tell_trainers_of_publishing(edition: Edition) -> None:
    """The sessions a trainer was given while it was a draft are fixed now: one message to each."""
    rows = SessionTrainer.objects.filter(session__edition=edition).select_related("user", "session")
    first = {row.user_id: row for row in rows.order_by("-session__starts_at")}
    for row in first.values():
        row.session.edition = edition
        _tell_trainer("teaching", row.user, row.session, key="published", part_params={"edition": edition.pk})


def _tell_session(
    template: str,
    session: Session,
    people: QuerySet[Enrolment],
    *,
    clashes: Mapping[int, Sequence[Session]] | None = None,
    **facts: str | datetime,
) -> int:
    rows = list(people.filter(edition=session.edition_id).select_related("person"))
    of_session = {"session": session.pk, "revision": session.revision}
    for row in rows:
        is_in = row.state == EnrolmentState.CONFIRMED
        queue(
            template=f"trainings_{template}",
            to=row.person,
            context=_about(session, row.person, reverse("trainings:enrolment", args=[row.pk]), facts, clashes),
            part=SEAT if is_in else "",
            part_params={"enrolment": row.pk, **of_session} if is_in else {},
            dedupe_key=f"trainings.session:{session.pk}:{session.revision}:{template}:{row.person_id}",
            about=subject_of(session.edition),
        )
    trainers = list(session.trainers.select_related("user"))
    for trainer in trainers:
        key = f"t{trainer.pk}"
        _tell_trainer(template, trainer.user, session, key=key, part_params=of_session, clashes=clashes, **facts)
    return len(rows) + len(trainers)


def _tell_trainer(
    template: str,
    user: User,
    session: Session,
    *,
    key: str,
    part_params: dict[str, int],
    clashes: Mapping[int, Sequence[Session]] | None = None,
    **facts: str | datetime,
) -> None:
    queue(
        template=f"trainings_{template}",
        to=user,
        context=_about(session, user, reverse("trainings:edition", args=[session.edition_id]), facts, clashes),
        part=TAUGHT,
        part_params=part_params,
        dedupe_key=f"trainings.session:{session.pk}:{session.revision}:{template}:{key}:{user.pk}",
        about=subject_of(session.edition),
    )


def _about(
    session: Session,
    reader: User,
    path: str,
    facts: dict[str, str | datetime],
    clashes: Mapping[int, Sequence[Session]] | None,
) -> Facts:
    with translation.override(reader.language):
        title = session.edition.course.title
        if clashes is not None:
            facts = {**facts, "clashes": "\n".join(map(_as_line, clashes.get(reader.pk, [])))}
    return {
        "title": title,
        "code": session.edition.code,
        "number": session.ordinal,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "venue": session.place,
        "path": path,
        **facts,
    }


def _as_line(other: Session) -> str:
    return f"- {other.edition.course.title} ({other.edition.code}), {span(other.starts_at, other.ends_at)}"

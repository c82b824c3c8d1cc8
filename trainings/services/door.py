"""Who came without a place: a seat first, then the entry, both or neither."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from organisations.models import Organisation
from trainings.choices import AttendanceSource
from trainings.models import Enrolment, Session
from trainings.services import places
from trainings.services.attendance.presence import minutes_present
from trainings.services.attendance.recording import Finding, lock_session, require_recordable, status_of, write


@transaction.atomic
def admit(
    *,
    session: Session,
    person: User,
    city: Organisation,
    by: User,
    reason: str = "",
    post: str = "",
    department: str = "",
    overbook: bool = False,
    signed: bool = False,
) -> Enrolment:
    """Give a place and write the entry down. Raises Refused as `places.walk_in`, and session_closed."""
    session, at = lock_session(session)
    row = places.walk_in(
        edition=session.edition,
        person=person,
        city=city,
        by=by,
        reason=reason,
        post=post,
        department=department,
        overbook=overbook,
        signed=signed,
    )
    require_recordable(session, at)
    minutes = minutes_present(session, [(at, None)])
    finding = Finding(row.pk, status_of(minutes, session), minutes, AttendanceSource.WALK_IN, first_in=at)
    write(session=session, findings=[finding], known={}, by=by, at=at)
    return row

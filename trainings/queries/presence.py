"""Who is to be recorded in a session, and what is recorded so far."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from accounts.permissions import Visitor
from trainings.models import Attendance, Enrolment, Session
from trainings.queries.legal import image_text_of, with_image
from trainings.queries.totals import total


def to_record(user: Visitor, session: Session) -> QuerySet[Enrolment]:
    """Confirmed participants as the user sees them, `with_image`, by the alphabet, with person and city.

    With `recorded`, the status in this session or nothing, `recorded_minutes`, and two to be ordered by: `full_name`,
    last name first, and `minutes_known`, who is not recorded before who was not there.
    The session comes with its edition and course.
    """
    record = Attendance.objects.filter(session=session, enrolment=OuterRef("pk"))
    facts = {
        "recorded": Coalesce(Subquery(record.values("status")[:1]), Value("")),
        "recorded_minutes": Subquery(record.values("minutes")[:1]),
    }
    people = Enrolment.objects.visible_to(user).confirmed().filter(edition=session.edition_id)
    rows = with_image(people, image_text_of(session.edition)).annotate(**facts)
    rows = rows.annotate(minutes_known=Coalesce("recorded_minutes", Value(-1)))
    rows = rows.annotate(full_name=Concat("person__last_name", Value(" "), "person__first_name"))
    return rows.select_related("person", "city").order_by("full_name", "pk")


def with_open_records(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with `unrecorded`, of how many people with a place nothing is written down: they count as absent.

    And with `disputed`, about how many of them the screen and the signed list do not agree.
    """
    recorded = Attendance.objects.filter(session=OuterRef(OuterRef("pk")), enrolment=OuterRef("pk"))
    people = Enrolment.objects.confirmed().filter(~Exists(recorded), edition=OuterRef("edition"))
    disputed = Attendance.objects.disputed().filter(session=OuterRef("pk"))
    found = {"unrecorded": total(people, "edition", Count("pk")), "disputed": total(disputed, "session", Count("pk"))}
    return rows.annotate(**found)

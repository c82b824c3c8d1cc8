"""What happened in a project, in one line each: who took part, who was advised, who signed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import User
from advisory.choices import ConsultationState
from advisory.models import Assignment, Consultation
from config.factories.accounts import UserFactory
from config.factories.advisory import AssignmentFactory, SubmittedFactory
from config.factories.organisations import MunicipalityFactory
from config.factories.partnerships import DocumentFactory, PartnershipFactory, VersionFactory
from config.factories.trainings import AttendanceFactory, CourseFactory, EditionFactory, EnrolmentFactory
from grants.models import Project
from organisations.models import Organisation
from partnerships.choices import DocumentState
from partnerships.models import Partnership
from trainings.models import Course, Edition, Enrolment

COUNTED = 240
"""Minutes of an edition that count: five hours less one of breaks."""


def edition(project: Project, ends_at: datetime, **more: Any) -> Edition:
    """An edition of the project's only course."""
    course = Course.objects.filter(project=project).first() or CourseFactory(project=project)
    starts_at = ends_at - timedelta(minutes=COUNTED + 60)
    return EditionFactory(course=course, starts_at=starts_at, ends_at=ends_at, capacity=200, **more)


def took_part(
    held: Edition, person: User | None = None, city: Organisation | None = None, minutes: int = COUNTED
) -> Enrolment:
    """Somebody who was there so long."""
    enrolment = EnrolmentFactory(edition=held, person=person or UserFactory(), city=city or MunicipalityFactory())
    AttendanceFactory(enrolment=enrolment, minutes=minutes)
    return enrolment


def advised(
    project: Project, starts_at: datetime, minutes: int, city: Organisation | None = None, **more: Any
) -> Consultation:
    """An accepted consultation."""
    city = city or MunicipalityFactory()
    assignment = Assignment.objects.filter(project=project, city=city).first()
    accepted = {"state": ConsultationState.ACCEPTED, "decided_by": UserFactory(), "decided_at": starts_at}
    return SubmittedFactory(
        assignment=assignment or AssignmentFactory(project=project, city=city),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        **(accepted | more),
    )


def signed(project: Project, day: date, **more: Any) -> Partnership:
    """A partnership whose agreement was signed on a day."""
    partnership = PartnershipFactory(project=project, **more)
    document = DocumentFactory(partnership=partnership, state=DocumentState.SIGNED, signed_on=day)
    VersionFactory(document=document)
    return partnership


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)

"""Invented advice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.choices import RoleCode
from advisory.choices import ConsultationState, Mode
from advisory.models import Assignment, Consultation
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectFactory, ProjectPartnerFactory
from config.factories.organisations import MunicipalityFactory, OrganisationFactory
from kernel.text import fold
from kernel.time import minutes_between


class AdvisorFactory(RoleFactory):
    """The role without which nobody advises a town."""

    role = RoleCode.ADVISOR
    organisation = factory.SubFactory(OrganisationFactory)


class AssignmentFactory(DjangoModelFactory[Assignment]):
    """An advisor with 40 hours for a town that the project supports, all of 2026."""

    class Meta:
        model = Assignment

    advisor = factory.LazyFunction(lambda: AdvisorFactory().user)
    city = factory.SubFactory(MunicipalityFactory)
    project = factory.SubFactory(ProjectFactory)
    valid_from = date(2026, 1, 1)
    valid_to = date(2027, 1, 1)
    minutes_budget = 40 * 60

    @classmethod
    def _create(cls, model_class: type[Assignment], *args: Any, **kwargs: Any) -> Assignment:
        project, city = kwargs["project"], kwargs["city"]
        if not project.partners.filter(organisation=city).exists():
            ProjectPartnerFactory(project=project, organisation=city)
        return super()._create(model_class, *args, **kwargs)  # type: ignore[no-untyped-call]


class ConsultationFactory(DjangoModelFactory[Consultation]):
    """The draft of a consultation of an hour; its time is booked only by the service."""

    class Meta:
        model = Consultation

    assignment = factory.SubFactory(AssignmentFactory)
    project = factory.SelfAttribute("assignment.project")
    city = factory.SelfAttribute("assignment.city")
    starts_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=1))
    minutes_counted = factory.LazyAttribute(lambda made: minutes_between(made.starts_at, made.ends_at))
    mode = Mode.ONSITE
    topic = "Diagnoza potrzeb"
    summary = "Omówiono wskaźniki i źródła danych."
    sought = factory.LazyAttribute(lambda made: fold(f"{made.topic} {made.summary}"))


class SubmittedFactory(ConsultationFactory):
    """A consultation that waits for the town."""

    state = ConsultationState.SUBMITTED
    year = 2026
    number = factory.Sequence(lambda n: n + 1)
    submitted_at = datetime(2026, 3, 2, 12, tzinfo=UTC)

"""Invented projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from accounts.choices import RoleCode
from config.factories.accounts import UserFactory
from config.factories.organisations import OrganisationFactory
from grants.choices import PartnerRole, PeriodState, Unit
from grants.models import Indicator, Programme, Project, ProjectPartner, ProjectRole, ReportingPeriod
from organisations.choices import Kind


class ProgrammeFactory(DjangoModelFactory[Programme]):
    """A programme."""

    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"PL-PROBA{n}")
    name_pl = factory.Sequence(lambda n: f"Program próbny {n}")
    name_en = factory.Sequence(lambda n: f"Trial programme {n}")
    donor = factory.SubFactory(OrganisationFactory, kind=Kind.DONOR)
    mechanism = "Trial"
    amount = Decimal("1000000.00")
    grant_amount = Decimal("850000.00")


class ProjectFactory(DjangoModelFactory[Project]):
    """A project from 2026 to 2027."""

    class Meta:
        model = Project

    code = factory.Sequence(lambda n: f"PL-PROBA-{n:04d}")
    title_pl = factory.Sequence(lambda n: f"Projekt próbny {n}")
    title_en = factory.Sequence(lambda n: f"Trial project {n}")
    programme = factory.SubFactory(ProgrammeFactory)
    amount = Decimal("500000.00")
    starts_on = date(2026, 1, 1)
    ends_on = date(2027, 12, 31)


class ProjectPartnerFactory(DjangoModelFactory[ProjectPartner]):
    """A town that the project supports."""

    class Meta:
        model = ProjectPartner

    project = factory.SubFactory(ProjectFactory)
    organisation = factory.SubFactory(OrganisationFactory, kind=Kind.MUNICIPALITY)
    role = PartnerRole.CITY
    joined_on = date(2026, 1, 1)


class ProjectRoleFactory(DjangoModelFactory[ProjectRole]):
    """The project manager."""

    class Meta:
        model = ProjectRole

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    role = RoleCode.PROJECT_MANAGER
    valid_from = date(2026, 1, 1)


class PeriodFactory(DjangoModelFactory[ReportingPeriod]):
    """An open period that holds all of 2026."""

    class Meta:
        model = ReportingPeriod

    project = factory.SubFactory(ProjectFactory)
    number = 1
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)
    due_on = date(2027, 1, 31)
    state = PeriodState.OPEN


class IndicatorFactory(DjangoModelFactory[Indicator]):
    """Officials trained."""

    class Meta:
        model = Indicator

    project = factory.SubFactory(ProjectFactory)
    code = factory.Sequence(lambda n: f"I.{n}")
    name_pl = "Przeszkoleni urzędnicy"
    name_en = "Officials trained"
    unit = Unit.PERSON
    measure = "officials_trained"
    target = Decimal(100)

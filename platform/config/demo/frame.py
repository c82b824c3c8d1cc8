"""The invented project: its donor, promoter, towns, periods and indicators. Each says by its name that it is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from config.demo.days import Days
from config.factories.grants import (
    IndicatorFactory,
    PeriodFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPartnerFactory,
)
from config.factories.organisations import OrganisationFactory
from grants.choices import PartnerRole, PeriodState, Unit
from grants.models import Programme, Project
from organisations.choices import Kind
from organisations.models import Organisation

PROJECT_CODE = "PL-DEMO-0001"
INVENTED = "Zmyślone na potrzeby demonstracji / Invented for this demonstration"


@dataclass(frozen=True)
class Bodies:
    """The bodies that nobody will find anywhere else."""

    donor: Organisation
    association: Organisation
    foundation: Organisation
    company: Organisation


def invent_bodies() -> Bodies:
    """A donor, a promoter and two who come into partnerships."""

    def body(kind: Kind, name: str, name_en: str) -> Organisation:
        made = OrganisationFactory.create(kind=kind, name=name, name_en=name_en)
        made.remember_names()
        made.save(update_fields=["sought"])
        return made

    return Bodies(
        donor=body(Kind.DONOR, "Fundusz Przykładowy (fikcyjny)", "Example Fund (fictitious)"),
        association=body(
            Kind.ASSOCIATION,
            "Stowarzyszenie Miast Przykładowych (fikcyjne)",
            "Association of Example Towns (fictitious)",
        ),
        foundation=body(Kind.NGO, "Fundacja Dobrego Przykładu (fikcyjna)", "Good Example Foundation (fictitious)"),
        company=body(Kind.COMPANY, "Zakład Robót Zmyślonych (fikcyjny)", "Imaginary Works Company (fictitious)"),
    )


def invent_programme(donor: Organisation) -> Programme:
    """What the invented projects belong to."""
    return ProgrammeFactory.create(
        code="PL-DEMO",
        name_pl="Program przykładowy (fikcyjny)",
        name_en="Example programme (fictitious)",
        donor=donor,
        mechanism="Demonstracja / Demonstration",
        amount=Decimal("2000000.00"),
        grant_amount=Decimal("1700000.00"),
        source=INVENTED,
    )


def invent_project(programme: Programme, promoter: Organisation, towns: Iterable[Organisation], days: Days) -> Project:
    """A project of three years that has been running for more than half a year, with the real towns in it."""
    project = ProjectFactory.create(
        code=PROJECT_CODE,
        title_pl="Projekt demonstracyjny: miasta uczą się razem (dane fikcyjne)",
        title_en="Demonstration project: towns learn together (invented data)",
        programme=programme,
        amount=Decimal("1200000.00"),
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        source=INVENTED,
    )
    roles = {promoter: PartnerRole.PROMOTER, **dict.fromkeys(towns, PartnerRole.CITY)}
    for organisation, role in roles.items():
        ProjectPartnerFactory.create(project=project, organisation=organisation, role=role, joined_on=project.starts_on)
    # The first is locked by the report on it, as always.
    for number, (span, state) in enumerate(
        zip(days.periods, (PeriodState.OPEN, PeriodState.OPEN, PeriodState.PLANNED), strict=True), start=1
    ):
        PeriodFactory.create(
            project=project,
            number=number,
            starts_on=span.first,
            ends_on=span.last,
            due_on=span.due,
            state=state,
        )
    return project


INDICATORS = (
    ("officials_trained", "Przeszkoleni urzędnicy", "Officials trained", Unit.PERSON),
    ("advice_hours", "Godziny doradztwa przyjęte przez miasta", "Hours of advice accepted by towns", Unit.HOUR),
    ("towns_reached", "Miasta objęte wsparciem", "Towns reached", Unit.TOWN),
    (
        "partnerships_with_agreement",
        "Partnerstwa z podpisaną umową",
        "Partnerships with a signed agreement",
        Unit.PARTNERSHIP,
    ),
)


def promise(project: Project, *targets: int | None) -> None:
    """The indicators of the project, one for each measure, with what it promised of each; None: nothing."""
    for position, ((measure, name_pl, name_en, unit), target) in enumerate(
        zip(INDICATORS, targets, strict=True), start=1
    ):
        IndicatorFactory.create(
            project=project,
            code=f"W.{position}",
            name_pl=name_pl,
            name_en=name_en,
            unit=unit,
            measure=measure,
            target=None if target is None else Decimal(target),
            position=position,
        )

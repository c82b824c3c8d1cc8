"""The second invented project and all that belongs to it."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.auth.hashers import make_password

from accounts.choices import RoleCode
from accounts.models import Role, User
from audit.services import record
from config.demo.cast import CAST, Official
from config.demo.days import ONE, PERIOD, Days, month
from config.demo.frame import INVENTED, promise
from config.demo.names import name
from config.demo.volume.advice import advise
from config.demo.volume.size import AHEAD, BEHIND, Scene, Size
from config.demo.volume.workshops import hold_workshops
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.grants import PeriodFactory, ProjectFactory, ProjectPartnerFactory, ProjectRoleFactory
from config.factories.organisations import MunicipalityFactory
from grants.choices import PartnerRole, PeriodState
from grants.models import Programme, Project, ProjectPartner
from organisations.choices import Kind
from organisations.models import Organisation
from reports.services import open_report

PROJECT_CODE = "PL-DEMO-0002"
TRAINERS = 12
FIRST_NAME = 1000
"""The number of the first name here: others than those who sign in meet."""
STATES = (
    PeriodState.LOCKED,
    PeriodState.LOCKED,
    PeriodState.LOCKED,
    PeriodState.OPEN,
    PeriodState.OPEN,
    PeriodState.PLANNED,
)
"""Of the half-years; the fourth has just ended and its report is being written."""


def load_volume(days: Days, size: Size | None = None) -> Project:
    """All of it; the small demo must be there. The same day and size give the same rows."""
    size = size or Size()
    towns = _towns(size)
    association = Organisation.objects.get(kind=Kind.ASSOCIATION, fictitious=True)
    project = _project(days, association, towns)
    people = _engage(project)
    teams = _teams(project, towns, size)
    scene = Scene(
        project=project,
        size=size,
        today=days.today,
        teams=teams,
        trainers=_outsiders(project, association, RoleCode.TRAINER, TRAINERS),
        advisors=_outsiders(project, association, RoleCode.ADVISOR, len(towns)),
        organiser=people[RoleCode.ORGANISER],
    )
    hold_workshops(scene)
    advise(scene)
    open_report(period=project.periods.get(number=BEHIND // PERIOD), by=people[RoleCode.PROJECT_MANAGER])
    record(action="config.demo.loaded", about=project, by=None, after={"scale": "full"})
    return project


def _towns(size: Size) -> list[Organisation]:
    """The real ones, then as many invented ones as are missing."""
    real = list(Organisation.objects.municipalities().filter(fictitious=False).order_by("teryt_codes__code"))
    invented = [
        MunicipalityFactory.create(name=f"Miasto Fikcyjne {number:02}", code__code=f"9990{number:02}1")
        for number in range(1, size.towns - len(real) + 1)
    ]
    return [*real, *invented][: size.towns]


def _project(days: Days, association: Organisation, towns: list[Organisation]) -> Project:
    first = month(days.today, -BEHIND)
    project = ProjectFactory.create(
        code=PROJECT_CODE,
        title_pl="Projekt demonstracyjny w pełnej skali (dane fikcyjne)",
        title_en="Demonstration project in full size (invented data)",
        programme=Programme.objects.get(code="PL-DEMO"),
        amount=Decimal("800000.00"),
        starts_on=first,
        ends_on=month(first, BEHIND + AHEAD) - ONE,
        source=INVENTED,
    )
    roles = {association: PartnerRole.PROMOTER, **dict.fromkeys(towns, PartnerRole.CITY)}
    ProjectPartner.objects.bulk_create(
        ProjectPartnerFactory.build(project=project, organisation=organisation, role=role, joined_on=first)
        for organisation, role in roles.items()
    )
    for number, state in enumerate(STATES):
        starts_on = month(first, number * PERIOD)
        PeriodFactory.create(
            project=project,
            number=number + 1,
            starts_on=starts_on,
            ends_on=month(starts_on, PERIOD) - ONE,
            due_on=month(starts_on, PERIOD + 2) - ONE,
            state=state,
        )
    promise(project, 1500, 5000, len(towns), None)
    return project


def _engage(project: Project) -> dict[RoleCode, User]:
    """Who has a role in the small project has it in the large one too."""
    parts = [part for part in CAST if part.role in {RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER}]
    people = {part.role: User.objects.get(email=part.email) for part in parts}
    for role, user in people.items():
        ProjectRoleFactory.create(project=project, user=user, role=role, valid_from=project.starts_on)
    return people


def _teams(project: Project, towns: list[Organisation], size: Size) -> list[list[Official]]:
    """Of each town a coordinator, an approver, clerks; nobody of them can sign in."""
    users = User.objects.bulk_create(
        _person(f"team{town:02}-{number:02}", FIRST_NAME + town * size.team + number)
        for town in range(1, len(towns) + 1)
        for number in range(1, size.team + 1)
    )
    codes = [RoleCode.CITY_COORDINATOR, RoleCode.APPROVER, *[RoleCode.CLERK] * size.team][: size.team]
    teams = [users[start : start + size.team] for start in range(0, len(users), size.team)]
    Role.objects.bulk_create(
        RoleFactory.build(user=user, role=role, organisation=town, valid_from=project.starts_on)
        for town, team in zip(towns, teams, strict=True)
        for user, role in zip(team, codes, strict=True)
    )
    return [[Official(user, town) for user in team] for town, team in zip(towns, teams, strict=True)]


def _outsiders(project: Project, association: Organisation, role: RoleCode, count: int) -> list[User]:
    users = User.objects.bulk_create(
        _person(f"{role}{number:02}-full", number * len(role)) for number in range(1, count + 1)
    )
    Role.objects.bulk_create(
        RoleFactory.build(user=user, role=role, organisation=association, valid_from=project.starts_on)
        for user in users
    )
    return users


def _person(key: str, number: int) -> User:
    called = name(number)
    person: User = UserFactory.build(
        email=f"{key}@example.org",
        first_name=called.first_name,
        last_name=called.last_name,
        sex=called.sex,
        password=make_password(None),
    )
    return person

"""The invented people of the demo: those who sign in, each in another role, and the officials who fill the rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.choices import PLATFORM_ROLES, PROJECT_ROLES, RoleCode, Sex
from accounts.models import User
from accounts.services.addresses import verify
from accounts.services.roles import grant_role
from config.demo.names import name
from config.factories.accounts import PASSWORD, UserFactory
from config.factories.grants import ProjectRoleFactory
from grants.models import Project
from organisations.models import Organisation


@dataclass(frozen=True)
class Part:
    """Somebody who signs in. The surname says that there is no such person."""

    key: str
    """Before the @ of the address."""
    first_name: str
    last_name: str
    sex: Sex
    role: RoleCode
    town: str = ""
    language: str = "pl"

    @property
    def email(self) -> str:
        """An address that nobody can have (RFC 2606)."""
        return f"{self.key}@example.org"


HOME, NEIGHBOUR = "Cieszyn", "Hrubieszów"
CAST = (
    Part("clerk", "Anna", "Przykładowa", Sex.FEMALE, RoleCode.CLERK, HOME),
    Part("clerk2", "Jan", "Zmyślony", Sex.MALE, RoleCode.CLERK, HOME),
    Part("clerk3", "Maria", "Fikcyjna", Sex.FEMALE, RoleCode.CLERK, NEIGHBOUR),
    Part("coordinator", "Ewa", "Umowna", Sex.FEMALE, RoleCode.CITY_COORDINATOR, HOME),
    Part("approver", "Tomasz", "Próbny", Sex.MALE, RoleCode.APPROVER, HOME),
    Part("signatory", "Barbara", "Pomyślana", Sex.FEMALE, RoleCode.SIGNATORY, HOME),
    Part("trainer", "Piotr", "Ćwiczebny", Sex.MALE, RoleCode.TRAINER),
    Part("advisor", "Katarzyna", "Wymyślona", Sex.FEMALE, RoleCode.ADVISOR),
    Part("organiser", "Marta", "Pozorna", Sex.FEMALE, RoleCode.ORGANISER),
    Part("partnerships", "Paweł", "Niebyły", Sex.MALE, RoleCode.PARTNERSHIP_COORDINATOR),
    Part("manager", "Joanna", "Nierzeczywista", Sex.FEMALE, RoleCode.PROJECT_MANAGER),
    Part("finance", "Adam", "Papierowy", Sex.MALE, RoleCode.FINANCE_OFFICER),
    Part("donor", "Ingrid", "Eksempel", Sex.FEMALE, RoleCode.DONOR_REVIEWER, language="en"),
    Part("auditor", "Zofia", "Bajeczna", Sex.FEMALE, RoleCode.AUDITOR),
    Part("admin", "Michał", "Abstrakcyjny", Sex.MALE, RoleCode.ADMINISTRATOR),
)
"""Those who sign in, with `config.factories.accounts.PASSWORD`."""

OFFICIAL_TOWNS = (
    HOME,
    NEIGHBOUR,
    "Jasło",
    "Konin",
    "Krosno",
    "Nisko",
    "Rydułtowy",
    "Starachowice",
    "Złotów",
    "Żywiec",
)
OFFICIALS_OF_A_TOWN = 4


@dataclass(frozen=True)
class Official:
    """Somebody who works in a town and takes part."""

    user: User
    town: Organisation


def engage_cast(*, project: Project, association: Organisation, towns: dict[str, Organisation]) -> dict[str, User]:
    """The people who sign in, by their keys, each with the one role."""
    # One hash for all of them: making it is slow on purpose, and everybody knows the password anyway.
    password = make_password(PASSWORD)
    people = {part.key: _account(part, password) for part in CAST}
    for part in CAST:
        if part.role in PROJECT_ROLES:
            ProjectRoleFactory.create(
                project=project, user=people[part.key], role=part.role, valid_from=project.starts_on
            )
        else:
            give(people[part.key], part.role, project.starts_on, towns.get(part.town) or _body(part.role, association))
    return people


def _account(part: Part, password: str) -> User:
    user: User = UserFactory.build(
        email=part.email,
        first_name=part.first_name,
        last_name=part.last_name,
        sex=part.sex,
        language=part.language,
        password=password,
    )
    user.save()
    verify(user, user.email)
    return user


def _body(role: RoleCode, association: Organisation) -> Organisation | None:
    return None if role in PLATFORM_ROLES else association


def give(user: User, role: RoleCode, since: date, body: Organisation | None) -> None:
    """A role since the project began."""
    grant_role(user=user, role=role, organisation=body, valid_from=since, by=None)


def officials(*, since: date, towns: dict[str, Organisation]) -> list[Official]:
    """People of the towns, without passwords: they never sign in. The first of each town coordinates it.

    Neighbours in the list come from different towns.
    """
    made: list[Official] = []
    for turn in range(OFFICIALS_OF_A_TOWN):
        for town in OFFICIAL_TOWNS:
            person = _official(len(made))
            coordinates = turn == 0 and town != HOME  # it has one who signs in
            give(person, RoleCode.CITY_COORDINATOR if coordinates else RoleCode.CLERK, since, towns[town])
            made.append(Official(person, towns[town]))
    return made


def outsider(*, key: str, number: int, role: RoleCode, since: date, body: Organisation) -> User:
    """A trainer, an advisor: somebody beside those who sign in."""
    called = name(number)
    person = UserFactory.create(
        email=f"{key}@example.org",
        first_name=called.first_name,
        last_name=called.last_name,
        sex=called.sex,
        password=None,
    )
    give(person, role, since, body)
    return person


def _official(number: int) -> User:
    called = name(number)
    return UserFactory.create(
        email=f"official{number + 1:02}@example.org",
        first_name=called.first_name,
        last_name=called.last_name,
        sex=called.sex,
        password=None,
    )


def city_coordinator(people: dict[str, User], town: Organisation) -> User:
    """Who decides for a town."""
    if town.name == HOME:
        return people["coordinator"]
    return User.objects.get(roles__organisation=town, roles__role=RoleCode.CITY_COORDINATOR)

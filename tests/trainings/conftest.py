"""A project with two towns, an organiser, and a training with few places."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine

from accounts.choices import RoleCode
from accounts.models import User
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.grants import PeriodFactory, ProjectFactory, ProjectPartnerFactory, ProjectRoleFactory
from config.factories.organisations import MunicipalityFactory
from config.factories.trainings import START, CourseFactory, EditionFactory
from grants.models import Project
from kernel.errors import Refused
from organisations.models import Organisation
from trainings.models import Course, Edition, Enrolment
from trainings.services import places

ENROLMENT_OPEN = START - timedelta(days=20)
"""When everything in these tests happens unless they say otherwise."""


@dataclass
class World:
    """What most tests need, and short ways to more of it."""

    project: Project
    course: Course
    town: Organisation
    other_town: Organisation
    organiser: User
    coordinator: User
    people: list[User] = field(default_factory=list)

    def edition(self, **given) -> Edition:
        return EditionFactory(course=self.course, **given)

    def clerk(self, town: Organisation | None = None) -> User:
        """Somebody who works in the town."""
        return RoleFactory(organisation=town or self.town).user

    def enrol(self, edition: Edition, count: int = 1) -> list[Enrolment]:
        """So many new clerks enrol, one after the other."""
        rows = []
        for _ in range(count):
            person = self.clerk()
            rows.append(places.enrol(edition=edition, person=person, city=self.town, by=person)[0])
        return rows


def make_world() -> World:
    """Everything, in the database."""
    project = ProjectFactory()
    town, other_town = MunicipalityFactory(), MunicipalityFactory()
    for partner in (town, other_town):
        ProjectPartnerFactory(project=project, organisation=partner)
    PeriodFactory(project=project)
    return World(
        project=project,
        course=CourseFactory(project=project),
        town=town,
        other_town=other_town,
        organiser=ProjectRoleFactory(project=project, role=RoleCode.ORGANISER).user,
        coordinator=RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=town).user,
    )


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def stranger(db) -> User:
    return UserFactory()


@pytest.fixture(autouse=True)
def clock(request):
    """The clock stands while enrolment is open; `clock(moment)` moves it. Races need the real one."""
    if request.node.get_closest_marker("race"):
        yield None
        return
    with time_machine.travel(ENROLMENT_OPEN, tick=False) as traveller:

        def move_to(moment: datetime) -> None:
            traveller.move_to(moment)

        yield move_to


def refusal(call, **given) -> Refused:
    """The refusal that the call must end with."""
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value


def states(edition: Edition) -> list[tuple[int, str]]:
    """Number and state of every enrolment."""
    return list(Enrolment.objects.filter(edition=edition).order_by("queue_no").values_list("queue_no", "state"))

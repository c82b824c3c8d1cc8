"""An advisor, a town and its coordinator, on a day in June."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from rest_framework.test import APIClient

from accounts.choices import RoleCode
from advisory.choices import Mode
from config.factories.accounts import RoleFactory
from config.factories.advisory import AssignmentFactory
from config.factories.grants import PeriodFactory, ProjectFactory, ProjectRoleFactory
from kernel.errors import Refused
from kernel.time import WARSAW

NOW = datetime(2026, 6, 15, 18, tzinfo=UTC)


@pytest.fixture
def evening():
    """20:00 in Warsaw on 15 June 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def period(project):
    return PeriodFactory(project=project)


@pytest.fixture
def manager(project):
    return ProjectRoleFactory(project=project).user


@pytest.fixture
def assignment(project, period):
    return AssignmentFactory(project=project)


@pytest.fixture
def advisor(assignment):
    return assignment.advisor


@pytest.fixture
def coordinator(assignment):
    return RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=assignment.city).user


def refusal(call, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    """A time on the wall in Warsaw in 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=WARSAW)


def told(starts_at: datetime, ends_at: datetime, **more) -> dict:
    """What an advisor tells of a consultation."""
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "mode": Mode.ONSITE,
        "topic": "Diagnoza potrzeb",
        "summary": "Omówiono wskaźniki.",
        **more,
    }


def page_of(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def api_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client

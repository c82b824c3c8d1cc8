"""The world of trainings with a manager: most of what is kept for a time is kept there."""

from __future__ import annotations

import pytest

from accounts.choices import RoleCode
from accounts.models import User
from config.factories.accounts import AdministratorFactory
from config.factories.grants import ProjectRoleFactory
from tests.trainings.conftest import World, clock, world

__all__ = ["clock", "world"]


@pytest.fixture
def manager(world: World) -> User:
    return ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user


@pytest.fixture
def administrator(db) -> User:
    return AdministratorFactory().user

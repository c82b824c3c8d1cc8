"""One world for all tests of the package: built once, undone at the end."""

from __future__ import annotations

import logging

import pytest
import time_machine
from django.test import override_settings

from tests.access.doors import Visitor, undone
from tests.access.world import NOW, World, make_world


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker) -> World:
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        # What breaks is to be seen where it broke, not as a page.
        override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True),
        undone(),
    ):
        yield make_world()


@pytest.fixture(scope="package", autouse=True)
def _quiet():
    """Refusals are what these tests ask for: nobody needs to read them in the log."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


@pytest.fixture(scope="package")
def visitors(world) -> dict[str, Visitor]:
    """By the two letters of their column in the matrix."""
    return {column: Visitor(user) for column, user in world.people.items()}

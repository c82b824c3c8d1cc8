"""Lists over all trainings of a project: the ways to them, and what narrows them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import EnrolmentFactory, SessionTrainerFactory
from tests.trainings.browsing import html, signed_in, url
from trainings.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(world):
    return ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user


@pytest.fixture
def missing(world, clock) -> Session:
    """A session that is over; its list has not come back."""
    edition = world.edition()
    session = edition.sessions.get()
    EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town)
    clock(session.ends_at + timedelta(hours=1))
    return session


# -- missing lists ---------------------------------------------------------------------------------


def test_the_catalogue_leads_who_organises_and_who_manages_to_the_missing_lists(world, manager):
    for user, is_led in ((world.organiser, True), (manager, True), (world.clerk(), False), (world.coordinator, False)):
        assert (url("sheets-missing") in html(signed_in(user), "editions")) is is_led


def test_the_settlement_leads_to_the_missing_lists(world, manager):
    edition = world.edition()
    for user in (world.organiser, manager):
        assert url("sheets-missing") in html(signed_in(user), "settlement", edition.pk)


def test_of_a_missing_list_everybody_is_led_to_what_he_may_open(world, manager, missing):
    teacher = RoleFactory(role=RoleCode.TRAINER).user
    SessionTrainerFactory(session=missing, user=teacher)
    lists, settlement = url("session-sheets", missing.pk), url("settlement", missing.edition_id)
    for user, href in ((world.organiser, lists), (teacher, lists), (manager, settlement)):
        page = signed_in(user)
        assert f'href="{href}"' in html(page, "sheets-missing")
        assert page.get(href).status_code == 200
    assert lists not in html(signed_in(manager), "sheets-missing")

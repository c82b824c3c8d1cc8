"""Lists over all trainings of a project: the ways to them, and what narrows them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectFactory, ProjectRoleFactory
from config.factories.trainings import START, AttendanceFactory, EditionFactory, EnrolmentFactory, SessionTrainerFactory
from config.todo.base import SHOWN
from tests.trainings.browsing import html, listed, signed_in, url
from trainings.choices import EditionState, Outcome, SessionState
from trainings.models import Edition, Session

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


# -- all trainings of a project ----------------------------------------------------------------------


@pytest.fixture
def other(world, manager):
    """A second project of the same manager, with a training and a place in it."""
    project = ProjectFactory()
    ProjectRoleFactory(project=project, role=RoleCode.PROJECT_MANAGER, user=manager)
    edition = EditionFactory(course__project=project)
    return EnrolmentFactory(edition=edition, person=world.clerk(world.other_town), city=world.other_town)


def test_the_catalogue_and_the_project_lead_who_oversees_to_the_lists_of_everybody(world, manager):
    people, papers = url("enrolments") + "?whose=all", url("certificates") + "?whose=all"
    project = reverse("grants:project", args=[world.project.pk])
    for user, is_led in ((manager, True), (world.organiser, True), (world.coordinator, False)):
        page = signed_in(user)
        assert [href in html(page, "editions") for href in (people, papers)] == [is_led] * 2
        shown = page.get(project).content.decode()
        assert [f"{href}&amp;project={world.project.pk}" in shown for href in (people, papers)] == [is_led] * 2


def test_a_manager_narrows_enrolments_by_project_town_and_outcome(world, manager, other):
    edition = world.edition()
    done = EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town, outcome=Outcome.COMPLETED)
    page = signed_in(manager)
    for query, found in (
        ({}, {done.pk, other.pk}),
        ({"project": world.project.pk}, {done.pk}),
        ({"project": other.edition.course.project_id}, {other.pk}),
        ({"town": world.other_town.name}, {other.pk}),
        ({"outcome": Outcome.COMPLETED}, {done.pk}),
    ):
        assert set(listed(page, "enrolments", whose="all", **query)) == found
    assert "Enrolments</h1>" in html(page, "enrolments", whose="all")


def test_only_who_oversees_is_asked_for_project_and_town(world, manager):
    for user, names in ((manager, ["project", "town"]), (world.clerk(), [])):
        filters = signed_in(user).get(url("enrolments")).context["listing"].filter.filters
        assert [name for name in ("project", "town") if name in filters] == names


def test_the_catalogue_is_narrowed_by_project_and_by_what_is_next(world, manager, other, clock):
    edition, later = world.edition(), world.edition(starts_at=START + timedelta(days=90))
    edition.sessions.update(state=SessionState.HELD)
    page = signed_in(manager)
    assert set(listed(page, "editions", project=world.project.pk)) == {edition.pk, later.pk}
    clock(edition.ends_at + timedelta(hours=1))
    page = signed_in(manager)
    assert listed(page, "editions", closing="complete", project=world.project.pk) == [edition.pk]
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.COMPLETED)
    assert listed(page, "editions", closing="verify") == [edition.pk] == listed(page, "editions", state="completed")
    edition.sessions.update(state=SessionState.VERIFIED)
    assert listed(page, "editions", closing="settle") == [edition.pk]
    assert listed(page, "editions", closing="verify") == []


def test_what_is_next_is_known_of_ones_own_projects_alone(world, clock):
    edition = world.edition()
    edition.sessions.update(state=SessionState.HELD)
    clock(edition.ends_at + timedelta(hours=1))
    program = APIClient()
    for user, found in ((world.organiser, [edition.pk]), (world.coordinator, [])):
        program.force_authenticate(user)
        rows = program.get("/api/v1/editions/", {"closing": "complete"}).json()["results"]
        assert [row["id"] for row in rows] == found


def test_programs_narrow_by_project(world, manager, other):
    edition = world.edition()
    row = EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town)
    there = AttendanceFactory(session=edition.sessions.get(), enrolment=row)
    program = APIClient()
    program.force_authenticate(manager)
    for route, pk in (("editions", edition.pk), ("enrolments", row.pk), ("attendance", there.pk)):
        rows = program.get(f"/api/v1/{route}/", {"project": world.project.pk}).json()["results"]
        assert [found["id"] for found in rows] == [pk]


def test_the_first_page_leads_to_the_whole_list_of_what_is_to_settle(world, manager, clock):
    for _ in range(SHOWN + 1):
        edition = world.edition(state=EditionState.COMPLETED)
        edition.sessions.update(state=SessionState.VERIFIED)
    clock(edition.ends_at + timedelta(hours=1))
    page = signed_in(manager)
    todos = page.get("/").context["todos"]
    assert [todo.href for todo in todos][SHOWN:] == [url("editions") + "?closing=settle"]
    assert len(listed(page, "editions", closing="settle")) == SHOWN + 1

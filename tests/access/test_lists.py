"""Every list asks the database few questions, whoever reads it, and no more of them for more rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from knox.models import AuthToken

from accounts.choices import RoleCode
from accounts.models import ApiToken
from advisory.models import Assignment
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import EnrolmentFactory, SessionTrainerFactory
from partnerships.models import Partnership
from tests.access.doors import Visitor, letter, undone
from tests.access.matrix import rows
from tests.access.world import Side, World, make_side
from trainings.models import Enrolment
from web.paging import PER_PAGE

pytestmark = pytest.mark.django_db

AT_MOST = 8
"""The session, the person, the roles; the count, the keys and the rows of the page; what the filter offers."""
NO_LISTS = {
    "home",
    "accounts:organisation-register",
    "accounts:invitation-send",
    "accounts:profile",
    "accounts:token-issue",
    "partnerships:partnership-create",
    "advisory:consultation-log",
    "trainings:course-create",
    "advisory:advisor-assign",
    "reports:report-open",
    "reports:verify",
    "trainings:nominations-template",
    "trainings:editions-export",
    "trainings:enrolments-export",
    "trainings:certificates-export",
    "trainings:approvals-export",
    "trainings:sessions-export",
    "trainings:courses-export",
    "trainings:outbox-export",
    "trainings:trained-export",
    "trainings:counts",
    "trainings:counts-export",
    "trainings:participants-export",
    "trainings:travel-export",
    "trainings:calendar",
    "trainings:check-in-offline",
    "trainings:check-in-worker",
    "trainings:certificate-verify",
    "trainings:consents",
    "trainings:legal-text-create",
    "live",
    "ready",
    "set_language",
}
"""The other pages whose address names no thing."""
FIXED = {"accounts:texts", "retention:retention"}
"""Lists of what the program knows: nobody adds a row."""
PAGES = {row.name for row in rows() if (row.method, row.objects) == ("GET", "-") and not row.name.startswith("api")}
LISTS = sorted(PAGES - NO_LISTS)
READERS = ["c1", "co", "tr", "ad", "or", "pc", "pm", "fo", "dr", "au", "am"]


def reading(visitor: Visitor, name: str) -> tuple[int, int] | None:
    """How many statements the list takes and how many rows it shows; nothing for who may not read it."""
    with undone(), CaptureQueriesContext(connection) as asked:
        answer = visitor.send("GET", reverse(name) + "?whose=all" * (name == "trainings:enrolments"))
    return (len(asked), answer.content.count(b"<tr")) if letter(answer) == "y" else None


def let_in(world: World, side: Side) -> None:
    """What people are on their own side they are on this one too: its rows are theirs."""
    own = world.own.staff
    for role in (RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER, RoleCode.FINANCE_OFFICER, RoleCode.DONOR_REVIEWER):
        ProjectRoleFactory(project=side.things.project, role=role, user=own[role.value])
    for town in side.towns:
        RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=town.body, user=world.people["co"])
    RoleFactory(role=RoleCode.CLERK, organisation=side.towns[0].body, user=world.people["c1"])
    Enrolment.objects.filter(person=side.towns[0].clerk).update(person=world.people["c1"])
    SessionTrainerFactory(session=side.things.session, user=own["trainer"])
    Assignment.objects.filter(pk=side.things.assignment.pk).update(advisor=own["advisor"])
    Partnership.objects.filter(pk=side.things.partnership.pk).update(coordinator=own["partnership_coordinator"])
    secret, _shown = AuthToken.objects.create(user=world.people["c1"])
    ApiToken.objects.create(user=world.people["c1"], token=secret, name=side.name)
    miss_a_list(side)


def miss_a_list(side: Side) -> None:
    """Somebody was at the session that is over: its signed list is awaited."""
    town = side.towns[1]
    EnrolmentFactory(edition=side.things.edition_over, person=town.clerk, city=town.body)


@pytest.fixture(scope="module")
def readings(world: World, visitors: dict[str, Visitor]) -> Iterator[dict[tuple[str, str], list[tuple[int, int]]]]:
    """By list and reader: in the world as it is, and in one with two more sides that are theirs as well."""
    with undone():
        miss_a_list(world.own)
        asked = {(name, reader): reading(visitors[reader], name) for name in LISTS for reader in READERS}
        for name in ("C", "D"):
            let_in(world, make_side(name))
        yield {
            (name, reader): [before, reading(visitors[reader], name)]
            for (name, reader), before in asked.items()
            if before is not None
        }


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_few_questions_and_no_more_for_more_rows(readings, name):
    mine = {reader: counts for (page, reader), counts in readings.items() if page == name}
    grown = any(many > few or few > PER_PAGE for (_asked, few), (_again, many) in mine.values())
    assert grown or name in FIXED
    assert {reader: asked for reader, ((asked, _few), _then) in mine.items() if asked > AT_MOST} == {}
    assert {reader: (asked, again) for reader, ((asked, _), (again, _)) in mine.items() if asked != again} == {}


def test_one_session_asks_no_more_for_more_trainers(world: World, visitors: dict[str, Visitor]):
    session, counted = world.own.things.session, []
    path = reverse("api:session-detail", args=[session.pk])
    with undone():
        for _ in range(2):
            SessionTrainerFactory(session=session)
            with CaptureQueriesContext(connection) as asked:
                assert visitors["or"].ask("GET", path).status_code == 200
            counted.append(len(asked))
    assert counted[0] == counted[1]

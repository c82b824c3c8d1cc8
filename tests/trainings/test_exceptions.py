"""Who settles a training sees what was decided against the usual order, with the reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.choices import RoleCode
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import START
from tests.trainings.browsing import html, signed_in
from tests.trainings.conftest import ENROLMENT_OPEN
from tests.trainings.test_api import api_of
from trainings.queries.exceptions import exceptions_of
from trainings.services import places

pytestmark = pytest.mark.django_db

KINDS = ["fewer_places", "skipped_order", "late_withdrawal", "at_the_door"]
WHY = ["Mniejsza sala", "Drugi nie odbiera", "Choroba", "Jest na miejscu"]


@pytest.fixture
def edition(world, clock):
    """Four of them, and beside each the same done in the usual way."""
    edition = world.edition(capacity=3, withdraw_until=START - timedelta(days=10))
    rows = world.enrol(edition, 6)
    places.change_capacity(edition=edition, capacity=2, by=world.organiser, reason=WHY[0])
    places.change_capacity(edition=edition, capacity=3, by=world.organiser)
    places.withdraw(enrolment=rows[0], by=rows[0].person, reason="Urlop")
    clock(START - timedelta(hours=20))
    places.lapse_due()
    places.promote(enrolment=rows[5], by=world.organiser, reason=WHY[1])
    clock(START - timedelta(hours=19))
    places.withdraw(enrolment=rows[1], by=rows[1].person, reason=WHY[2])
    clock(START - timedelta(hours=1))
    given = {"edition": edition, "city": world.town, "by": world.organiser}
    places.walk_in(person=world.clerk(), **given, reason=WHY[3])
    return edition


def test_each_is_named_with_its_reason_and_nothing_usual_is(edition):
    found = exceptions_of(edition)
    assert [(one.kind, str(one.reason)) for one in found] == list(zip(KINDS, WHY, strict=True))
    assert [bool(one.enrolment) for one in found] == [False, True, True, True]
    assert found[0].at == ENROLMENT_OPEN


def test_the_page_and_programs_show_the_same(world, edition):
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    page = html(signed_in(manager), "settlement", edition.pk)
    told = api_of(manager).get(f"/api/v1/editions/{edition.pk}/exceptions/").json()
    assert [one["kind"] for one in told] == KINDS
    for one, why in zip(told, WHY, strict=True):
        assert one["reason"] == why
        assert why in page
        assert one["person"] in page


def test_it_is_two_statements(edition, django_assert_num_queries):
    with django_assert_num_queries(2):
        exceptions_of(edition)


def test_where_all_was_usual_there_is_no_such_section(world):
    edition = world.edition()
    world.enrol(edition)
    assert exceptions_of(edition) == []
    assert "Exceptions and their reasons" not in html(signed_in(world.organiser), "settlement", edition.pk)

"""Bodies come and go; their people's rights end on the day of leaving."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.organisations import MunicipalityFactory
from config.factories.partnerships import MemberFactory
from partnerships import services
from partnerships.choices import MemberRole, MemberState
from partnerships.models import Partnership
from tests.partnerships.conftest import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def noon():
    with time_machine.travel(datetime(2026, 6, 15, 10, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def town():
    return MunicipalityFactory()


def test_a_body_is_invited_and_taken_in(partnership, coordinator, town):
    invited = services.add_member(partnership=partnership, organisation=town, by=coordinator)
    assert (invited.state, invited.joined_on) == (MemberState.INVITED, None)
    member = services.accept_member(member=invited, joined_on=date(2026, 6, 15), by=coordinator, version=1)
    assert (member.state, member.version) == (MemberState.ACTIVE, 2)
    assert list(Event.objects.order_by("id").values_list("action", flat=True)) == [
        "partnerships.member.added",
        "partnerships.member.accepted",
    ]


def test_nobody_joins_tomorrow(partnership, coordinator, town):
    given = {"partnership": partnership, "organisation": town, "joined_on": date(2026, 6, 16), "by": coordinator}
    assert refusal(services.add_member, **given).code == "joined_in_future"


def test_a_body_stands_in_a_partnership_once(partnership, coordinator, leader):
    given = {"partnership": partnership, "organisation": leader.organisation, "by": coordinator}
    assert refusal(services.add_member, **given).code == "member_already"


def test_there_is_one_active_leader(partnership, coordinator, leader, town):
    given = {"partnership": partnership, "organisation": town, "role": MemberRole.LEADER, "by": coordinator}
    assert refusal(services.add_member, joined_on=date(2026, 6, 1), **given).code == "leader_taken"
    assert services.add_member(**given).state == MemberState.INVITED


def test_who_was_taken_in_is_not_taken_in_again(coordinator, leader):
    given = {"member": leader, "joined_on": date(2026, 6, 1), "by": coordinator}
    assert refusal(services.accept_member, **given).code == "member_state"


def test_who_left_may_come_back_but_not_before_it_left(partnership, coordinator):
    member = MemberFactory(partnership=partnership)
    services.end_member(member=member, left_on=date(2026, 6, 1), reason="Uchwała", by=coordinator)
    again = {"partnership": partnership, "organisation": member.organisation, "by": coordinator}
    assert refusal(services.add_member, joined_on=date(2026, 5, 31), **again).code == "member_overlaps"
    assert services.add_member(joined_on=date(2026, 6, 1), **again).pk != member.pk


@pytest.mark.parametrize(
    ("state", "given", "ends"),
    [
        (MemberState.ACTIVE, {"left_on": date(2026, 6, 15)}, MemberState.LEFT),
        (MemberState.ACTIVE, {"left_on": date(2026, 6, 15), "excluded": True}, MemberState.EXCLUDED),
        (MemberState.ACTIVE, {"left_on": date(2026, 6, 30)}, MemberState.WITHDRAWING),
        (MemberState.INVITED, {}, MemberState.DECLINED),
    ],
)
def test_a_body_leaves_as_the_day_says(partnership, coordinator, state, given, ends):
    joined = date(2026, 1, 1) if state == MemberState.ACTIVE else None
    member = MemberFactory(partnership=partnership, state=state, joined_on=joined)
    ended = services.end_member(member=member, reason="Uchwała", by=coordinator, **given)
    assert (ended.state, ended.left_on) == (ends, given.get("left_on"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " ", "left_on": date(2026, 6, 1)}, "reason_missing"),
        ({"reason": "x"}, "left_on_missing"),
        ({"reason": "x", "left_on": date(2025, 12, 31)}, "left_before_joining"),
        ({"reason": "x", "left_on": date(2026, 6, 1), "version": 3}, "stale"),
    ],
)
def test_an_end_that_makes_no_sense_is_refused(coordinator, leader, given, code):
    assert refusal(services.end_member, member=leader, by=coordinator, **given).code == code


def test_the_people_of_a_withdrawing_town_read_until_the_day_and_not_on_it(partnership, coordinator, leader, clerk):
    services.end_member(member=leader, left_on=date(2026, 6, 16), reason="Uchwała", by=coordinator)
    assert Partnership.objects.visible_to(clerk).count() == 1
    with time_machine.travel(datetime(2026, 6, 15, 22, tzinfo=UTC), tick=False):  # midnight in Warsaw
        assert Partnership.objects.visible_to(clerk).count() == 0


def test_the_sweep_closes_the_row_once_and_so_does_the_return_of_the_town(partnership, coordinator, leader):
    services.end_member(member=leader, left_on=date(2026, 6, 16), reason="Uchwała", by=coordinator)
    assert services.let_members_go() == 0
    with time_machine.travel(datetime(2026, 6, 16, 8, tzinfo=UTC), tick=False):
        services.add_member(partnership=partnership, organisation=leader.organisation, by=coordinator)
        assert services.let_members_go() == 0
    leader.refresh_from_db()
    assert leader.state == MemberState.LEFT


def test_the_clerk_of_a_member_changes_no_members(partnership, leader, clerk, town):
    refused = refusal(services.add_member, partnership=partnership, organisation=town, by=clerk)
    assert (refused.code, refused.status) == ("partnership_coordinator_only", 403)


def test_the_people_of_an_invited_town_see_nothing_yet(partnership, town):
    MemberFactory(partnership=partnership, organisation=town, state=MemberState.INVITED, joined_on=None)
    assert not Partnership.objects.visible_to(RoleFactory(organisation=town).user).exists()

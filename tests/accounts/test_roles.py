"""Roles are given and ended by somebody else, hold from a day to a day, and end at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.permissions import has_role
from accounts.services.roles import end_role, grant_role
from audit.models import Event
from config.factories.accounts import AdministratorFactory, CoordinatorFactory, RoleFactory, UserFactory
from config.factories.organisations import MunicipalityFactory, OrganisationFactory
from organisations.choices import Kind
from tests.accounts.helpers import refusal

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 5, 4, 10, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def administrator():
    return AdministratorFactory().user


@pytest.fixture
def coordinator():
    return CoordinatorFactory()


def fresh(user: User) -> User:
    """The person as the next request knows him."""
    return User.objects.get(pk=user.pk)


def test_a_role_holds_from_today_and_is_on_record(administrator):
    person, city = UserFactory(), MunicipalityFactory()
    role = grant_role(user=person, role=RoleCode.CLERK, organisation=city, by=administrator, reason="Nowa")
    assert (role.valid_from, role.valid_to) == (TODAY, None)
    assert has_role(fresh(person), RoleCode.CLERK, at=city)
    event = Event.objects.get()
    assert (event.action, event.actor, event.reason) == ("accounts.role.granted", administrator, "Nowa")
    assert event.after == {
        "user": person.pk,
        "role": "clerk",
        "organisation": city.pk,
        "valid_from": "2026-05-04",
        "valid_to": None,
    }


def test_nobody_gives_a_role_to_himself(administrator):
    refused = refusal(grant_role, user=administrator, role=RoleCode.AUDITOR, by=administrator)
    assert (refused.code, refused.status) == ("own_role", 403)
    assert not Role.objects.filter(role=RoleCode.AUDITOR).exists()


def test_a_coordinator_gives_clerks_and_approvers_of_the_city_only(coordinator):
    person = UserFactory()
    given = {"user": person, "by": coordinator.user}
    assert grant_role(**given, role=RoleCode.APPROVER, organisation=coordinator.organisation).pk
    for role, city in [
        (RoleCode.CLERK, MunicipalityFactory()),
        (RoleCode.CITY_COORDINATOR, coordinator.organisation),
        (RoleCode.TRAINER, coordinator.organisation),
        (RoleCode.ADMINISTRATOR, None),
    ]:
        refused = refusal(grant_role, **given, role=role, organisation=city)
        assert (refused.code, refused.status) == ("cannot_give_role", 403)


def test_a_clerk_gives_nothing():
    clerk = RoleFactory()
    given = {"user": UserFactory(), "role": RoleCode.CLERK, "organisation": clerk.organisation}
    assert refusal(grant_role, **given, by=clerk.user).code == "cannot_give_role"


def test_the_same_role_is_not_given_twice(administrator):
    role = RoleFactory()
    given = {"user": role.user, "role": role.role, "organisation": role.organisation}
    assert refusal(grant_role, **given, by=administrator).code == "role_held"


def test_a_role_may_follow_the_one_that_ends(administrator):
    role = RoleFactory(valid_to=date(2026, 6, 1))
    given = {"user": role.user, "role": role.role, "organisation": role.organisation, "by": administrator}
    assert refusal(grant_role, **given, valid_from=date(2026, 5, 31)).code == "role_held"
    assert grant_role(**given, valid_from=date(2026, 6, 1)).pk


def test_a_role_ends_after_it_begins(administrator):
    given = {"user": UserFactory(), "role": RoleCode.AUDITOR, "by": administrator}
    assert refusal(grant_role, **given, valid_from=TODAY, valid_to=TODAY).code == "role_dates"


def test_a_closed_account_gets_no_role(administrator):
    given = {"user": UserFactory(is_active=False), "role": RoleCode.AUDITOR, "by": administrator}
    assert refusal(grant_role, **given).code == "account_closed"


def test_a_role_ends_at_once(administrator):
    role = RoleFactory()
    ended = end_role(role=role, by=administrator, reason="Odeszła")
    assert ended.valid_to == TODAY
    assert not has_role(fresh(role.user), RoleCode.CLERK)
    assert Event.objects.get().before["valid_to"] is None


def test_a_role_given_today_by_mistake_ends_today(administrator):
    role = grant_role(user=UserFactory(), role=RoleCode.AUDITOR, by=administrator)
    end_role(role=role, by=administrator)
    assert not fresh(role.user).reads_record
    assert refusal(end_role, role=role, by=administrator).code == "role_ended"


def test_a_role_may_end_later(administrator):
    role = RoleFactory()
    end_role(role=role, by=administrator, on=date(2026, 7, 1))
    assert has_role(fresh(role.user), RoleCode.CLERK)
    with time_machine.travel(datetime(2026, 6, 30, 22, tzinfo=UTC), tick=False):  # midnight in Warsaw
        assert not has_role(fresh(role.user), RoleCode.CLERK)


@pytest.mark.parametrize("day", [date(2026, 5, 3), date(2026, 8, 1)])
def test_a_role_ends_neither_in_the_past_nor_later_than_agreed(administrator, day):
    role = RoleFactory(valid_to=date(2026, 7, 1))
    assert refusal(end_role, role=role, by=administrator, on=day).code == "role_dates"


def test_the_last_administrator_stays(administrator):
    assert refusal(end_role, role=administrator.roles.get(), by=administrator).code == "last_administrator"
    AdministratorFactory()
    assert end_role(role=administrator.roles.get(), by=administrator).valid_to == TODAY


def test_an_administrator_with_a_closed_account_does_not_count(administrator):
    AdministratorFactory(user__is_active=False)
    assert refusal(end_role, role=administrator.roles.get(), by=administrator).code == "last_administrator"


def test_the_database_keeps_platform_roles_free_of_bodies():
    for role, city in [(RoleCode.AUDITOR, MunicipalityFactory()), (RoleCode.CLERK, None)]:
        with pytest.raises(IntegrityError, match="role_has_a_body_unless_platform_wide"), transaction.atomic():
            RoleFactory(role=role, organisation=city)


def test_the_database_keeps_one_open_role_of_a_kind():
    role = RoleFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleFactory(user=role.user, organisation=role.organisation)


# -- who sees whom -----------------------------------------------------------------------------------


def test_a_coordinator_sees_the_people_and_roles_of_the_city_and_no_other(coordinator):
    clerk = RoleFactory(organisation=coordinator.organisation)
    RoleFactory()
    me = coordinator.user
    assert set(User.objects.visible_to(me)) == {me, clerk.user}
    assert set(Role.objects.visible_to(me)) == {coordinator, clerk}


def test_of_a_person_with_roles_in_two_cities_a_coordinator_sees_the_role_in_her_own(coordinator):
    clerk = RoleFactory(organisation=coordinator.organisation)
    RoleFactory(user=clerk.user, role=RoleCode.TRAINER)
    assert set(Role.objects.visible_to(coordinator.user).filter(user=clerk.user)) == {clerk}


def test_who_left_the_city_is_no_longer_seen(coordinator):
    left = RoleFactory(organisation=coordinator.organisation, valid_to=TODAY)
    assert left.user not in User.objects.visible_to(coordinator.user)


def test_a_clerk_sees_himself_only():
    clerk = RoleFactory()
    RoleFactory(organisation=clerk.organisation)
    assert list(User.objects.visible_to(clerk.user)) == [clerk.user]
    assert list(Role.objects.visible_to(clerk.user)) == [clerk]


@pytest.mark.parametrize("role", [RoleCode.AUDITOR, RoleCode.ADMINISTRATOR])
def test_auditors_and_administrators_see_everybody(role):
    RoleFactory()
    reader = RoleFactory(role=role, organisation=None).user
    assert User.objects.visible_to(reader).count() == 2


def test_a_closed_account_sees_nothing():
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None, user__is_active=False).user
    assert list(User.objects.visible_to(auditor)) == [auditor]


def test_people_of_social_partners_are_clerks_too_but_nobody_decides_there_and_none_comes_for_a_donor(administrator):
    person = UserFactory()
    partner, donor = OrganisationFactory(kind=Kind.NGO), OrganisationFactory(kind=Kind.DONOR)
    grant_role(user=person, role=RoleCode.CLERK, organisation=partner, by=administrator)
    assert has_role(fresh(person), RoleCode.CLERK, at=partner)
    for role, body in [(RoleCode.CLERK, donor), (RoleCode.APPROVER, partner), (RoleCode.CITY_COORDINATOR, partner)]:
        assert refusal(grant_role, user=person, role=role, organisation=body, by=administrator).code == "role_body"

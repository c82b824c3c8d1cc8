"""Two at once: one invitation makes one account, and two administrators cannot end each other."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.services.invitations import accept_invitation, invite
from accounts.services.people import deactivate
from accounts.services.roles import end_role, grant_role
from accounts.services.tokens import TOKENS_EACH, issue_token
from config.factories.accounts import AdministratorFactory, CoordinatorFactory, UserFactory
from config.factories.organisations import MunicipalityFactory
from kernel.errors import Refused
from mail.models import Message
from tests.accounts.helpers import token_in

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*calls: Callable[[], object]) -> list[str]:
    """What became of each call: "done", or the code of the refusal."""
    start, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        start.wait()
        try:
            call()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_one_link_opened_many_times_makes_one_account():
    coordinator = CoordinatorFactory()
    invite(
        email="ewa@example.org",
        first_name="Ewa",
        last_name="Nowa",
        role=RoleCode.CLERK,
        organisation=coordinator.organisation,
        by=coordinator.user,
    )
    token = token_in(Message.objects.get())
    accept = [lambda: accept_invitation(token=token, password="nieznajoma haslo 2026")] * 6
    assert at_once(*accept) == ["done", *["invitation_used"] * 5]
    assert (User.objects.filter(email="ewa@example.org").count(), Role.objects.filter(role="clerk").count()) == (1, 1)


def test_two_administrators_cannot_end_each_other():
    first, second = AdministratorFactory(), AdministratorFactory()
    assert first.user.keeps_register
    assert second.user.keeps_register  # as each request read it before the other one acted
    outcomes = at_once(
        lambda: end_role(role=first, by=second.user),
        lambda: end_role(role=second, by=first.user),
    )
    assert outcomes == ["done", "last_administrator"]


def test_two_administrators_cannot_close_each_other():
    first, second = AdministratorFactory().user, AdministratorFactory().user
    outcomes = at_once(
        lambda: deactivate(user=first, by=second, reason="Spór"),
        lambda: deactivate(user=second, by=first, reason="Spór"),
    )
    assert outcomes == ["done", "last_administrator"]
    assert User.objects.active().count() == 1


def test_a_role_given_many_times_at_once_is_given_once():
    administrator, person, city = AdministratorFactory().user, UserFactory(), MunicipalityFactory()
    give = [lambda: grant_role(user=person, role=RoleCode.CLERK, organisation=city, by=administrator)] * 6
    assert at_once(*give) == ["done", *["role_held"] * 5]


def test_tokens_at_once_stay_within_their_number():
    person = UserFactory()
    calls = [lambda n=n: issue_token(name=str(n), days=30, by=person) for n in range(TOKENS_EACH + 3)]
    assert at_once(*calls) == [*["done"] * TOKENS_EACH, *["token_limit"] * 3]

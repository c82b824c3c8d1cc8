"""Whoever is signed in: until the time is over or the account is closed."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from config.factories.accounts import RoleFactory, sign_in
from kernel.time import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = RoleFactory().user
    sign_in(client, user)
    return user


def is_signed_in(client) -> bool:
    return client.get(reverse("home")).status_code == 200


def test_each_request_of_a_session_is_of_its_person(client, person):
    for _again in range(2):
        assert client.get(reverse("home")).wsgi_request.user == person


def test_a_session_ends_with_its_time(client, person):
    for seconds, signed_in in ((-60, True), (60, False)):
        with time_machine.travel(now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + seconds)):
            assert is_signed_in(client) is signed_in


def test_a_closed_account_is_signed_out_at_once(client, person):
    assert is_signed_in(client)
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert not is_signed_in(client)


def test_a_session_that_nobody_has_is_nobodys(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert not is_signed_in(client)

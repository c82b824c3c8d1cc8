"""The second step of signing in, from the first code to the last recovery code, on our own pages."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from config.factories.accounts import PASSWORD, UserFactory
from tests.ui.markup import is_strict, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory()


def signed_in_fresh(person) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def code_for(secret: str, steps_ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_ahead))


def switch_on(client: Client) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in text_of(page)
    assert client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}).status_code == 302
    return secret


def test_a_wrong_code_keeps_the_picture_and_says_what_is_wrong(person):
    client = signed_in_fresh(person)
    first = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert answer.context["form"].secret == first
    assert "ds-error-summary" in text_of(answer)


def test_after_switching_on_there_are_recovery_codes_to_keep(person):
    client = signed_in_fresh(person)
    switch_on(client)
    markup = text_of(client.get(reverse("mfa_view_recovery_codes")))
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    assert all(code in markup for code in codes)
    for name in ("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert is_strict(text_of(page))


def test_signing_in_asks_for_the_second_step_and_a_recovery_code_opens_too(person):
    switch_on(signed_in_fresh(person))
    client = Client()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302
    page = client.get(answer.url)
    assert text_of(page).count("<h1 ") == 1
    assert is_strict(text_of(page))
    code = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
    assert client.post(answer.url, {"code": code}).status_code == 302
    assert client.get("/").status_code == 200

"""The frame of every page, and the pages that belong to nobody else."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from config.factories.accounts import PASSWORD, UserFactory
from tests.ui.markup import is_strict, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(first_name="Anna")


@pytest.fixture
def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def fresh(signed_in):
    """Gave the password again just now: allauth lets such a person change how the account is protected."""
    answer = signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302
    return signed_in


def test_the_sign_in_page_has_what_every_page_has(client):
    markup = text_of(client.get(reverse("account_login")))
    assert '<html lang="pl"' in markup
    assert markup.count("<main ") == 1
    assert markup.count("<h1 ") == 1
    assert 'href="#main"' in markup
    assert is_strict(markup)


def test_a_wrong_password_is_said_in_the_summary(client):
    answer = client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})
    summary = re.search(r"<ds-error-summary.*?</ds-error-summary>", text_of(answer), re.DOTALL)
    assert summary
    assert summary[0].count("<li>") == 1


def test_the_language_is_switched_by_a_form_and_stays_switched(client):
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("account_login")})
    assert answer.url == reverse("account_login")
    assert '<html lang="en"' in text_of(client.get(answer.url))


def test_the_first_page_is_for_who_signed_in(client):
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "name",
    ["home", "account_email", "mfa_index", "usersessions_list", "account_logout", "account_reauthenticate"],
)
def test_pages_of_the_account_are_ours(signed_in, name):
    answer = signed_in.get(reverse(name))
    assert answer.status_code == 200
    assert text_of(answer).count("<h1 ") == 1
    assert is_strict(text_of(answer))


@pytest.mark.parametrize(
    "name", ["account_change_password", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"]
)
def test_pages_that_protect_the_account_are_ours(fresh, name):
    answer = fresh.get(reverse(name))
    assert answer.status_code == 200
    assert text_of(answer).count("<h1 ") == 1
    assert is_strict(text_of(answer))


@pytest.mark.parametrize(
    "path",
    [
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_email_verification_sent",
        "account_inactive",
    ],
)
def test_pages_before_signing_in_are_ours(client, path):
    answer = client.get(reverse(path))
    assert answer.status_code == 200
    assert text_of(answer).count("<h1 ") == 1
    assert is_strict(text_of(answer))


def test_a_used_link_says_what_to_do(client):
    answer = client.get(reverse("account_reset_password_from_key", args=["1", "set-password"]))
    assert reverse("account_reset_password") in text_of(answer)


def test_what_a_person_saw_stays_out_of_caches(signed_in, client):
    assert signed_in.get("/")["Cache-Control"] == "private, no-store"
    assert signed_in.get("/no-such-page/")["Cache-Control"] == "private, no-store"
    assert not client.get("/healthz/live").has_header("Cache-Control")


def test_an_error_page_names_its_request_and_a_way_on(client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert answer["X-Request-Id"] in text_of(answer)
    assert reverse("account_login") in text_of(answer)


@pytest.mark.parametrize(
    ("came_from", "is_offered"),
    [("http://testserver/organisations/?q=a", True), ("https://example.org/", False), ("", False)],
)
def test_an_error_page_leads_back_to_the_page_of_ours_before_it(signed_in, came_from, is_offered):
    markup = text_of(signed_in.get("/no-such-page/", headers={"referer": came_from}))
    assert ("Back to the page before" in markup or "Wróć do poprzedniej strony" in markup) is is_offered
    assert (f'href="{came_from}"' in markup) is is_offered


def test_an_error_page_does_not_lead_back_to_itself(signed_in):
    own = "http://testserver/no-such-page/"
    assert f'href="{own}"' not in text_of(signed_in.get("/no-such-page/", headers={"referer": own}))


def test_the_address_of_a_button_opened_as_a_page_says_what_to_do(signed_in):
    answer = signed_in.get(reverse("accounts:message-resend", args=[1]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert text_of(answer).count("<h1 ") == 1
    assert is_strict(text_of(answer))


def test_a_page_that_is_not_for_the_reader_does_not_speak_of_something_to_be_done(signed_in):
    answer = signed_in.get("/people/", headers={"accept-language": "en"})
    assert (answer.status_code, answer.context["title"]) == (403, "This is not for your account")


def test_whoever_holds_a_report_finds_where_to_check_it(client):
    assert f'href="{reverse("reports:verify")}"' in text_of(client.get(reverse("account_login")))


def test_the_only_address_offers_nothing_that_would_be_refused(signed_in, person):
    assert re.findall(r'name="(action_\w+)"', text_of(signed_in.get(reverse("account_email")))) == ["action_add"]
    EmailAddress.objects.create(user=person, email="other@example.org")
    names = re.findall(r'name="(action_\w+)"', text_of(signed_in.get(reverse("account_email"))))
    assert names == ["action_primary", "action_send", "action_remove", "action_add"]


def test_the_header_tells_who_is_signed_in_and_lets_them_out(signed_in):
    markup = text_of(signed_in.get("/"))
    assert "Anna" in markup
    assert f'action="{reverse("account_logout")}"' in markup


def test_after_a_refused_post_the_language_switch_leads_to_a_page_that_can_be_read():
    refused = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert refused.status_code == 403
    assert '<input type="hidden" name="next" value="/">' in text_of(refused)


def test_the_form_of_a_key_speaks_the_language_of_the_page(fresh):
    form = fresh.get(reverse("mfa_add_webauthn")).context["form"]
    assert str(form.fields["name"].label) != "Name"
    assert list(form.fields) == ["name", "credential", "passwordless"]

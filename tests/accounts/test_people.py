"""One's own data; the end of an account ends its sessions and tokens."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.choices import RoleCode
from accounts.models import ApiToken, User
from accounts.services.people import change_profile, deactivate, reactivate
from accounts.services.tokens import TOKENS_EACH, issue_token, revoke_token
from audit.models import Event
from config.factories.accounts import PASSWORD, AdministratorFactory, RoleFactory, UserFactory
from tests.accounts.helpers import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return AdministratorFactory().user


@pytest.fixture
def person():
    return UserFactory()


def bearer(secret: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    return client


def test_a_person_changes_her_own_data(person):
    changed = change_profile(user=person, by=person, version=1, phone="+48 22 123 45 67", language="en", sex="f")
    assert (changed.phone, changed.language, changed.sex, changed.version) == ("+48 22 123 45 67", "en", "f", 2)


def test_the_record_says_which_data_changed_and_holds_none_of_them(person):
    change_profile(user=person, by=person, phone="600 100 200", last_name="Nowa")
    event = Event.objects.get()
    assert (event.action, event.before, event.after) == (
        "accounts.user.profile_changed",
        None,
        {"changed": ["last_name", "phone"]},
    )


def test_nothing_given_changes_nothing(person):
    assert change_profile(user=person, by=person, phone="").version == 1
    assert not Event.objects.exists()


def test_nobody_changes_the_data_of_another(person, administrator):
    refused = refusal(change_profile, user=person, by=administrator, phone="600 100 200")
    assert (refused.code, refused.status) == ("not_yours", 403)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"first_name": " "}, "name_missing"),
        ({"phone": "zadzwoń"}, "phone_wrong"),
        ({"language": "de"}, "language_unknown"),
        ({"sex": "x"}, "sex_unknown"),
    ],
)
def test_data_that_make_no_sense_are_refused(person, given, code):
    assert refusal(change_profile, user=person, by=person, **given).code == code


def test_a_profile_read_before_another_change_is_refused(person):
    change_profile(user=person, by=person, phone="600 100 200")
    assert refusal(change_profile, user=person, by=person, version=1, phone="1234567").code == "stale"


# -- the end of an account ---------------------------------------------------------------------------


def test_a_closed_account_is_out_at_the_next_request(person, administrator):
    browser = Client()
    browser.post("/auth/login/", {"login": person.email, "password": PASSWORD})
    program = bearer(issue_token(name="program", days=30, by=person)[1])
    assert (browser.get("/me/").status_code, program.get("/api/v1/me/").status_code) == (200, 200)
    deactivate(user=person, by=administrator, reason="Odeszła")
    assert (browser.get("/me/").status_code, program.get("/api/v1/me/").status_code) == (302, 401)
    assert (UserSession.objects.filter(user=person).count(), AuthToken.objects.filter(user=person).count()) == (0, 0)


def test_a_closed_account_cannot_sign_in(person, administrator):
    deactivate(user=person, by=administrator, reason="Odeszła")
    browser = Client()
    answer = browser.post("/auth/login/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == "/auth/inactive/"
    assert browser.get("/me/").status_code == 302


def test_an_opened_account_has_its_roles_but_none_of_its_sessions(administrator):
    role = RoleFactory()
    browser = Client()
    browser.post("/auth/login/", {"login": role.user.email, "password": PASSWORD})
    deactivate(user=role.user, by=administrator, reason="Urlop")
    reactivate(user=role.user, by=administrator, reason="Powrót")
    assert browser.get("/me/").status_code == 302
    assert User.objects.get(pk=role.user_id).holds(RoleCode.CLERK)


def test_only_administrators_close_accounts_and_never_their_own(person, administrator):
    AdministratorFactory()
    refused = refusal(deactivate, user=administrator, by=person, reason="Bo tak")
    assert (refused.code, refused.status) == ("accounts_for_administrators", 403)
    assert refusal(deactivate, user=administrator, by=administrator, reason="Bo tak").code == "own_account"


def test_the_last_administrator_is_not_closed(administrator):
    assert refusal(deactivate, user=administrator, by=None, reason="Bo tak").code == "last_administrator"


def test_closing_needs_a_reason_and_happens_once(person, administrator):
    assert refusal(deactivate, user=person, by=administrator, reason=" ").code == "reason_missing"
    deactivate(user=person, by=administrator, reason="Odeszła")
    assert refusal(deactivate, user=person, by=administrator, reason="Odeszła").code == "account_closed"
    event = Event.objects.get(action="accounts.user.deactivated")
    assert (event.reason, event.after) == ("Odeszła", {"is_active": False})


def test_a_new_password_ends_other_sessions_and_tokens(person):
    mine, stolen = Client(), Client()
    for browser in (mine, stolen):
        browser.post("/auth/login/", {"login": person.email, "password": PASSWORD})
    program = bearer(issue_token(name="program", days=30, by=person)[1])
    new = "calkiem nowe haslo 7"
    mine.post("/auth/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [browser.get("/me/").status_code for browser in (mine, stolen)] == [200, 302]
    assert program.get("/api/v1/me/").status_code == 401
    assert Event.objects.filter(action="accounts.user.password_changed").count() == 1


# -- tokens ------------------------------------------------------------------------------------------


def test_a_token_opens_the_api_and_is_kept_as_a_hash(person):
    token, secret = issue_token(name="program", days=90, by=person)
    assert bearer(secret).get("/api/v1/me/").json()["email"] == person.email
    kept = [str(value) for row in (token, token.token) for value in vars(row).values()]
    assert [value for value in kept if secret in value] == []
    assert secret not in str(Event.objects.get().after)


def test_a_revoked_token_is_dead_at_the_next_request(person):
    token, secret = issue_token(name="program", days=30, by=person)
    revoke_token(token=token, by=person)
    assert bearer(secret).get("/api/v1/me/").status_code == 401


def test_nobody_revokes_the_token_of_another(person, administrator):
    token, _secret = issue_token(name="program", days=30, by=person)
    assert refusal(revoke_token, token=token, by=administrator).code == "not_yours"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " ", "days": 30}, "token_name_missing"),
        ({"name": "program", "days": 30}, "token_name_taken"),
        ({"name": "inny", "days": 3650}, "token_lifetime"),
    ],
)
def test_a_token_has_a_name_of_its_own_and_an_end(person, given, code):
    issue_token(name="program", days=30, by=person)
    assert refusal(issue_token, **given, by=person).code == code


def test_a_person_has_a_handful_of_tokens(person):
    for number in range(TOKENS_EACH):
        issue_token(name=str(number), days=30, by=person)
    assert refusal(issue_token, name="jeszcze", days=30, by=person).code == "token_limit"
    assert ApiToken.objects.filter(user=person).count() == TOKENS_EACH

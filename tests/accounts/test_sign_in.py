"""Signing in: nobody learns who has an account, guessing is slow, and nobody can lock another one out."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from accounts.models import User
from accounts.services import roles
from audit.models import Event
from config.factories.accounts import PASSWORD, AdministratorFactory, RoleFactory, UserFactory, sign_in
from kernel.time import now
from mail.models import Message
from mail.rendering import render
from tests.accounts.helpers import link_in, told

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
NEW = "calkiem nowe haslo 7"


@pytest.fixture
def person():
    return UserFactory(language="en")


def enter(client, login, password=PASSWORD, ip="10.0.0.1"):
    return client.post("/auth/login/", {"login": login, "password": password}, REMOTE_ADDR=ip)


def leads_to_form(link: str) -> bool:
    """Whether a link to a new password still works; a dead one shows a page that says so."""
    return Client().get(link).status_code == 302


def is_in(client) -> bool:
    return client.get("/me/").status_code == 200


def test_nobody_signs_up_unasked(client):
    given = {"email": "a@example.org", "password1": NEW}
    assert client.post("/auth/signup/", given, headers=ENGLISH).templates[0].name == "account/signup_closed.html"
    assert not User.objects.exists()


def test_signing_in_leads_home_in_the_persons_language_and_is_on_record(client, person):
    answer = enter(client, person.email)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies["django_language"].value == "en"
    assert list(Event.objects.values_list("action", "actor", "via")) == [("accounts.user.signed_in", person.pk, "web")]
    assert client.get("/me/")["Content-Language"] == "en"


def test_the_address_may_be_typed_in_any_case(client, person):
    enter(client, person.email.upper())
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person):
    def shown(login):
        answer = enter(client, login, "zle haslo zle haslo")
        return answer.status_code, answer.context["form"].errors.as_json(), list(answer.cookies)

    assert shown(person.email) == shown("nikt@example.org")


def test_asking_for_a_new_password_gives_the_same_answer_to_everybody(client, person):
    answers = [client.post("/auth/password/reset/", {"email": e}) for e in (person.email, "nikt@example.org")]
    assert len({(a.status_code, a["Location"], a.content) for a in answers}) == 1
    assert list(Message.objects.order_by("pk").values_list("template", "to_email")) == [
        ("password_reset", person.email),
        ("unknown_account", "nikt@example.org"),
    ]


def test_a_new_password_is_set_by_a_link_that_works_once(client, person):
    client.post("/auth/password/reset/", {"email": person.email})
    message = Message.objects.get()
    assert message.context == {"user": person.pk}  # the link itself lies nowhere
    link = link_in(message)
    form = client.get(link)["Location"]
    answer = client.post(form, {"password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    enter(client, person.email, NEW)
    assert is_in(client)
    assert not leads_to_form(link)
    assert [row.context["notice"] for row in Message.objects.filter(template="account_notice")] == [
        "account/email/password_reset"
    ]


def test_a_reset_link_dies_after_an_hour(client, person):
    client.post("/auth/password/reset/", {"email": person.email})
    link = link_in(Message.objects.get())
    assert leads_to_form(link)
    # By the timestamp: Django reads this one clock in local time, which an aware datetime would move too.
    with time_machine.travel(now().timestamp() + 61 * 60, tick=False):
        assert not leads_to_form(link)


def test_letters_of_the_account_read_in_both_languages(person):
    client = sign_in(Client(), person)
    new = "nowy@example.org"
    client.post("/auth/email/", {"action_add": "", "email": new})
    client.post("/auth/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    client.post("/auth/password/reset/", {"email": "nikt@example.org"})
    letters = {message.template: message for message in Message.objects.all()}
    assert set(letters) == {"email_confirmation", "account_notice", "unknown_account"}
    assert render(letters["account_notice"]).subject == "Your password was changed"
    assert render(letters["email_confirmation"]).subject == "Confirm your e-mail address"
    assert client.get(link_in(letters["email_confirmation"])).status_code == 200
    client.post(link_in(letters["email_confirmation"]))
    assert EmailAddress.objects.get(email=new).verified


def test_an_account_takes_ten_guesses_a_quarter_of_an_hour(person):
    for number in range(10):
        enter(Client(), person.email, f"zle haslo {number}", ip=f"10.0.0.{number}")
    stranger = Client()
    enter(stranger, person.email, ip="10.0.1.1")
    assert not is_in(stranger)
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        enter(stranger, person.email, ip="10.0.1.1")
        assert is_in(stranger)


def test_the_owner_gets_in_from_a_known_device_while_strangers_guess(person):
    own = Client()
    enter(own, person.email, ip="10.0.2.2")
    own.post("/auth/logout/")
    for number in range(15):
        enter(Client(), person.email, f"zle haslo {number}", ip=f"10.0.0.{number}")
    enter(own, person.email, ip="10.0.2.2")
    assert is_in(own)


def test_a_known_device_of_another_account_helps_nobody(person):
    thief = Client()
    enter(thief, UserFactory().email)
    thief.post("/auth/logout/")
    for number in range(10):
        enter(Client(), person.email, f"zle haslo {number}", ip=f"10.0.0.{number}")
    enter(thief, person.email)
    assert not is_in(thief)


def test_a_known_device_has_its_own_ten_guesses(person):
    own = Client()
    enter(own, person.email)
    own.post("/auth/logout/")
    for number in range(10):
        enter(own, person.email, f"zle haslo {number}")
    enter(own, person.email)
    assert not is_in(own)


def test_one_address_tries_twenty_accounts_an_hour_whatever_it_claims_to_be(person):
    for number in range(20):
        client = Client(headers={"x-forwarded-for": f"10.9.9.{number}"})
        enter(client, f"nikt{number}@example.org", ip="10.0.0.1")
    late = Client()
    enter(late, person.email, ip="10.0.0.1")
    assert not is_in(late)


# -- a fresh proof -----------------------------------------------------------------------------------


def test_an_old_session_proves_itself_before_it_gets_a_token_and_then_goes_on(person):
    client = Client()
    client.force_login(person)
    answer = client.post("/me/tokens/issue/", {"name": "program", "days": "30"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/auth/reauthenticate/")
    assert not person.api_tokens.exists()
    answer = client.post(answer["Location"], {"password": PASSWORD})
    assert answer.context["secret"]
    assert person.api_tokens.get().name == "program"


def test_an_old_session_proves_itself_before_it_gives_a_role():
    administrator, role = AdministratorFactory().user, RoleFactory()
    client = Client()
    client.force_login(administrator)
    answer = client.post(f"/people/roles/{role.pk}/end/", {})
    assert answer["Location"].startswith("/auth/reauthenticate/")
    answer = client.post(f"/api/v1/roles/{role.pk}/end/", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "fresh_sign_in_required")
    role.refresh_from_db()
    assert role.valid_to is None


def test_a_proof_is_good_for_half_an_hour(person):
    client = sign_in(Client(), person)
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        answer = client.post("/me/tokens/issue/", {"name": "program", "days": "30"})
    assert answer["Location"].startswith("/auth/reauthenticate/")


def test_a_role_that_ended_opens_no_page_at_the_next_request():
    role = AdministratorFactory()
    AdministratorFactory()
    client = Client()
    client.force_login(role.user)
    assert client.get("/audit/").status_code == 200
    roles.end_role(role=role, by=None)
    assert client.get("/audit/").status_code == 403


# -- second factors ----------------------------------------------------------------------------------


def test_an_authenticator_app_is_asked_for_after_the_password(person, django_capture_on_commit_callbacks):
    client = sign_in(Client(), person)
    again = client.get("/auth/2fa/totp/activate/")
    client.post(again["Location"], {"password": PASSWORD})
    secret = client.get("/auth/2fa/totp/activate/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/auth/2fa/totp/activate/", {"code": code_of(secret)})
    assert secret not in str(Authenticator.objects.values())
    assert "accounts.user.totp_activated" in told()
    late = Client()
    assert enter(late, person.email)["Location"] == "/auth/2fa/authenticate/"
    assert not is_in(late)
    late.post("/auth/2fa/authenticate/", {"code": "000000"})
    assert not is_in(late)
    with time_machine.travel(now().timestamp() + 60, tick=False):  # a code works once
        late.post("/auth/2fa/authenticate/", {"code": code_of(secret)})
        assert is_in(late)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_passkey_may_be_offered_at_the_sign_in(client):
    options = client.get("/auth/2fa/webauthn/login/", headers={"x-requested-with": "XMLHttpRequest"})
    assert options.json()["request_options"]["publicKey"]["userVerification"]


def test_the_back_office_has_no_door_of_its_own(client):
    boss = User.objects.create_superuser("boss@example.org", PASSWORD, first_name="B", last_name="C")
    answer = client.post("/admin/login/", {"username": boss.email, "password": PASSWORD})
    assert answer["Location"].startswith("/auth/login/")
    assert not is_in(client)

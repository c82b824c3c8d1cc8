"""The API of the ground floor: the same rules and codes as on the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from rest_framework.test import APIClient

from accounts.choices import RoleCode
from accounts.models import ApiToken, Invitation, Role, User
from accounts.services.tokens import issue_token
from audit.models import Event
from audit.services import record
from config.factories.accounts import AdministratorFactory, CoordinatorFactory, RoleFactory, UserFactory, sign_in
from config.factories.organisations import MembershipFactory, MunicipalityFactory, OrganisationFactory
from config.tasks import tidy
from kernel.time import now
from mail.models import Message
from organisations.models import Organisation

pytestmark = pytest.mark.django_db

API = "/api/v1"


def api_of(user) -> APIClient:
    """Through a real token."""
    client = APIClient(headers={"accept-language": "en"})
    client.credentials(HTTP_AUTHORIZATION=f"Token {issue_token(name='program', days=30, by=user)[1]}")
    return client


@pytest.fixture
def administrator():
    return AdministratorFactory().user


@pytest.fixture
def admin(administrator):
    return api_of(administrator)


@pytest.fixture
def coordinator():
    return CoordinatorFactory()


@pytest.fixture
def mine(coordinator):
    return api_of(coordinator.user)


def post(client, path, given=None, **headers):
    return client.post(f"{API}{path}", given or {}, format="json", headers=headers)


def ids(answer) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


# -- organisations -----------------------------------------------------------------------------------


def test_the_register_is_open_to_everybody_signed_in():
    town = MembershipFactory().organisation
    shown = api_of(UserFactory()).get(f"{API}/organisations/{town.pk}/")
    assert shown["ETag"] == f'"{town.pk}-1"'
    assert shown.json()["teryt_codes"][0]["valid_to"] is None
    assert shown.json()["memberships"] == [{"valid_from": "1999-01-01", "valid_to": None, "source": ""}]
    assert APIClient().get(f"{API}/organisations/").status_code == 401


def test_the_register_asks_the_same_number_of_questions_whatever_its_length(admin, django_assert_max_num_queries):
    for _ in range(30):
        MembershipFactory()
    with django_assert_max_num_queries(8):
        assert admin.get(f"{API}/organisations/?member=yes").json()["count"] == 30


def test_a_body_is_entered_once_per_key(admin):
    given = {"kind": "ngo", "name": "Fundacja"}
    answers = [post(admin, "/organisations/", given, **{"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Organisation.objects.filter(name="Fundacja").count() == 1


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [(None, 428, "if_match_required"), ('"{pk}-7"', 412, "stale"), ('"{pk}-1"', 200, None)],
)
def test_a_change_needs_the_current_version(admin, header, status, code):
    body = OrganisationFactory()
    headers = {"If-Match": header.format(pk=body.pk)} if header else {}
    answer = admin.patch(f"{API}/organisations/{body.pk}/", {"name_en": "Other"}, format="json", headers=headers)
    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert (answer.get("ETag") == f'"{body.pk}-2"') == (status == 200)


def test_a_clerk_changes_nothing_in_the_register():
    role = RoleFactory()
    api = api_of(role.user)
    answers = [
        post(api, "/organisations/", {"kind": "ngo", "name": "Fundacja"}),
        post(api, f"/organisations/{role.organisation_id}/admit/", {"since": "2020-01-01"}),
        post(api, f"/organisations/{role.organisation_id}/leave/", {"on": "2020-01-01"}),
        api.patch(
            f"{API}/organisations/{role.organisation_id}/",
            {"name_en": "Other"},
            format="json",
            headers={"If-Match": role.organisation.etag},
        ),
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(403, "register_for_administrators")] * 4


def test_a_municipality_joins_and_leaves(admin):
    town = MunicipalityFactory()
    assert post(admin, f"/organisations/{town.pk}/admit/", {"since": "2020-01-01"}).status_code == 200
    answer = post(admin, f"/organisations/{town.pk}/leave/", {"on": "2021-01-01"})
    assert answer.json()["memberships"] == [{"valid_from": "2020-01-01", "valid_to": "2021-01-01", "source": ""}]


def test_a_protected_field_is_refused_by_name(admin):
    answer = post(admin, "/organisations/", {"kind": "ngo", "name": "Fundacja", "fictitious": True})
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_field")


# -- people and roles --------------------------------------------------------------------------------


def test_people_are_scoped_and_shown_with_what_is_needed(mine, coordinator):
    clerk, stranger = RoleFactory(organisation=coordinator.organisation), RoleFactory()
    RoleFactory(user=clerk.user, role=RoleCode.ADVISOR)
    assert set(ids(mine.get(f"{API}/people/"))) == {coordinator.user_id, clerk.user_id}
    shown = mine.get(f"{API}/people/{clerk.user_id}/").json()
    assert set(shown) == {"id", "email", "first_name", "last_name", "is_active", "roles", "version"}
    assert [role["id"] for role in shown["roles"]] == [clerk.pk]
    hidden, missing = (mine.get(f"{API}/people/{pk}/") for pk in (stranger.user_id, 999_999))
    assert (hidden.status_code, hidden.json()["code"]) == (missing.status_code, missing.json()["code"])


def test_a_clerk_reads_no_list_of_people():
    answer = api_of(RoleFactory().user).get(f"{API}/people/")
    assert (answer.status_code, answer.json()["code"]) == (403, "people_for_coordinators")


def test_people_are_read_in_the_same_number_of_questions_whatever_their_number(admin, django_assert_max_num_queries):
    for _ in range(30):
        RoleFactory()
    with django_assert_max_num_queries(8):
        admin.get(f"{API}/people/")


def test_a_role_is_given_and_ended(admin, administrator):
    person, city = UserFactory(), MunicipalityFactory()
    given = post(admin, "/roles/", {"user": person.pk, "role": "clerk", "organisation": city.pk})
    assert (given.status_code, given.json()["organisation_name"]) == (201, city.name)
    ended = post(admin, f"/roles/{given.json()['id']}/end/", {"reason": "Odeszła"})
    assert ended.json()["valid_to"] is not None
    assert Event.objects.filter(actor=administrator, action__startswith="accounts.role", via="api").count() == 2


def test_nobody_gives_himself_a_role(admin, administrator):
    answer = post(admin, "/roles/", {"user": administrator.pk, "role": "auditor"})
    assert (answer.status_code, answer.json()["code"]) == (403, "own_role")


def test_a_forged_person_is_answered_like_one_that_does_not_exist(mine, coordinator):
    stranger = RoleFactory().user
    answers = [
        post(mine, "/roles/", {"user": pk, "role": "clerk", "organisation": coordinator.organisation_id})
        for pk in (stranger.pk, 999_999)
    ]
    assert [answer.json()["errors"][0]["code"] for answer in answers] == ["does_not_exist"] * 2
    assert Role.objects.filter(user=stranger).count() == 1


def test_a_role_in_another_city_is_not_there(mine):
    role = RoleFactory()
    assert post(mine, f"/roles/{role.pk}/end/").status_code == 404
    assert ids(mine.get(f"{API}/roles/?organisation={role.organisation_id}")) == []


def test_an_account_is_closed_with_the_version_that_was_read(admin):
    person = UserFactory()
    theirs = api_of(person)
    path = f"/people/{person.pk}/deactivate/"
    assert post(admin, path, {"reason": "Odeszła"}).status_code == 428
    answer = post(admin, path, {"reason": "Odeszła"}, **{"If-Match": person.etag})
    assert answer.json()["is_active"] is False
    assert theirs.get(f"{API}/me/").status_code == 401


# -- invitations -------------------------------------------------------------------------------------


def test_an_invitation_is_sent_once_per_key_and_tells_no_token(mine, coordinator):
    given = {
        "email": "ewa@example.org",
        "first_name": "Ewa",
        "last_name": "Nowa",
        "role": "clerk",
        "organisation": coordinator.organisation_id,
    }
    answers = [post(mine, "/invitations/", given, **{"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)
    assert {"token", "token_sha256", "nonce"} & answers[0].json().keys() == set()
    revoked = post(mine, f"/invitations/{answers[0].json()['id']}/revoke/")
    assert revoked.json()["state"] == "revoked"


def test_inviting_does_not_tell_whether_there_is_an_account(mine, coordinator):
    UserFactory(email="jest@example.org")
    UserFactory(email="zamkniete@example.org", is_active=False)
    answers = [
        post(
            mine,
            "/invitations/",
            {
                "email": email,
                "first_name": "Ewa",
                "last_name": "Nowa",
                "role": "clerk",
                "organisation": coordinator.organisation_id,
            },
        )
        for email in ("jest@example.org", "zamkniete@example.org", "nikt@example.org")
    ]
    varying = {"id", "email", "invited_at", "expires_at"}
    shown = [(a.status_code, {k: v for k, v in a.json().items() if k not in varying}) for a in answers]
    assert shown[0] == shown[1] == shown[2]
    assert shown[0][0] == 201


# -- oneself -----------------------------------------------------------------------------------------


def test_i_read_and_change_my_own_data():
    person = UserFactory()
    api = api_of(person)
    read = api.get(f"{API}/me/")
    assert (read.json()["email"], read["ETag"]) == (person.email, person.etag)
    assert api.patch(f"{API}/me/", {"phone": "600 100 200"}, format="json").status_code == 428
    headers = {"If-Match": read["ETag"]}
    changed = api.patch(f"{API}/me/", {"phone": "600 100 200"}, format="json", headers=headers)
    assert (changed.json()["phone"], changed["ETag"]) == ("600 100 200", f'"{person.pk}-2"')
    stale = api.patch(f"{API}/me/", {"phone": ""}, format="json", headers=headers)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


@pytest.mark.parametrize("field", ["email", "is_active", "is_staff", "is_superuser", "password", "version", "roles"])
def test_what_is_not_mine_to_change_is_refused_by_name(field):
    person = UserFactory()
    before = User.objects.filter(pk=person.pk).values().get()
    answer = api_of(person).patch(f"{API}/me/", {field: "x"}, format="json", headers={"If-Match": person.etag})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert User.objects.filter(pk=person.pk).values().get() == before


def test_a_token_makes_no_token():
    answer = post(api_of(UserFactory()), "/tokens/", {"name": "drugi", "days": 30})
    assert (answer.status_code, answer.json()["code"]) == (403, "session_only")


def test_a_fresh_session_issues_a_token_lists_it_without_its_secret_and_deletes_it():
    person = UserFactory()
    browser = sign_in(Client(), person)
    issued = browser.post(f"{API}/tokens/", {"name": "program", "days": 30}, content_type="application/json")
    assert (issued.status_code, issued["Cache-Control"]) == (201, "no-store")
    theirs = APIClient()
    theirs.credentials(HTTP_AUTHORIZATION=f"Token {issued.json()['secret']}")
    listed = theirs.get(f"{API}/tokens/").json()["results"]
    assert [set(token) for token in listed] == [{"id", "name", "issued_at", "expires_at"}]
    assert theirs.delete(f"{API}/tokens/{listed[0]['id']}/").status_code == 204
    assert theirs.get(f"{API}/tokens/").status_code == 401


def test_a_token_whose_time_is_over_opens_nothing_and_is_thrown_away():
    browser = sign_in(Client(), UserFactory())
    secret = browser.post(f"{API}/tokens/", {"name": "program", "days": 30}, content_type="application/json").json()
    theirs = APIClient()
    theirs.credentials(HTTP_AUTHORIZATION=f"Token {secret['secret']}")
    assert theirs.get(f"{API}/tokens/").status_code == 200
    with time_machine.travel(now() + timedelta(days=30, seconds=1), tick=False):
        assert theirs.get(f"{API}/tokens/").status_code == 401
        tidy()
    assert not ApiToken.objects.exists()


def test_an_old_session_issues_no_token():
    person = UserFactory()
    browser = Client()
    browser.force_login(person)
    answer = browser.post(f"{API}/tokens/", {"name": "program", "days": 30}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "fresh_sign_in_required")
    assert not ApiToken.objects.exists()


def test_a_session_needs_the_csrf_token():
    browser = sign_in(Client(enforce_csrf_checks=True), UserFactory())
    answer = browser.post(f"{API}/tokens/", {"name": "program", "days": 30}, content_type="application/json")
    assert answer.status_code == 403


# -- the record --------------------------------------------------------------------------------------


def test_the_record_is_for_auditors(mine):
    record(action="tests.thing.done", about=OrganisationFactory(), by=None, after={"a": 1})
    auditor = api_of(RoleFactory(role=RoleCode.AUDITOR, organisation=None).user)
    shown = auditor.get(f"{API}/events/?action=tests").json()["results"]
    assert [(row["action"], row["after"]) for row in shown] == [("tests.thing.done", {"a": 1})]
    for path in ("/events/", f"/events/{shown[0]['id']}/"):
        answer = mine.get(f"{API}{path}")
        assert (answer.status_code, answer.json()["code"]) == (403, "audit_for_auditors")


def test_nobody_writes_to_the_record(admin):
    record(action="tests.thing.done", about=OrganisationFactory(), by=None)
    event = Event.objects.get(action="tests.thing.done")
    calls = [
        post(admin, "/events/"),
        admin.patch(f"{API}/events/{event.pk}/", {"reason": "x"}, format="json"),
        admin.delete(f"{API}/events/{event.pk}/"),
    ]
    assert [answer.status_code for answer in calls] == [405, 405, 405]

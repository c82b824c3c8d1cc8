"""Pages of the ground floor: who sees what, in few statements, and what each form does."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.choices import RoleCode
from accounts.models import Invitation, Role, User
from accounts.services.people import change_profile
from accounts.services.tokens import issue_token
from audit.models import Event
from audit.services import record
from config.factories.accounts import (
    AdministratorFactory,
    CoordinatorFactory,
    RoleFactory,
    UserFactory,
    sign_in,
)
from config.factories.grants import ProjectRoleFactory
from config.factories.organisations import MembershipFactory, MunicipalityFactory, OrganisationFactory
from grants.models import ProjectRole
from jobs.choices import State
from mail.models import Message
from mail.services import queue
from organisations.models import Organisation

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


def page_of(user) -> Client:
    return sign_in(Client(headers=ENGLISH), user)


@pytest.fixture
def administrator():
    return AdministratorFactory().user


@pytest.fixture
def coordinator():
    return CoordinatorFactory()


@pytest.fixture
def admin(administrator):
    return page_of(administrator)


@pytest.fixture
def mine(coordinator):
    """What the coordinator sees."""
    return page_of(coordinator.user)


def rows(answer) -> list:
    return list(answer.context["listing"].page.object_list)


# -- lists -------------------------------------------------------------------------------------------


def many_of(path):
    """Thirty rows of what the list shows."""
    for number in range(30):
        match path:
            case "/organisations/":
                MembershipFactory()
            case "/people/":
                RoleFactory()
            case "/invitations/":
                Invitation.objects.create(
                    email=f"a{number}@example.org",
                    first_name="A",
                    last_name="B",
                    role=RoleCode.CLERK,
                    organisation=MunicipalityFactory(),
                    nonce=str(number),
                    token_sha256=str(number),
                    invited_by=UserFactory(),
                    invited_at=datetime(2026, 1, 1, tzinfo=UTC),
                    expires_at=datetime(2026, 1, 15, tzinfo=UTC),
                )
            case "/audit/":
                record(action="tests.thing.done", about=UserFactory(), by=UserFactory(), after={"a": number})
            case "/outbox/":
                queue(template="unknown_account", to=UserFactory(), dedupe_key=str(number))


@pytest.mark.parametrize("path", ["/organisations/", "/people/", "/invitations/", "/audit/", "/outbox/"])
def test_a_list_asks_at_most_eight_questions_whatever_its_length(admin, path, django_assert_max_num_queries):
    many_of(path)
    with django_assert_max_num_queries(8):
        answer = admin.get(path)
    assert (answer.status_code, len(rows(answer)) >= 30) == (200, True)
    fragment = admin.get(path, headers={**ENGLISH, "hx-request": "true"})
    assert (fragment.status_code, b"<html" in fragment.content) == (200, False)


@pytest.mark.parametrize(
    ("path", "role", "status"),
    [
        ("/organisations/", RoleCode.CLERK, 200),
        ("/organisations/register/", RoleCode.CLERK, 403),
        ("/people/", RoleCode.CLERK, 403),
        ("/people/", RoleCode.CITY_COORDINATOR, 200),
        ("/invitations/", RoleCode.CLERK, 403),
        ("/invitations/", RoleCode.CITY_COORDINATOR, 200),
        ("/invitations/send/", RoleCode.CLERK, 403),
        ("/invitations/send/", RoleCode.AUDITOR, 403),
        ("/audit/", RoleCode.CITY_COORDINATOR, 403),
        ("/audit/", RoleCode.AUDITOR, 200),
        ("/outbox/", RoleCode.CITY_COORDINATOR, 403),
        ("/outbox/", RoleCode.AUDITOR, 200),
        ("/me/", RoleCode.CLERK, 200),
        ("/me/tokens/", RoleCode.CLERK, 200),
    ],
)
def test_each_role_gets_the_pages_meant_for_it(path, role, status):
    body = {} if role != RoleCode.AUDITOR else {"organisation": None}
    assert page_of(RoleFactory(role=role, **body).user).get(path).status_code == status


@pytest.mark.parametrize(
    "path", ["/organisations/", "/people/", "/invitations/", "/me/", "/me/tokens/", "/audit/", "/outbox/"]
)
def test_without_signing_in_there_is_nothing(client, path):
    assert client.get(path)["Location"] == f"/auth/login/?next={path}"


# -- organisations -----------------------------------------------------------------------------------


def test_the_register_is_filtered_and_sorted(admin):
    town = MembershipFactory(organisation__name="Łęczyca", organisation__code__code="1004021").organisation
    other = OrganisationFactory(name="Fundacja")
    for query, found in [
        ("q=leczyca", [town]),
        ("q=1004", [town]),
        ("kind=ngo", [other]),
        ("member=yes", [town]),
        ("member=no", [other]),
        ("voivodeship=24", [town]),
        ("sort=-name", [town, other]),
        ("q=nic", []),
    ]:
        assert rows(admin.get(f"/organisations/?{query}")) == found


def test_who_holds_a_role_at_a_body_is_seen_by_who_may_know(admin, mine, coordinator):
    other = RoleFactory()
    assert list(admin.get(f"/organisations/{other.organisation_id}/").context["roles"]) == [other]
    assert list(mine.get(f"/organisations/{other.organisation_id}/").context["roles"]) == []
    assert list(mine.get(f"/organisations/{coordinator.organisation_id}/").context["roles"]) == [coordinator]


def test_a_second_click_enters_no_second_body(admin):
    given = {"kind": "ngo", "name": "Fundacja", "country": "PL", "once": "k1"}
    first, second = (admin.post("/organisations/register/", given) for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert Organisation.objects.filter(name="Fundacja").count() == 1


def test_a_refusal_stands_at_its_field(admin):
    given = {"kind": "ngo", "name": "Fundacja", "country": "PL", "nip": "123"}
    answer = admin.post("/organisations/register/", given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["nip"])


def test_a_stale_change_is_told(admin):
    body = OrganisationFactory(version=2)
    given = {"name": "Inna", "country": "PL", "version": "1"}
    answer = admin.post(f"/organisations/{body.pk}/change/", given)
    assert (answer.status_code, answer.context["refusal"].code) == (409, "stale")


def test_a_municipality_joins_and_leaves_by_form(admin):
    town = MunicipalityFactory()
    assert admin.post(f"/organisations/{town.pk}/admit/", {"since": "2020-01-01"}).status_code == 302
    assert admin.post(f"/organisations/{town.pk}/leave/", {"on": "2021-01-01"}).status_code == 302
    membership = town.memberships.get()
    assert (membership.valid_from, membership.last_day) == (date(2020, 1, 1), date(2020, 12, 31))


# -- people ------------------------------------------------------------------------------------------


def test_a_coordinator_sees_the_people_of_the_city(mine, coordinator):
    clerk = RoleFactory(organisation=coordinator.organisation)
    stranger = RoleFactory()
    assert set(rows(mine.get("/people/"))) == {coordinator.user, clerk.user}
    assert mine.get(f"/people/{clerk.user_id}/").status_code == 200
    assert mine.get(f"/people/{stranger.user_id}/").status_code == 404
    assert mine.get(f"/people/{stranger.user_id}/grant/").status_code == 404
    assert mine.get(f"/people/roles/{stranger.pk}/end/").status_code == 404


def test_a_coordinator_does_not_learn_of_a_role_elsewhere(mine, coordinator):
    clerk = RoleFactory(organisation=coordinator.organisation)
    elsewhere = RoleFactory(user=clerk.user, role=RoleCode.ADVISOR)
    in_project = ProjectRoleFactory(user=clerk.user, role=RoleCode.ORGANISER)
    shown = mine.get(f"/people/{clerk.user_id}/").context["roles"]
    assert [(str(role), bool(may)) for role, may in shown] == [(f"clerk, {clerk.organisation}", True)]
    for code in ("advisor", "organiser"):
        assert rows(mine.get(f"/people/?role={code}")) == []
    listed = mine.get("/people/").content.decode()
    assert [name for name in (elsewhere.organisation.name, in_project.project.code) if name in listed] == []


def test_roles_in_projects_show_like_those_at_bodies(admin):
    held = ProjectRoleFactory(role=RoleCode.FINANCE_OFFICER, valid_from=date(2026, 1, 5), valid_to=date(2999, 1, 1))
    over = ProjectRoleFactory(user=held.user, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    at_body = RoleFactory(user=held.user, role=RoleCode.TRAINER)
    teaches, pays = f"trainer, {at_body.organisation}", f"finance officer, {held.project.code}"
    roles = admin.get(f"/people/{held.user_id}/").context["roles"]
    assert [str(role) for role, _may in roles] == [teaches, pays, f"project manager, {over.project.code}"]
    # What a project gave only the project takes away; what is over opens nothing.
    assert [(bool(may), role.href) for role, may in roles] == [
        (True, f"/organisations/{at_body.organisation_id}/"),
        (False, f"/projects/{held.project_id}/"),
        (False, ""),
    ]
    assert rows(admin.get("/people/?role=finance_officer")) == [held.user]
    assert rows(admin.get("/people/?role=project_manager")) == []
    person = page_of(held.user)
    for answer in (admin.get(f"/people/?q={held.user.email}"), person.get("/me/"), person.get("/")):
        words = " ".join(re.sub("<.*?>", "", answer.content.decode()).replace("\xa0", " ").split())
        assert f"{pays} 5 Jan 2026–31 Dec 2998" in words
        assert f"{teaches} since" in words
        assert over.project.code not in words


def test_who_manages_a_project_knows_its_roles_and_no_others():
    manager, stranger = ProjectRoleFactory(), ProjectRoleFactory()
    own = ProjectRoleFactory(project=manager.project, role=RoleCode.ORGANISER)
    elsewhere = ProjectRoleFactory(user=own.user, role=RoleCode.ORGANISER)
    known = ProjectRole.objects.visible_to
    assert set(known(manager.user)) == {manager, own}
    assert set(known(own.user)) == {own, elsewhere}
    assert set(known(AdministratorFactory().user)) == {manager, own, elsewhere, stranger}
    assert not known(AnonymousUser()).exists()


def test_people_are_found_by_words_role_and_account(admin):
    person = UserFactory(first_name="Łucja", last_name="Ćwik", email="lc@example.org")
    RoleFactory(user=person, role=RoleCode.TRAINER)
    closed = UserFactory(is_active=False)
    for query, found in [("q=łucja+ćwik", [person]), ("role=trainer", [person]), ("is_active=false", [closed])]:
        assert rows(admin.get(f"/people/?{query}")) == found


def test_a_role_is_given_by_code_or_name_of_the_body(admin, administrator):
    person = UserFactory()
    first = MunicipalityFactory(name="Olsztyn", county="olsztyński", code__code="2862011")
    MunicipalityFactory(name="Olsztyn", county="częstochowski", code__code="2404123")
    path = f"/people/{person.pk}/grant/"
    unclear = admin.post(path, {"role": "clerk", "organisation": "olsztyn"})
    assert unclear.status_code == 422
    assert "2862011" in unclear.context["form"].errors["organisation"][0]
    assert admin.post(path, {"role": "clerk", "organisation": "2862011"}).status_code == 302
    role = person.roles.get()
    assert (role.organisation, Event.objects.get(action="accounts.role.granted").actor) == (first, administrator)


def test_a_coordinator_chooses_only_the_own_city_and_its_roles(mine, coordinator):
    clerk = RoleFactory(organisation=coordinator.organisation)
    form = mine.get(f"/people/{clerk.user_id}/grant/").context["form"]
    assert [value for value, _label in form.fields["role"].choices] == ["", "clerk", "approver", "signatory"]
    assert list(form.fields["organisation"].queryset) == [coordinator.organisation]
    forged = mine.post(f"/people/{clerk.user_id}/grant/", {"role": "administrator"})
    assert forged.status_code == 422
    assert Role.objects.filter(user=clerk.user).count() == 1


def test_nobody_is_offered_to_give_himself_a_role(admin, administrator):
    assert not admin.get(f"/people/{administrator.pk}/").context["can_decide_on_roles"]
    assert admin.post(f"/people/{administrator.pk}/grant/", {"role": "auditor"}).status_code == 403


def test_a_role_is_ended_by_form(admin):
    role = RoleFactory()
    assert admin.post(f"/people/roles/{role.pk}/end/", {"reason": "Odeszła"}).status_code == 302
    role.refresh_from_db()
    assert not role.is_lasting


def test_an_account_is_closed_and_opened_by_form(admin):
    person = UserFactory()
    for verb, version in [("deactivate", "1"), ("reactivate", "2")]:
        given = {"reason": "Urlop", "version": version}
        assert admin.post(f"/people/{person.pk}/{verb}/", given)["Location"] == f"/people/{person.pk}/"
    person.refresh_from_db()
    assert (person.is_active, person.version) == (True, 3)


def test_a_coordinator_closes_no_account(mine, coordinator):
    clerk = RoleFactory(organisation=coordinator.organisation)
    answer = mine.post(f"/people/{clerk.user_id}/deactivate/", {"reason": "Odeszła", "version": "1"})
    assert answer.status_code == 403


# -- invitations -------------------------------------------------------------------------------------


INVITED = {"email": "ewa@example.org", "first_name": "Ewa", "last_name": "Nowa", "language": "pl"}


def test_a_coordinator_invites_a_clerk_once_whatever_the_clicks(mine, coordinator):
    given = {**INVITED, "role": "clerk", "organisation": coordinator.organisation_id, "once": "k1"}
    for _ in range(2):
        assert mine.post("/invitations/send/", given)["Location"] == "/invitations/"
    assert Invitation.objects.get().organisation == coordinator.organisation
    assert Message.objects.count() == 1


def test_an_administrator_invites_to_the_body_of_the_page_she_comes_from(admin):
    town = MunicipalityFactory(code__code="2404123")
    assert b'value="2404123"' in admin.get(f"/invitations/send/?organisation={town.pk}").content
    answer = admin.post("/invitations/send/", {**INVITED, "role": "city_coordinator", "organisation": "2404123"})
    assert answer.status_code == 302
    assert Invitation.objects.get().organisation == town


def test_an_invitation_to_another_city_is_not_there(mine, admin):
    town = MunicipalityFactory(code__code="2404123")
    admin.post("/invitations/send/", {**INVITED, "role": "clerk", "organisation": "2404123"})
    invitation = Invitation.objects.get()
    assert (invitation.organisation, rows(mine.get("/invitations/"))) == (town, [])
    assert mine.post(f"/invitations/{invitation.pk}/revoke/").status_code == 404
    assert admin.get(f"/invitations/{invitation.pk}/revoke/").status_code == 405
    assert admin.post(f"/invitations/{invitation.pk}/revoke/").status_code == 302
    assert admin.post(f"/invitations/{invitation.pk}/revoke/").context["code"] == "invitation_revoked"


# -- one's own account -------------------------------------------------------------------------------


def test_my_data_are_saved_and_my_language_speaks_at_once():
    person = UserFactory()
    page = page_of(person)
    given = {"first_name": "Ewa", "last_name": "Nowa", "phone": "", "language": "en", "sex": "f", "version": "1"}
    answer = page.post("/me/", given)
    assert (answer.status_code, answer.cookies["django_language"].value) == (302, "en")
    person.refresh_from_db()
    assert (person.get_full_name(), person.language, person.sex) == ("Ewa Nowa", "en", "f")


def test_a_profile_open_in_two_windows_is_saved_once():
    person = UserFactory()
    page = page_of(person)
    change_profile(user=person, by=person, phone="600 100 200")
    given = {"first_name": "Ewa", "last_name": "Nowa", "phone": "", "language": "pl", "sex": "", "version": "1"}
    assert page.post("/me/", given).context["refusal"].code == "stale"


def test_the_question_of_sex_says_why(admin):
    assert "donors" in admin.get("/me/").context["form"].fields["sex"].help_text


def test_a_token_is_shown_once_and_kept_out_of_caches():
    person = UserFactory()
    page = page_of(person)
    answer = page.post("/me/tokens/issue/", {"name": "program", "days": "90"})
    secret = answer.context["secret"]
    assert (answer.content.count(secret.encode()), "no-store" in answer["Cache-Control"]) == (1, True)
    assert secret.encode() not in page.get("/me/tokens/").content


def test_the_token_of_another_is_not_there():
    token, _secret = issue_token(name="program", days=30, by=UserFactory())
    assert page_of(UserFactory()).post(f"/me/tokens/{token.pk}/revoke/").status_code == 404
    assert page_of(token.user).post(f"/me/tokens/{token.pk}/revoke/").status_code == 302


# -- record and outbox -------------------------------------------------------------------------------


def test_the_record_is_filtered_by_action_object_person_and_day(admin):
    person, thing = UserFactory(last_name="Żuraw"), OrganisationFactory()
    with time_machine.travel(datetime(2026, 3, 1, 22, 59, tzinfo=UTC), tick=False):
        record(action="tests.thing.done", about=thing, by=person)
    with time_machine.travel(datetime(2026, 3, 1, 23, 0, tzinfo=UTC), tick=False):  # the next day in Warsaw
        record(action="tests.other.done", about=person, by=None)
    first, second = Event.objects.order_by("pk")
    for query, found in [
        ("action=tests.thing", [first]),
        ("object_type=accounts.user", [second]),
        (f"object_type=organisations.organisation&object_id={thing.pk}", [first]),
        ("actor=żuraw", [first]),
        ("until=2026-03-01", [first]),
        ("since=2026-03-02", [second]),
        ("", [second, first]),
        ("sort=at", [first, second]),
    ]:
        assert rows(admin.get(f"/audit/?{query}")) == found


def test_changes_are_shown_field_by_field(admin):
    record(action="a.b.c", about=UserFactory(), by=None, before={"state": "planned"}, after={"state": "open"})
    shown = admin.get("/audit/").content.decode()
    assert "<del>planned</del> <ins>open</ins>" in shown


def test_values_of_the_record_are_written_for_people(admin):
    values = {
        "at": datetime(2026, 3, 1, 23, 0, tzinfo=UTC),
        "day": date(2026, 3, 1),
        "fields": ["phone", "sex"],
        "open": True,
        "count": 7,
    }
    record(action="a.b.c", about=UserFactory(), by=None, after=values)
    shown = admin.get("/audit/?action=a.b.c").content.decode().replace("\xa0", " ")
    assert re.findall(r"<ins>(.*?)</ins>", shown) == ["2 Mar 2026, 00:00", "7", "1 Mar 2026", "phone, sex", "yes"]


def test_towns_stand_in_the_order_of_the_alphabet_and_with_their_type(admin):
    for name, code in [("Zator", "1218093"), ("Łódź", "1061011"), ("Lublin", "0663011")]:
        MunicipalityFactory(name=name, code__code=code, code__unit_type=code[6:])
    found = rows(admin.get("/organisations/"))
    assert [(body.name, body.kind_in_words) for body in found] == [
        ("Łódź", "urban municipality"),
        ("Lublin", "urban municipality"),
        ("Zator", "urban-rural municipality"),
    ]


def test_the_outbox_shows_states_and_no_texts(admin):
    queue(template="unknown_account", to_email="a@example.org", dedupe_key="1")
    failed = queue(template="unknown_account", to_email="b@example.org", dedupe_key="2")
    Message.objects.filter(pk=failed.pk).update(state=State.FAILED, finished_at=failed.queued_at)
    assert rows(admin.get("/outbox/?state=failed")) == [failed]
    assert admin.post(f"/outbox/{failed.pk}/resend/").status_code == 302
    failed.refresh_from_db()
    assert failed.state == State.QUEUED


def test_an_auditor_reads_the_outbox_and_sends_nothing():
    failed = queue(template="unknown_account", to_email="b@example.org", dedupe_key="2")
    auditor = page_of(RoleFactory(role=RoleCode.AUDITOR, organisation=None).user)
    assert auditor.post(f"/outbox/{failed.pk}/resend/").status_code == 403
    assert page_of(UserFactory()).post(f"/outbox/{failed.pk}/resend/").status_code == 404


def test_no_page_names_people_of_another_city(mine, coordinator):
    hidden = RoleFactory(user__last_name="Zupełnie-Inna").user
    record(action="a.b.c", about=hidden, by=hidden)
    paths = ["/people/", "/invitations/", "/organisations/", f"/organisations/{hidden.roles.get().organisation_id}/"]
    assert [path for path in paths if "Zupełnie-Inna" in mine.get(path).content.decode()] == []
    assert User.objects.filter(pk=hidden.pk).exists()

"""People come by invitation: one link, one use, one account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client

from accounts.choices import InvitationState, RoleCode
from accounts.models import Invitation, Role, User
from accounts.services import people, roles
from accounts.services.invitations import accept_invitation, invite, open_invitation, revoke_invitation
from config.factories.accounts import PASSWORD, AdministratorFactory, CoordinatorFactory, RoleFactory, UserFactory
from config.factories.organisations import MunicipalityFactory, OrganisationFactory
from mail.models import Message
from mail.rendering import render
from tests.accounts.helpers import link_in, refusal, token_in, told
from web.logs import JsonFormatter

pytestmark = pytest.mark.django_db

NEW = "nieznajoma haslo 2026"


@pytest.fixture
def coordinator():
    return CoordinatorFactory()


@pytest.fixture
def whom(coordinator):
    return {
        "email": "Ewa.Nowa@example.org",
        "first_name": "Ewa",
        "last_name": "Nowa",
        "role": RoleCode.CLERK,
        "organisation": coordinator.organisation,
        "by": coordinator.user,
    }


@pytest.fixture
def token(whom):
    invite(**whom)
    return token_in(Message.objects.get())


def test_an_invited_person_gets_account_role_and_proved_address(token, coordinator):
    person = accept_invitation(token=token, password=NEW)
    assert (person.email, person.get_full_name(), person.check_password(NEW)) == (
        "ewa.nowa@example.org",
        "Ewa Nowa",
        True,
    )
    role = person.roles.get()
    assert (role.role, role.organisation, role.valid_to) == (RoleCode.CLERK, coordinator.organisation, None)
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == ("ewa.nowa@example.org", True, True)
    assert told() == [
        "accounts.invitation.sent",
        "accounts.user.joined",
        "accounts.role.granted",
        "accounts.invitation.accepted",
    ]


def test_no_copy_of_the_token_lies_in_the_database(token):
    row, message = Invitation.objects.get(), Message.objects.get()
    kept = [str(value) for value in (*vars(row).values(), *vars(message).values())]
    assert [value for value in kept if token in value] == []


def test_the_message_names_who_invites_to_what_in_the_language_of_the_invited(whom):
    invite(**whom, language="en")
    letter = render(Message.objects.get())
    assert letter.subject == "Invitation to Ratusz"
    assert whom["organisation"].name in letter.body
    assert whom["by"].get_full_name() in letter.body


def test_a_link_works_once(token):
    accept_invitation(token=token, password=NEW)
    refused = refusal(accept_invitation, token=token, password=NEW)
    assert (refused.code, refused.status) == ("invitation_used", 409)


def test_a_link_expires(token):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=14, seconds=1), tick=False):
        assert refusal(accept_invitation, token=token, password=NEW).code == "invitation_expired"


def test_a_revoked_link_is_dead(token, coordinator):
    revoke_invitation(invitation=Invitation.objects.get(), by=coordinator.user)
    assert refusal(accept_invitation, token=token, password=NEW).code == "invitation_revoked"


def test_a_wrong_link_is_not_there(token):
    refused = refusal(open_invitation, token=token[:-1])
    assert (refused.code, refused.status) == ("invitation_unknown", 404)


def test_inviting_again_takes_the_earlier_link_back(whom, token):
    invite(**whom)
    assert refusal(accept_invitation, token=token, password=NEW).code == "invitation_revoked"
    assert [row.state for row in Invitation.objects.order_by("pk")] == [InvitationState.REVOKED, InvitationState.OPEN]


def test_an_accepted_invitation_cannot_be_revoked(token, coordinator):
    accept_invitation(token=token, password=NEW)
    assert (
        refusal(revoke_invitation, invitation=Invitation.objects.get(), by=coordinator.user).code == "invitation_used"
    )


def test_a_weak_password_makes_no_account(token):
    refused = refusal(accept_invitation, token=token, password="haslo")
    assert (refused.code, refused.field) == ("password_weak", "password")
    assert not User.objects.filter(email="ewa.nowa@example.org").exists()
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_somebody_with_an_account_keeps_the_password(whom):
    person = UserFactory(email="ewa.nowa@example.org")
    invite(**whom)
    assert accept_invitation(token=token_in(Message.objects.get()), password=NEW) == person
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert person.roles.get().role == RoleCode.CLERK


def test_a_second_address_of_a_person_leads_to_the_same_account(whom):
    person = UserFactory()
    EmailAddress.objects.create(user=person, email="ewa.nowa@example.org", verified=True)
    invite(**whom)
    assert accept_invitation(token=token_in(Message.objects.get())) == person


def test_who_only_claimed_the_address_loses_the_claim(whom, token):
    squatter = UserFactory()
    EmailAddress.objects.create(user=squatter, email="ewa.nowa@example.org", verified=False)
    person = accept_invitation(token=token, password=NEW)
    assert list(EmailAddress.objects.filter(email="ewa.nowa@example.org").values_list("user", flat=True)) == [person.pk]


def test_a_closed_account_does_not_come_back_by_invitation(whom):
    UserFactory(email="ewa.nowa@example.org", is_active=False)
    invite(**whom)
    assert refusal(accept_invitation, token=token_in(Message.objects.get()), password=NEW).code == "account_closed"


def test_who_has_the_role_is_not_invited_to_it(whom):
    person = UserFactory(email="ewa.nowa@example.org")
    RoleFactory(user=person, organisation=whom["organisation"])
    assert refusal(invite, **whom).code == "role_held"


def test_an_invitation_of_somebody_dismissed_gives_nothing(token, coordinator):
    roles.end_role(role=coordinator, by=None)
    assert refusal(accept_invitation, token=token, password=NEW).code == "invitation_void"


def test_an_invitation_of_a_closed_account_gives_nothing(token, coordinator):
    people.deactivate(user=coordinator.user, by=None, reason="Odeszła")
    assert refusal(accept_invitation, token=token, password=NEW).code == "invitation_void"


def test_a_coordinator_invites_no_administrators(whom):
    given = {**whom, "role": RoleCode.ADMINISTRATOR, "organisation": None}
    refused = refusal(invite, **given)
    assert (refused.code, refused.status) == ("cannot_invite", 403)


def test_a_coordinator_invites_nobody_to_another_city(whom):
    assert refusal(invite, **{**whom, "organisation": MunicipalityFactory()}).code == "cannot_invite"


def test_a_coordinator_does_not_make_coordinators(whom):
    assert refusal(invite, **{**whom, "role": RoleCode.CITY_COORDINATOR}).code == "cannot_invite"


def test_nobody_invites_himself():
    administrator = AdministratorFactory().user
    given = {"first_name": "A", "last_name": "B", "role": RoleCode.AUDITOR, "by": administrator}
    assert refusal(invite, email=administrator.email.upper(), **given).code == "own_role"


def test_nobody_accepts_his_own_invitation_at_another_address(whom):
    invite(**whom)
    EmailAddress.objects.create(user=whom["by"], email="ewa.nowa@example.org", verified=True)
    assert refusal(accept_invitation, token=token_in(Message.objects.get())).code == "own_role"


@pytest.mark.parametrize(
    ("role", "at", "code"),
    [
        (RoleCode.PROJECT_MANAGER, "city", "role_of_project"),
        (RoleCode.APPROVER, "ngo", "role_body"),
        (RoleCode.CLERK, None, "role_body"),
        (RoleCode.AUDITOR, "city", "role_body"),
        ("", "city", "role_body"),
    ],
)
def test_a_role_is_held_where_it_belongs(role, at, code):
    body = {"city": MunicipalityFactory, "ngo": OrganisationFactory}[at]() if at else None
    given = {"email": "a@example.org", "first_name": "A", "last_name": "B", "by": AdministratorFactory().user}
    assert refusal(invite, **given, role=role, organisation=body).code == code


def test_an_administrator_may_invite_to_an_account_alone():
    invite(email="a@example.org", first_name="A", last_name="B", by=AdministratorFactory().user)
    person = accept_invitation(token=token_in(Message.objects.get()), password=NEW)
    assert list(person.roles.all()) == []


def test_the_first_administrator_comes_by_command(capsys):
    call_command("invite_administrator", "Pierwsza@example.org", "Anna", "Pierwsza")
    token = capsys.readouterr().out.strip().strip("/").rpartition("/")[2]
    person = accept_invitation(token=token, password=NEW)
    assert (person.keeps_register, Role.objects.get().role) == (True, RoleCode.ADMINISTRATOR)


# -- the page behind the link ------------------------------------------------------------------------


def test_looking_at_the_page_changes_nothing(client, token):
    before = list(Invitation.objects.values())
    answer = client.get(link_in(Message.objects.get()))
    assert (answer.status_code, answer["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert list(Invitation.objects.values()) == before


def test_the_page_makes_the_account_and_leads_to_the_sign_in(client, token):
    answer = client.post(f"/invitation/{token}/", {"first_name": "Ewa", "last_name": "Nowa-Stara", "password": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/auth/login/")
    assert User.objects.get(email="ewa.nowa@example.org").last_name == "Nowa-Stara"


def test_who_has_an_account_only_agrees(client, whom):
    UserFactory(email="ewa.nowa@example.org")
    invite(**whom)
    path = link_in(Message.objects.get())
    assert list(client.get(path).context["form"].fields) == []
    assert client.post(path).status_code == 302


def test_a_weak_password_is_told_at_its_field(client, token):
    answer = client.post(f"/invitation/{token}/", {"first_name": "Ewa", "last_name": "Nowa", "password": "haslo"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["password"])


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_dead_link_is_explained(client, token, coordinator, method):
    revoke_invitation(invitation=Invitation.objects.get(), by=coordinator.user)
    answer = getattr(client, method)(f"/invitation/{token}/")
    assert (answer.status_code, answer.context["code"]) == (409, "invitation_revoked")
    unknown = getattr(client, method)("/invitation/nic/")
    assert (unknown.status_code, unknown.context["code"]) == (404, "invitation_unknown")


def test_the_token_is_in_no_log_line(client, token, caplog, coordinator):
    revoke_invitation(invitation=Invitation.objects.get(), by=coordinator.user)
    client.get(f"/invitation/{token}/")
    lines = [JsonFormatter().format(line) for line in caplog.records]
    assert lines
    assert [line for line in lines if token in line] == []


def test_the_new_person_signs_in_and_reads_her_language(token):
    client = Client()
    client.post(
        f"/invitation/{token}/",
        {"first_name": "Ewa", "last_name": "Nowa", "password": NEW},
        headers={"accept-language": "en"},
    )
    answer = client.post("/auth/login/", {"login": "ewa.nowa@example.org", "password": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies["django_language"].value == "en"

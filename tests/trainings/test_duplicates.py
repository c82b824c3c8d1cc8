"""Accounts that may be of one person: who is suspected, who may look, what a merge names before, two after all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.permissions import has_role
from accounts.services.people import reactivate
from audit.models import Event
from config.factories.accounts import AdministratorFactory, RoleFactory, UserFactory, sign_in
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import CertificateFactory, EnrolmentFactory
from grants.models import ProjectRole
from kernel.time import today
from mail.models import Message
from tests.trainings.browsing import html, signed_in, url
from tests.trainings.conftest import refusal, states
from tests.trainings.test_api import api_of, post
from trainings.models import Enrolment
from trainings.queries.duplicates import suspicions
from trainings.services import merging

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return AdministratorFactory().user


def person(world, **given) -> User:
    """A clerk of the town, with an invented name unless one is given."""
    return RoleFactory(organisation=given.pop("town", world.town), user=UserFactory(**given)).user


def reasons(reader) -> dict[tuple[int, int], list[str]]:
    return {(one.first.pk, one.second.pk): [str(why) for why in one.why] for one in suspicions(reader)}


NAMES = {"first_name": "Łucja", "last_name": "Wiśniewska"}
TWISTED = {"first_name": "WISNIEWSKA", "last_name": "lucja"}


def test_same_names_are_suspected_in_one_town_only(world, administrator):
    one, other = person(world, **NAMES), person(world, **TWISTED)
    person(world, **NAMES, town=world.other_town)
    ((pair, why),) = reasons(administrator).items()
    assert (set(pair), len(why)) == ({one.pk, other.pk}, 1)


def test_a_town_is_also_where_somebody_came_from_to_a_training(world, administrator):
    came = UserFactory(**NAMES)
    EnrolmentFactory(edition=world.edition(), person=came, city=world.town)
    one = person(world, **NAMES)
    assert [set(pair) for pair in reasons(administrator)] == [{one.pk, came.pk}]


def test_a_telephone_is_shared_by_a_town_hall_so_a_name_must_be_the_same_too(world, administrator):
    one = person(world, last_name="Zając", phone="+48 22 123 45 67")
    married = person(world, first_name=one.first_name, phone="22 123-45-67", town=world.other_town)
    person(world, phone="(22) 1234567")
    person(world, last_name="Zając", phone="")
    assert [set(pair) for pair in reasons(administrator)] == [{one.pk, married.pk}]


@pytest.mark.parametrize(
    ("address", "suspected"),
    [
        ("a.zajac@um-gorki.example.org", True),
        ("azajac@um.gorki.example.org", True),
        ("a.zajacc@um.gorki.example.org", True),
        ("a.zajac2@um.gorki.example.org", False),
        ("b.nowak@um.gorki.example.org", False),
    ],
)
def test_addresses_that_differ_in_a_dot_or_a_letter(world, administrator, address, suspected):
    person(world, last_name="Zając", email="a.zajac@um.gorki.example.org")
    person(world, last_name="Zając", email=address, town=world.other_town)
    assert bool(reasons(administrator)) is suspected


def test_two_closed_accounts_are_no_pair_and_words_narrow(world, administrator):
    one, other = person(world, **NAMES), person(world, **NAMES)
    assert suspicions(administrator, "wisniewska lucja")
    assert suspicions(administrator, one.email)
    assert not suspicions(administrator, "nikt taki")
    User.objects.filter(pk=one.pk).update(is_active=False)
    assert suspicions(administrator)
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert not suspicions(administrator)


@pytest.mark.parametrize("people", [2, 12])
def test_it_takes_few_statements_whatever_the_number_of_people(world, people, django_assert_max_num_queries):
    for _each in range(people):
        person(world, **NAMES)
    with django_assert_max_num_queries(6):
        assert len(suspicions(world.organiser)) == 0
    assert len(suspicions(AdministratorFactory().user)) == people * (people - 1) // 2


def test_an_organiser_sees_pairs_of_his_trainings_and_merges_nobody(world):
    one, other = person(world, **NAMES), person(world, **NAMES)
    desk = signed_in(world.organiser)
    assert desk.get(url("duplicate", one.pk, other.pk)).status_code == 404
    edition = world.edition()
    for who in (one, other):
        EnrolmentFactory(edition=edition, person=who, city=world.town)
    assert one.email in html(desk, "duplicates")
    shown = html(desk, "duplicate", one.pk, other.pk)
    assert "ask an administrator" in shown
    assert "Keep this account" not in shown
    assert desk.get(url("people-merge", one.pk, other.pk)).status_code == 403
    assert signed_in(world.coordinator).get(url("duplicates")).status_code == 403


def test_two_people_after_all_are_asked_about_once(world):
    one, other = person(world, **NAMES), person(world, **NAMES)
    edition = world.edition()
    for who in (one, other):
        EnrolmentFactory(edition=edition, person=who, city=world.town)
    given = {"one": other, "other": one, "by": world.organiser}
    assert refusal(merging.tell_apart, **given, reason=" ").code == "reason_missing"
    assert refusal(merging.tell_apart, **{**given, "other": other}, reason="x").code == "same_person"
    assert refusal(merging.tell_apart, **{**given, "other": world.clerk()}, reason="x").code == "person_unknown"
    assert refusal(merging.tell_apart, **{**given, "by": world.coordinator}, reason="x").code == "duplicates_closed"
    desk = signed_in(world.organiser)
    for _again in range(2):
        answer = desk.post(url("people-tell-apart", one.pk, other.pk), {"reason": "Matka i córka"})
        assert answer["Location"] == url("duplicates")
    told = Event.objects.get(action="trainings.people.told_apart")
    assert (told.object_id, told.after, told.reason) == (str(one.pk), {"other": other.pk}, "Matka i córka")
    assert suspicions(world.organiser) == []


def test_what_will_move_is_named_before_and_that_is_what_moves(world, administrator, client):
    keep, drop = person(world, **NAMES), person(world, **NAMES)
    RoleFactory(role=RoleCode.APPROVER, organisation=world.town, user=drop)
    both, alone = world.edition(capacity=1), world.edition()
    stays = EnrolmentFactory(edition=both, person=drop, city=world.town, queue_no=1)
    ends = EnrolmentFactory(edition=both, person=keep, city=world.town, queue_no=2, state="waitlisted")
    moved = EnrolmentFactory(edition=alone, person=drop, city=world.town)
    plan = merging.plan(keep=keep, drop=drop, reader=administrator)
    assert ({row.pk for row in plan.moves}, [(c.stays.pk, c.ends.pk) for c in plan.clashes]) == (
        {stays.pk, moved.pk},
        [(stays.pk, ends.pk)],
    )
    sign_in(client, administrator)
    page = client.get(url("people-merge", keep.pk, drop.pk), headers={"accept-language": "en"}).content.decode()
    for words in (both.code, alone.code, "number 1 (confirmed) stays, number 2", "also has these roles"):
        assert words in page
    for _again in range(2):
        answer = client.post(url("people-merge", keep.pk, drop.pk), {"reason": "Ten sam PESEL w kadrach", "once": "k"})
        assert answer["Location"] == reverse("accounts:person", args=[keep.pk])
    assert set(Enrolment.objects.values_list("person", flat=True)) == {keep.pk}
    assert states(both) == [(1, "confirmed"), (2, "cancelled")]
    assert Message.objects.get(template="trainings_duplicate").to == keep
    assert suspicions(administrator) == []
    assert has_role(User.objects.get(pk=keep.pk), RoleCode.APPROVER, at=world.town)


def test_roles_that_the_account_that_stays_lacks_are_given_to_it_from_that_day(world, administrator, clock):
    keep, drop = person(world, **NAMES), person(world, **NAMES)
    soon, later = today() + timedelta(days=3), today() + timedelta(days=30)
    RoleFactory(role=RoleCode.APPROVER, organisation=world.town, user=drop, valid_to=later)
    RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town, user=drop, valid_from=soon)
    RoleFactory(role=RoleCode.SIGNATORY, organisation=world.town, user=drop, valid_to=today())
    Role.objects.create(user=drop, role=RoleCode.AUDITOR, valid_from=today())
    ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER, user=drop)
    merging.merge_people(keep=keep, drop=drop, reason="Kadry", by=administrator)
    held = Role.objects.filter(user=keep).exclude(role=RoleCode.CLERK).order_by("valid_from")
    assert list(held.values_list("role", "organisation", "valid_from", "valid_to")) == [
        (RoleCode.APPROVER, world.town.pk, today(), later),
        (RoleCode.CITY_COORDINATOR, world.other_town.pk, soon, None),
    ]
    assert Role.objects.filter(user=keep, role=RoleCode.CLERK).count() == 1
    inside = ProjectRole.objects.get(user=keep)
    assert (inside.role, inside.project, inside.valid_from) == (RoleCode.PROJECT_MANAGER, world.project, today())
    given = Event.objects.filter(action__in=["accounts.role.granted", "grants.role.granted"])
    assert {(event.actor_id, event.reason) for event in given} == {(administrator.pk, "Kadry")}
    assert given.count() == Event.objects.get(action="trainings.people.merged").after["roles"] == 3
    assert refusal(reactivate, user=drop, by=administrator).code == "account_merged"


def test_nobody_gives_himself_roles_by_merging_his_accounts(world, administrator):
    drop = person(world, **NAMES)
    refused = refusal(merging.merge_people, keep=administrator, drop=drop, reason="To ja", by=administrator)
    assert (refused.code, refused.status) == ("own_role", 403)
    drop.refresh_from_db()
    assert drop.is_active


def test_the_account_that_stays_is_open_and_is_told_what_is_revoked(world, administrator):
    keep, drop = person(world, **NAMES), person(world, **NAMES)
    edition = world.edition()
    EnrolmentFactory(edition=edition, person=keep, city=world.town, queue_no=1)
    CertificateFactory(enrolment=EnrolmentFactory(edition=edition, person=drop, city=world.town, queue_no=2))
    given = {"reason": "Kadry", "by": administrator}
    User.objects.filter(pk=keep.pk).update(is_active=False)
    assert refusal(merging.merge_people, keep=keep, drop=drop, **given).code == "account_closed"
    User.objects.filter(pk=keep.pk).update(is_active=True)
    merging.merge_people(keep=keep, drop=drop, **given)
    assert {message.to for message in Message.objects.all()} == {keep}
    assert Event.objects.get(action="trainings.people.merged").after == {
        "into": keep.pk,
        "enrolments": 1,
        "roles": 0,
        "materials": 0,
    }


def test_who_wants_to_merge_proves_lately_who_he_is(world, administrator):
    keep, drop = person(world, **NAMES), person(world, **NAMES)
    answer = signed_in(administrator).post(url("people-merge", keep.pk, drop.pk), {"reason": "Kadry"})
    assert "reauthenticate" in answer["Location"]
    drop.refresh_from_db()
    assert drop.merged_into is None


def test_the_api_lists_previews_merges_and_tells_apart(world, administrator):
    keep, drop = person(world, **NAMES), person(world, **NAMES)
    edition = world.edition()
    rows = [EnrolmentFactory(edition=edition, person=who, city=world.town) for who in (keep, drop)]
    RoleFactory(role=RoleCode.APPROVER, organisation=world.town, user=drop)
    api, pair = api_of(administrator), {"keep": keep.pk, "drop": drop.pk}
    (found,) = api.get("/api/v1/duplicates/?q=lucja").json()["results"]
    assert {found["first"]["id"], found["second"]["id"]} == {keep.pk, drop.pk}
    assert api.get("/api/v1/duplicates/?kolor=x").status_code == 400
    plan = post(api, "duplicates/preview/", pair).json()
    assert plan == {
        "moves": [rows[1].pk],
        "clashes": [{"edition": edition.pk, "stays": rows[0].pk, "ends": rows[1].pk}],
        "roles": [{"scope": "accounts.role", "role": "approver", "place": world.town.pk}],
    }
    assert post(api, "duplicates/merge/", {**pair, "reason": "Kadry"}).json() == plan
    assert post(api, "duplicates/merge/", {**pair, "reason": "Kadry"}).status_code == 400
    other = person(world, **NAMES)
    told = post(api_of(administrator), "duplicates/tell-apart/", {"one": keep.pk, "other": other.pk, "reason": "Kadry"})
    assert told.status_code == 204
    assert suspicions(administrator) == []

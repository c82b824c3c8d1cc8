"""The same with several people of a training at once: each by itself, under one lock, with an account of each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.trainings import START
from mail.models import Message
from mail.rendering import render
from tests.trainings import invariants
from tests.trainings.browsing import html, signed_in, url
from tests.trainings.conftest import refusal, states
from tests.trainings.test_api import api_of, post
from trainings.choices import Act, EnrolmentState
from trainings.models import Approval, Enrolment
from trainings.services import letters, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world):
    return signed_in(world.organiser)


def act(world, edition, rows, what, **given):
    versions = {row.pk: given.pop("version", None) or row.version for row in rows}
    return places.act_on_several(edition=edition, act=what, versions=versions, by=world.organiser, **given)


def numbers(account) -> tuple[list[int], list[tuple[int, str]]]:
    refused = [(row.queue_no, refusal.code) for row, refusal in account.refused]
    return [row.queue_no for row in account.done], refused


def test_who_has_no_place_is_cancelled_first_so_that_nobody_is_offered_what_he_loses(world):
    edition = world.edition(capacity=2)
    rows = world.enrol(edition, 4)
    Message.objects.all().delete()
    account = act(world, edition, [rows[0], rows[2]], Act.CANCEL, reason="Zmiana listy")
    assert numbers(account) == ([3, 1], [])
    assert states(edition) == [(1, "cancelled"), (2, "confirmed"), (3, "cancelled"), (4, "offered")]
    told = Message.objects.filter(template="trainings_taken_off")
    assert {message.to for message in told} == {rows[0].person, rows[2].person}
    letter = render(told.first())
    assert "Zmiana listy" in letter.body
    assert not Message.objects.filter(template="trainings_cancelled").exists()
    invariants.check(edition)


def test_what_a_rule_forbids_stays_as_it_was_and_is_named(world, clock):
    edition = world.edition(capacity=2)
    rows = world.enrol(edition, 5)
    clock(START - timedelta(hours=5))
    places.withdraw(enrolment=rows[0], by=rows[0].person)
    account = act(world, edition, [rows[3], rows[2], rows[1]], Act.PROMOTE)
    assert numbers(account) == ([3], [(2, "not_waiting"), (4, "edition_full")])
    assert states(edition)[1:] == [(2, "confirmed"), (3, "confirmed"), (4, "waitlisted"), (5, "waitlisted")]


def test_to_pass_others_in_the_line_takes_a_reason(world, clock):
    edition = world.edition(capacity=1)
    rows = world.enrol(edition, 3)
    clock(START - timedelta(hours=5))
    places.withdraw(enrolment=rows[0], by=rows[0].person)
    assert numbers(act(world, edition, [rows[2]], Act.PROMOTE)) == ([], [(3, "reason_missing")])
    assert numbers(act(world, edition, [rows[2]], Act.PROMOTE, reason="Nie odbiera")) == ([3], [])


def test_a_row_that_changed_meanwhile_is_left_alone_and_a_repeated_act_changes_nothing(world):
    edition = world.edition()
    rows = world.enrol(edition, 2)
    assert numbers(act(world, edition, rows[:1], Act.CANCEL, reason="x", version=7)) == ([], [(1, "stale")])
    for _again in range(2):
        assert numbers(act(world, edition, rows, Act.CANCEL, reason="x")) == ([1, 2], [])
    assert Enrolment.objects.get(pk=rows[0].pk).events.filter(to_state="cancelled").count() == 1


def test_people_who_read_it_are_told_why_and_strangers_are_not_taken(world):
    edition, other = world.edition(), world.edition()
    rows = world.enrol(edition, 1)
    given = {"edition": edition, "versions": {rows[0].pk: 1}, "by": world.organiser, "act": Act.CANCEL}
    assert refusal(places.act_on_several, **given, reason=" ").code == "reason_missing"
    assert refusal(places.act_on_several, **{**given, "by": world.coordinator}, reason="x").code == "organiser_only"
    assert refusal(places.act_on_several, **{**given, "edition": other}, reason="x").code == "enrolment_unknown"
    assert refusal(places.act_on_several, **{**given, "versions": {}}, reason="x").code == "nobody_chosen"
    many = dict.fromkeys(range(1, 300))
    assert refusal(places.act_on_several, **{**given, "versions": many}, reason="x").code == "enrolment_unknown"


# -- pages -----------------------------------------------------------------------------------------


def test_the_page_names_everybody_before_and_tells_what_became_of_each(world, desk):
    edition = world.edition(capacity=2)
    rows = world.enrol(edition, 3)
    assert f"Choose: {rows[0].person}" in html(desk, "edition-roster", edition.pk)
    asked = html(desk, "roster-several", edition.pk, act="cancel", enrolment=[row.pk for row in rows[:2]])
    assert all(str(row.person) in asked for row in rows[:2])
    versions = {f"version_{row.pk}": row.version for row in rows}
    given = {"act": "cancel", "enrolment": [rows[0].pk, rows[1].pk], "once": "k1", **versions, "reason": ""}
    address = url("roster-several", edition.pk)
    assert desk.post(address, given).status_code == 409
    Enrolment.objects.filter(pk=rows[1].pk).update(version=9)
    shown = desk.post(address, {**given, "reason": "Sala"}, follow=True).content.decode()
    assert "It was done for 1 person." in shown
    assert f"Not done: {rows[1].person}." in shown
    again = desk.post(address, {**given, "reason": "Sala"})
    assert again["Location"] == url("edition-roster", edition.pk)
    assert states(edition)[:2] == [(1, "cancelled"), (2, "confirmed")]


def test_nobody_ticked_leads_back_and_a_stranger_is_not_there(world, desk):
    edition, (row,) = world.edition(), world.enrol(world.edition(), 1)
    for name in ("roster-several", "roster-write"):
        assert desk.get(url(name, edition.pk), {"act": "cancel"})["Location"] == url("edition-roster", edition.pk)
        assert desk.get(url(name, edition.pk), {"act": "cancel", "enrolment": row.pk}).status_code == 404
    assert desk.get(url("roster-several", row.edition_id), {"act": "x", "enrolment": row.pk}).status_code == 404


def test_a_message_goes_to_each_once(world, desk):
    edition = world.edition()
    rows = world.enrol(edition, 3)
    given = {"enrolment": [row.pk for row in rows[:2]], "subject": "Inna\r\nsala", "text": "Sala 14.\nZapraszamy."}
    assert "Send it to 2 people" in html(desk, "roster-write", edition.pk, enrolment=given["enrolment"])
    for _again in range(2):
        shown = desk.post(url("roster-write", edition.pk), given, follow=True).content.decode()
    assert "The message goes to 2 people." in shown
    sent = Message.objects.filter(template="trainings_letter")
    assert {message.to for message in sent} == {row.person for row in rows[:2]}
    letter = render(sent.first())
    assert letter.subject == "Inna sala"
    assert "Sala 14.\nZapraszamy." in letter.body
    assert desk.post(url("roster-write", edition.pk), {**given, "text": " "}).status_code == 422


def test_what_is_written_has_words(world):
    edition = world.edition()
    given = {"edition": edition, "enrolments": [row.pk for row in world.enrol(edition)], "by": world.organiser}
    assert refusal(letters.write_to, **given, subject=" \n", text="x").code == "subject_missing"
    assert refusal(letters.write_to, **given, subject="x", text=" \n").code == "text_missing"


# -- the API ---------------------------------------------------------------------------------------


def test_the_api_answers_with_what_became_of_each(world):
    edition = world.edition(capacity=1)
    rows = world.enrol(edition, 2)
    given = {"act": "cancel", "rows": [{"enrolment": row.pk, "version": at} for at, row in enumerate(rows, 1)]}
    api = api_of(world.organiser)
    answers = [
        post(api, f"editions/{edition.pk}/several/", {**given, "reason": "x"}, **{"Idempotency-Key": "k"})
        for _again in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert [row["state"] for row in answers[0].json()["done"]] == ["cancelled"]
    (refused,) = answers[0].json()["refused"]
    assert (refused["id"], refused["code"]) == (rows[1].pk, "stale")
    written = post(api, f"editions/{edition.pk}/write/", {"enrolments": [rows[0].pk], "subject": "x", "text": "y"})
    assert written.json() == {"told": 1}


# -- decisions of the city's office ----------------------------------------------------------------


@pytest.fixture
def asked(world):
    edition = world.edition(approval_steps=1)
    approver = RoleFactory(role=RoleCode.APPROVER, organisation=world.town).user
    world.enrol(edition, 3)
    return approver, list(Approval.objects.filter(enrolment__edition=edition).order_by("pk"))


def test_the_office_declines_several_with_one_reason(asked):
    cache.clear()
    approver, approvals = asked
    page, ids = signed_in(approver), [row.pk for row in approvals[:2]]
    assert page.post(url("approvals-decline"), {"approval": ids}).status_code == 409
    shown = page.post(url("approvals-decline"), {"approval": ids, "comment": "Brak środków"}, follow=True)
    assert "2 enrolments were declined." in shown.content.decode()
    left = Enrolment.objects.values_list("state", flat=True).order_by("queue_no")
    assert list(left) == [EnrolmentState.DECLINED, EnrolmentState.DECLINED, EnrolmentState.AWAITING_APPROVAL]


def test_the_api_decides_on_several_and_names_what_was_too_late(asked, clock):
    approver, approvals = asked
    api, ids = api_of(approver), [row.pk for row in approvals]
    first = post(api, "approvals/decline-several/", {"approvals": ids[:1], "comment": "Brak środków"}).json()
    assert ([row["state"] for row in first["done"]], first["refused"]) == (["declined"], [])
    assert post(api, "approvals/decline-several/", {"approvals": ids}).json()["code"] == "reason_missing"
    second = post(api, "approvals/approve-several/", {"approvals": ids}).json()
    assert [row["id"] for row in second["done"]] == ids[1:]
    assert [(row["id"], row["code"]) for row in second["refused"]] == [(ids[0], "approval_over")]

"""The doors of decisions on enrolments: the queue, one decision, the first page, the API."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectPartnerFactory
from config.factories.organisations import MunicipalityFactory
from mail.models import Message
from tests.trainings.browsing import html, listed, signed_in, url
from tests.trainings.conftest import ENROLMENT_OPEN
from tests.trainings.test_api import api_of, etag, post
from trainings.choices import ApprovalState, EnrolmentState
from trainings.models import Approval, Enrolment
from trainings.services import places

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver(world):
    return RoleFactory(role=RoleCode.APPROVER, organisation=world.town).user


@pytest.fixture
def page(approver):
    return signed_in(approver)


@pytest.fixture
def edition(world):
    return world.edition(approval_steps=1)


def asked(edition, person) -> Approval:
    row, _is_new = places.enrol(edition=edition, person=person, by=person)
    return Approval.objects.get(enrolment=row)


def state(approval) -> tuple[str, str]:
    approval.refresh_from_db()
    return approval.state, Enrolment.objects.get(pk=approval.enrolment_id).state


def test_the_queue_shows_what_waits_the_nearest_deadline_first(approver, world, edition, clock):
    first = asked(edition, world.clerk())
    clock(ENROLMENT_OPEN + timedelta(days=2))
    second = asked(edition, world.clerk())
    asked(edition, world.clerk(world.other_town))
    page = signed_in(approver)
    assert listed(page, "approvals") == [first.pk, second.pk]
    places.approve(approval=first, by=world.coordinator)
    assert listed(page, "approvals") == [second.pk]
    assert listed(page, "approvals", state="approved") == [first.pk]
    assert listed(page, "approvals", state="all") == [first.pk, second.pk]
    assert listed(page, "approvals", q=second.enrolment.person.last_name, state="approved") == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_queue_asks_the_same_whatever_its_length(page, world, edition, rows, django_assert_max_num_queries):
    for _ in range(rows):
        asked(edition, world.clerk())
    with django_assert_max_num_queries(8):
        page.get(url("approvals"))


def test_who_decides_on_what_is_told_alike_by_the_queue_and_by_the_permission(world, approver, edition):
    signatory = RoleFactory(role=RoleCode.SIGNATORY, organisation=world.town).user
    lonely = MunicipalityFactory()
    ProjectPartnerFactory(project=world.project, organisation=lonely)
    rows = [
        asked(edition, world.clerk()),
        asked(edition, approver),
        asked(edition, RoleFactory(role=RoleCode.APPROVER, organisation=lonely).user),
    ]
    from trainings.permissions import can_decide  # noqa: PLC0415 -- beside what it is compared with

    for user in (approver, signatory, world.coordinator, world.organiser, world.clerk()):
        queue = set(Approval.objects.decidable_by(user).values_list("pk", flat=True))
        assert queue == {row.pk for row in rows if can_decide(user, row)}
    assert rows[1] in Approval.objects.decidable_by(signatory)
    assert rows[2] in Approval.objects.decidable_by(world.organiser)


def test_the_coordinator_learns_that_the_office_is_asked_once_and_not_of_the_own_request(world, approver, edition):
    row = asked(edition, world.clerk())
    copies = Message.objects.filter(template="trainings_city_approval_asked")
    assert [message.to for message in copies] == [world.coordinator]
    assert copies.get().context["path"] == url("approval", row.pk)
    places.enrol(edition=edition, person=world.clerk(), city=world.town, by=world.coordinator)
    asked(edition, approver)  # the coordinator decides on this one
    assert copies.count() == 1


def test_opening_the_page_decides_nothing_and_a_button_does(page, world, edition):
    row = asked(edition, world.clerk())
    shown = html(page, "approval", row.pk)
    assert "Decide before" in shown
    assert state(row) == (ApprovalState.PENDING, EnrolmentState.AWAITING_APPROVAL)
    assert page.get(url("approval-approve", row.pk)).status_code == 405
    answer = page.post(url("approval-approve", row.pk), {"version": row.version})
    assert (answer.status_code, answer["Location"]) == (302, url("approvals"))
    assert state(row) == (ApprovalState.APPROVED, EnrolmentState.CONFIRMED)
    assert Event.objects.filter(action="trainings.approval.approved", object_id=str(row.pk)).count() == 1


def test_a_no_needs_a_word_and_stays_visible_to_the_office(page, world, edition):
    row = asked(edition, world.clerk())
    answer = page.post(url("approval-decline", row.pk), {"version": row.version, "comment": ""})
    assert (answer.status_code, "Say why: the person reads it." in answer.content.decode()) == (409, True)
    page.post(url("approval-decline", row.pk), {"version": row.version, "comment": "Urlop"})
    assert state(row) == (ApprovalState.DECLINED, EnrolmentState.DECLINED)
    shown = html(page, "approval", row.pk)
    assert re.search(r"Declined by .* \(an office of the city\) on 15", shown)
    again = page.post(url("approval-approve", row.pk), {"version": row.version})
    assert (again.status_code, "decided already" in again.content.decode()) == (409, True)


def test_an_expired_link_says_so(approver, world, edition, clock):
    row = asked(edition, world.clerk())
    clock(row.due_at)
    page = signed_in(approver)
    assert "The time to decide was over on" in html(page, "approval", row.pk)
    answer = page.post(url("approval-approve", row.pk), {"version": row.version})
    assert (answer.status_code, "The time to decide is over" in answer.content.decode()) == (409, True)
    assert state(row) == (ApprovalState.LAPSED, EnrolmentState.LAPSED)


def test_a_wrong_link_is_a_page_that_says_so(page):
    answer = page.get(url("approval", 999_999))
    assert answer.status_code == 404
    assert "Go to the first page" in answer.content.decode()


def test_the_applicant_reads_and_decides_nothing(world, edition, approver):
    row = asked(edition, world.clerk())
    page = signed_in(row.enrolment.person)
    assert "Nobody decides on his own enrolment." in html(page, "approval", row.pk)
    assert page.post(url("approval-approve", row.pk), {"version": row.version}).status_code == 403
    assert listed(page, "approvals") == []


def test_several_are_approved_at_once_and_who_could_not_be_is_named(page, world, edition, approver):
    rows = [asked(edition, world.clerk()) for _ in range(3)]
    elsewhere = asked(edition, world.clerk(world.other_town))
    places.withdraw(enrolment=rows[2].enrolment, by=rows[2].enrolment.person)
    ticked = [str(row.pk) for row in rows]
    for forged in (elsewhere.pk, "x"):
        assert page.post(url("approvals-approve"), {"approval": [*ticked, forged]}).status_code == 404
    assert state(rows[0])[0] == ApprovalState.PENDING
    answer = page.post(url("approvals-approve"), {"approval": ticked}, follow=True)
    shown = answer.content.decode()
    assert [state(row)[0] for row in rows] == [ApprovalState.APPROVED, ApprovalState.APPROVED, ApprovalState.VOID]
    assert "2 enrolments were approved." in shown
    assert f"{rows[2].enrolment.person}: This was decided already" in shown
    nothing = {"csrfmiddlewaretoken": "x"}  # as a browser sends it
    assert "Tick the enrolments" in page.post(url("approvals-approve"), nothing, follow=True).content.decode()


def test_the_first_page_and_the_menu_lead_to_what_waits(page, world, edition, approver):
    row = asked(edition, world.clerk())
    first = page.get(reverse("home")).content.decode()
    assert url("approval", row.pk) in first
    assert url("approvals") in first
    assert f"Decide on the enrolment of {row.enrolment.person}" in first
    assert url("approvals") not in signed_in(world.clerk()).get(reverse("home")).content.decode()


def test_the_api_lists_approves_and_declines(world, edition, approver):
    api = api_of(approver)
    first, second = (asked(edition, world.clerk()) for _ in range(2))
    asked(edition, world.clerk(world.other_town))
    found = api.get("/api/v1/approvals/", {"state": "pending"}).json()["results"]
    assert [(row["id"], row["office"]) for row in found] == [(first.pk, "approver"), (second.pk, "approver")]
    assert post(api, f"approvals/{first.pk}/approve/").status_code == 428
    done = post(api, f"approvals/{first.pk}/approve/", version=etag(first))
    assert (done.status_code, done.json()["state"], done.json()["acting_as"]) == (200, "approved", "approver")
    assert done["ETag"] == etag(first)
    refused = post(api, f"approvals/{second.pk}/decline/", {"comment": ""}, version=etag(second))
    assert (refused.status_code, refused.json()["code"]) == (409, "reason_missing")
    assert post(api, f"approvals/{second.pk}/decline/", {"comment": "Urlop"}, version=etag(second)).status_code == 200
    assert state(second) == (ApprovalState.DECLINED, EnrolmentState.DECLINED)


def test_the_api_names_what_changed_meanwhile(world, edition, approver):
    row = asked(edition, world.clerk())
    Approval.objects.filter(pk=row.pk).update(version=4)
    stale = post(api_of(approver), f"approvals/{row.pk}/approve/", version=f'"{row.pk}-1"')
    assert (stale.status_code, stale.json()["code"], stale.json()["current_version"]) == (412, "stale", 4)

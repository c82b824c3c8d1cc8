"""The organiser's outbox: what is written to whom, and what may still be stopped."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import EditionFactory
from jobs.choices import State
from mail.models import Message
from mail.outbox import Act
from tests.trainings.browsing import html, listed, signed_in, url
from tests.trainings.conftest import refusal
from tests.trainings.test_api import api_of, post
from trainings.services import outbox, places
from trainings.services.notices import subject_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(world):
    edition = world.edition()
    world.enrol(edition, 3)
    return edition


@pytest.fixture
def written(edition):
    return list(Message.objects.order_by("pk"))


@pytest.fixture
def page(world):
    return signed_in(world.organiser)


@pytest.fixture
def elsewhere(written):
    """A message about a training of another project."""
    other = EditionFactory()
    Message.objects.filter(pk=written[2].pk).update(about=subject_of(other))
    return written[2]


def act(page, what, *messages):
    return page.post(url("outbox-change"), {"act": what, "message": [m.pk for m in messages], "back": "state=queued"})


def states(messages):
    return [Message.objects.get(pk=message.pk).state for message in messages]


def test_the_organiser_sees_what_was_written_about_his_trainings_only(page, written, elsewhere):
    assert listed(page, "outbox") == [written[1].pk, written[0].pk]


def test_the_list_is_narrowed_by_training_person_kind_and_state(world, page, edition, written):
    other = world.edition()
    world.enrol(other)
    assert sorted(listed(page, "outbox", training=edition.code)) == [m.pk for m in written]
    assert written[0].pk in listed(page, "outbox", q=written[0].to.last_name)
    assert listed(page, "outbox", template="trainings_offered") == []
    assert listed(page, "outbox", state="on_hold") == []


def test_messages_are_held_released_sent_and_cancelled_in_bulk(page, written):
    answer = act(page, "hold", *written)
    assert (answer.status_code, answer.url) == (302, url("outbox") + "?state=queued")
    assert states(written) == [State.ON_HOLD] * 3
    act(page, "release", written[0])
    act(page, "send", written[1])
    act(page, "cancel", written[2])
    assert states(written) == [State.QUEUED, State.QUEUED, State.CANCELLED]
    assert Event.objects.filter(action="mail.message.hold").count() == 3


def test_what_has_gone_is_counted_and_left_alone(page, written):
    Message.objects.filter(pk=written[0].pk).update(state=State.CANCELLED, finished_at=written[0].queued_at)
    body = page.post(url("outbox-change"), {"act": "hold", "message": [m.pk for m in written]}, follow=True)
    assert "had gone" in body.content.decode()
    assert states(written) == [State.CANCELLED, State.ON_HOLD, State.ON_HOLD]


def test_a_letter_is_sent_where_other_work_is_done(page, written):
    Message.objects.filter(pk=written[0].pk).update(state=State.DONE, finished_at=written[0].queued_at)
    assert ">sent</span>" in html(page, "outbox-message", written[0].pk)


def test_nothing_ticked_or_nonsense_changes_nothing(page, written):
    assert page.post(url("outbox-change"), {"act": "hold"}).status_code == 302
    assert page.post(url("outbox-change"), {}).status_code == 400
    for given in ({"act": "shout", "message": written[0].pk}, {"act": "hold", "message": "x"}):
        assert page.post(url("outbox-change"), given).status_code == 404
    assert states(written) == [State.QUEUED] * 3


def test_an_auditor_reads_but_may_not_change(written):
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None).user
    page = signed_in(auditor)
    assert len(listed(page, "outbox")) == 3
    assert act(page, "hold", *written).status_code == 403
    assert refusal(outbox.change_one, message=written[0], act=Act.HOLD, by=auditor).code == "organiser_only"
    assert states(written) == [State.QUEUED] * 3


def test_what_people_are_written_is_not_for_the_manager(world, written):
    page = signed_in(ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user)
    assert page.get(url("outbox")).status_code == 403
    assert page.get(url("outbox-message", written[0].pk)).status_code == 404


def test_messages_of_another_project_are_not_touched(page, written, elsewhere):
    assert act(page, "cancel", *written).status_code == 404
    assert states(written) == [State.QUEUED] * 3
    assert page.get(url("outbox-message", elsewhere.pk)).status_code == 404


def test_the_page_of_a_message_shows_its_words(page, written, edition):
    text = html(page, "outbox-message", written[0].pk)
    assert edition.course.title in text
    assert f"/trainings/enrolments/{edition.enrolments.first().pk}/" in text
    assert written[0].to.get_full_name() in text


@pytest.mark.parametrize("role", [RoleCode.CLERK, RoleCode.CITY_COORDINATOR])
def test_it_is_not_for_cities(role, written):
    page = signed_in(RoleFactory(role=role).user)
    assert page.get(url("outbox")).status_code == 403
    assert act(page, "cancel", *written).status_code == 403


def test_the_list_costs_the_same_for_many(page, world, edition, django_assert_max_num_queries):
    page.get(url("outbox"))
    with django_assert_max_num_queries(8):
        page.get(url("outbox"))
    for _ in range(3):
        world.enrol(world.edition(), 3)
    with django_assert_max_num_queries(8):
        page.get(url("outbox"))


def test_the_edition_leads_to_its_messages(page, edition):
    assert f"{url('outbox')}?training={edition.code}" in html(page, "edition", edition.pk)


def test_programs_hold_and_cancel_too(world, written):
    api = api_of(world.organiser)
    assert api.get(reverse("api:message-list")).json()["count"] == 3
    held = post(api, f"messages/{written[0].pk}/hold/")
    assert (held.status_code, held.json()["state"]) == (200, "on_hold")
    assert held.json()["edition"] == world.course.editions.get().pk
    again = post(api, f"messages/{written[0].pk}/hold/")
    assert (again.status_code, again.json()["code"]) == (409, "message_gone")
    for action, state in (("release", "queued"), ("send", "queued"), ("cancel", "cancelled")):
        assert post(api, f"messages/{written[0].pk}/{action}/").json()["state"] == state


def test_a_message_cancelled_by_the_organiser_does_not_come_back(world, page, edition, written):
    act(page, "cancel", *written)
    row = edition.enrolments.first()
    places.enrol(edition=edition, person=row.person, by=row.person)
    assert states(written) == [State.CANCELLED] * 3
    assert Message.objects.count() == 3


def test_the_administrator_holds_any_message(written):
    page = signed_in(RoleFactory(role=RoleCode.ADMINISTRATOR, organisation=None).user)
    page.post(reverse("accounts:messages-change"), {"act": "hold", "message": [m.pk for m in written]})
    assert states(written) == [State.ON_HOLD] * 3
    auditor = signed_in(RoleFactory(role=RoleCode.AUDITOR, organisation=None).user)
    answer = auditor.post(reverse("accounts:messages-change"), {"act": "release", "message": [written[0].pk]})
    assert answer.status_code == 403

"""The programme is for everybody: what is planned, and nothing about people."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from config.factories.trainings import EditionFactory, EnrolmentFactory, SessionTrainerFactory
from kernel.time import now
from trainings.choices import EditionState
from trainings.models import Session

pytestmark = pytest.mark.django_db
SOON = {"starts_at": now() + timedelta(days=20)}


@pytest.fixture
def announced():
    return EditionFactory(code="SOON", venue="Dom Kultury", **SOON)


def page(query=""):
    return Client().get(reverse("trainings:programme") + query)


def codes(query=""):
    return [row["code"] for row in Client().get(f"/api/v1/programme/{query}").json()["results"]]


def test_a_stranger_sees_what_is_planned(announced):
    text = page().content.decode()
    told = [announced.course.title, announced.course.project.title, "Dom Kultury", reverse("account_login")]
    assert [word for word in told if word not in text] == []
    assert codes() == ["SOON"]


@pytest.mark.parametrize("state", [state for state in EditionState if state != EditionState.PUBLISHED])
def test_nobody_sees_what_is_not_published(announced, state):
    type(announced).objects.update(state=state)
    assert (page().context["listing"].page.paginator.count, codes()) == (0, [])


def test_what_is_over_is_left_out(announced, time_machine):
    time_machine.move_to(announced.ends_at, tick=False)
    assert (page().context["listing"].page.paginator.count, codes()) == (0, [])


def test_nothing_is_said_of_people_or_of_the_address_of_a_meeting(announced):
    comes = EnrolmentFactory(edition=announced)
    taught = SessionTrainerFactory(session=announced.sessions.get())
    Session.objects.update(meeting_url="https://meet.example.org/secret")
    said = page().content.decode() + Client().get(f"/api/v1/programme/{announced.pk}/").content.decode()
    hidden = [comes.person.last_name, comes.city.name, taught.user.last_name, "meet.example.org"]
    assert [word for word in hidden if word in said] == []


def test_it_is_narrowed_by_words_and_mode(announced):
    EditionFactory(code="LATER", venue="Biblioteka", starts_at=now() + timedelta(days=30))
    assert codes("?q=Biblioteka") == ["LATER"]
    assert codes("?mode=online") == []
    assert [row.code for row in page("?q=dom").context["listing"].page] == ["SOON"]


def test_who_wants_to_know_more_signs_in(announced):
    answer = Client().get(reverse("trainings:edition", args=[announced.pk]))
    assert answer.url.startswith(reverse("account_login"))

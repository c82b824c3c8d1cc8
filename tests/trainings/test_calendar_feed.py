"""One's own calendar: a file to take along, and an address that a program reads by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import vobject
from django.core.cache import cache
from django.test import Client

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.trainings import START, EditionFactory, EnrolmentFactory, SessionFactory, SessionTrainerFactory
from kernel.text import sha256
from tests.trainings.browsing import html, signed_in, url
from tests.trainings.calendars import read_back
from tests.trainings.conftest import refusal
from tests.trainings.test_api import api_of, post
from trainings.choices import EditionState, EnrolmentState, SessionState
from trainings.models import CalendarFeed, Session
from trainings.services import feeds, places
from web.logs import redact
from web.throttling import FeedThrottle

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LINK = "https://meet.example.org/tajne"


@pytest.fixture
def row(world):
    """A place in a training of two sessions."""
    edition = world.edition(ends_at=START + DAY + timedelta(hours=7), session=False)
    for day in (0, 1):
        SessionFactory(edition=edition, starts_at=START + day * DAY, meeting_url=LINK)
    return EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town)


def feed_of(user) -> str:
    return feeds.make_feed(by=user)[1]


def read(secret) -> vobject.base.Component:
    answer = Client().get(url("calendar-feed", secret))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert LINK not in answer.content.decode()
    return read_back(answer.content.decode())


def uids(calendar) -> list[str]:
    return [event.uid.value.partition("@")[0] for event in getattr(calendar, "vevent_list", [])]


# -- the address -----------------------------------------------------------------------------------


def test_the_address_shows_what_one_comes_to_and_teaches(world, row):
    trainer = RoleFactory(role=RoleCode.TRAINER, user=row.person).user
    taught = SessionTrainerFactory(session=world.edition(starts_at=START + 9 * DAY).sessions.get(), user=trainer)
    first, second = row.edition.sessions.all()
    expected = [f"s{first.pk}-e{row.pk}", f"s{second.pk}-e{row.pk}", f"s{taught.session_id}-t{taught.pk}"]
    assert uids(read(feed_of(row.person))) == expected


def test_what_is_no_longer_mine_is_not_in_it(world, row):
    first, second = row.edition.sessions.all()
    Session.objects.filter(pk=first.pk).update(state=SessionState.CANCELLED)
    EnrolmentFactory(edition=world.edition(), person=row.person, state=EnrolmentState.WAITLISTED)
    draft = EditionFactory(course=world.course, state=EditionState.DRAFT)
    SessionTrainerFactory(session=draft.sessions.get(), user=row.person)
    secret = feed_of(row.person)
    assert uids(read(secret)) == [f"s{second.pk}-e{row.pk}"]
    places.withdraw(enrolment=row, by=row.person)
    assert uids(read(secret)) == []


def test_the_numbers_are_those_of_the_messages(row):
    Session.objects.update(revision=3)
    numbers = {int(event.sequence.value) for event in read(feed_of(row.person)).vevent_list}
    assert numbers == {3}


def test_what_ended_a_year_ago_is_left_out(row, clock):
    secret = feed_of(row.person)
    clock(START + 380 * DAY)
    assert uids(read(secret)) == []


def test_it_takes_as_many_statements_however_much_is_in_it(world, row, django_assert_max_num_queries):
    for week in range(1, 6):
        EnrolmentFactory(edition=world.edition(starts_at=START + 7 * week * DAY), person=row.person)
    secret = feed_of(row.person)
    with django_assert_max_num_queries(5):
        Client().get(url("calendar-feed", secret))


def test_only_a_hash_is_kept(row):
    secret = feed_of(row.person)
    feed = CalendarFeed.objects.get()
    assert feed.secret_sha256 == sha256(secret)
    assert secret not in str(Event.objects.values())


def test_a_new_address_ends_the_one_before(row):
    first, second = feed_of(row.person), feed_of(row.person)
    assert Client().get(url("calendar-feed", first)).status_code == 404
    assert uids(read(second))
    actions = Event.objects.filter(action__startswith="trainings.calendar").order_by("pk").values_list("action")
    made, revoked = "trainings.calendar.made", "trainings.calendar.revoked"
    assert [action for (action,) in actions] == [made, revoked, made]


def test_a_revoked_address_opens_nothing_and_nor_does_that_of_a_closed_account(row):
    secret = feed_of(row.person)
    feeds.revoke_feed(feed=CalendarFeed.objects.get(), by=row.person)
    assert Client().get(url("calendar-feed", secret)).status_code == 404
    other = UserFactory()
    secret = feed_of(other)
    other.is_active = False
    other.save()
    assert Client().get(url("calendar-feed", secret)).status_code == 404


@pytest.mark.parametrize("secret", ["x", "a" * 43, "0" * 2000])
def test_a_made_up_address_opens_nothing(secret, db):
    assert Client().get(url("calendar-feed", secret)).status_code == 404


def test_nobody_revokes_what_is_not_his(row):
    feed_of(row.person)
    refused = refusal(feeds.revoke_feed, feed=CalendarFeed.objects.get(), by=UserFactory())
    assert (refused.code, refused.status) == ("not_yours", 403)


def test_who_asks_too_often_waits(row, monkeypatch):
    cache.clear()
    monkeypatch.setattr(FeedThrottle, "rate", "2/min", raising=False)
    secret = feed_of(row.person)
    assert [Client().get(url("calendar-feed", secret)).status_code for _ in range(3)] == [200, 200, 429]
    cache.clear()


def test_the_secret_stays_out_of_the_log(row):
    secret = feed_of(row.person)
    assert secret not in redact(f'"GET {url("calendar-feed", secret)} HTTP/1.1" 200')


# -- the pages -------------------------------------------------------------------------------------


def test_the_address_is_shown_once(row):
    client = signed_in(row.person)
    assert "Make an address" in html(client, "calendar")
    answer = client.post(url("calendar-make"))
    secret = answer.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert uids(read(secret))
    page = html(client, "calendar")
    assert secret not in page
    assert "Revoke the address" in page
    client.post(url("calendar-revoke", CalendarFeed.objects.get().pk))
    assert "Make an address" in html(client, "calendar")


def test_a_place_is_taken_along_as_a_file(row):
    answer = signed_in(row.person).get(url("enrolment-calendar", row.pk))
    assert answer["Content-Disposition"] == f'attachment; filename="{row.edition.code.lower()}.ics"'
    text = answer.content.decode()
    assert len(uids(read_back(text))) == 2
    assert LINK not in text
    assert url("enrolment-calendar", row.pk) in html(signed_in(row.person), "enrolments")
    assert url("enrolment-calendar", row.pk) in html(signed_in(row.person), "enrolment", row.pk)


def test_only_of_ones_own_and_only_with_a_place(world, row):
    assert signed_in(world.organiser).get(url("enrolment-calendar", row.pk)).status_code == 404
    places.withdraw(enrolment=row, by=row.person)
    assert signed_in(row.person).get(url("enrolment-calendar", row.pk)).status_code == 404


# -- the API ---------------------------------------------------------------------------------------


def test_programs_make_list_and_revoke_an_address(row):
    api = api_of(row.person)
    made = post(api, "calendar-feeds/", {})
    assert made.status_code == 201
    assert uids(read(made.json()["address"].rpartition("/")[2].removesuffix(".ics")))
    (listed,) = api.get("/api/v1/calendar-feeds/").json()["results"]
    assert set(listed) == {"id", "made_at", "revoked_at"}
    assert api.delete(f"/api/v1/calendar-feeds/{listed['id']}/").status_code == 204
    assert CalendarFeed.objects.get().revoked_at is not None

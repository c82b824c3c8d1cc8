"""A person is booked for one thing at a time, whoever asks and however many ask at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import BusyTime
from accounts.services.time import book, free, rebook
from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.organisations import OrganisationFactory
from kernel.errors import Refused
from tests.accounts.helpers import refusal

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 5, 4, 8, tzinfo=UTC)  # ten o'clock in Warsaw
HOUR = timedelta(hours=1)


def at(start, hours=1):
    return {"starts_at": TEN + start * HOUR, "ends_at": TEN + (start + hours) * HOUR}


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def thing():
    return OrganisationFactory()  # any row may be what a person is booked for


def other():
    return OrganisationFactory()


def test_time_is_booked_moved_and_given_back(person, thing):
    booked = book(user=person, source=thing, by=None, **at(0))
    assert (booked.source_type, booked.source_id) == ("organisations.organisation", thing.pk)
    assert [row.starts_at for row in rebook(source=thing, by=None, **at(3))] == [TEN + 3 * HOUR]
    assert free(source=thing, by=None) == 1
    assert not BusyTime.objects.exists()
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == [
        "accounts.time.booked",
        "accounts.time.moved",
        "accounts.time.freed",
    ]


@pytest.mark.parametrize("start", [-0.5, 0, 0.25, 0.5])
def test_overlapping_time_is_refused_and_names_the_kind_of_thing(person, thing, start):
    book(user=person, source=thing, by=None, **at(0))
    refused = refusal(book, user=person, source=other(), by=None, **at(start))
    assert (refused.code, refused.facts["source_type"]) == ("person_busy", "organisations.organisation")
    assert str(type(thing)._meta.verbose_name) in str(refused.message)


@pytest.mark.parametrize("start", [-1, 1])
def test_times_that_only_touch_are_no_overlap(person, thing, start):
    book(user=person, source=thing, by=None, **at(0))
    assert book(user=person, source=other(), by=None, **at(start)).pk


def test_another_person_is_free(person, thing):
    book(user=person, source=thing, by=None, **at(0))
    assert book(user=UserFactory(), source=thing, by=None, **at(0)).pk


def test_booking_the_same_again_is_one_booking(person, thing):
    first = book(user=person, source=thing, by=None, **at(0))
    assert book(user=person, source=thing, by=None, **at(0)) == first
    assert book(user=person, source=thing, by=None, **at(2)).starts_at == TEN + 2 * HOUR
    assert BusyTime.objects.count() == 1


def test_a_thing_may_move_within_its_own_time(person, thing):
    book(user=person, source=thing, by=None, **at(0, 2))
    assert rebook(source=thing, by=None, **at(1, 2))[0].starts_at == TEN + HOUR


def test_a_thing_moves_for_everybody_or_for_nobody(person, thing):
    colleague = UserFactory()
    for user in (person, colleague):
        book(user=user, source=thing, by=None, **at(0))
    book(user=colleague, source=other(), by=None, **at(5))
    assert refusal(rebook, source=thing, by=None, **at(5)).code == "person_busy"
    assert set(BusyTime.objects.filter(source_id=thing.pk).values_list("starts_at", flat=True)) == {TEN}


def test_one_person_may_be_freed_alone(person, thing):
    colleague = UserFactory()
    for user in (person, colleague):
        book(user=user, source=thing, by=None, **at(0))
    assert free(source=thing, user=person, by=None) == 1
    assert BusyTime.objects.get().user == colleague


def test_the_end_comes_after_the_start(person, thing):
    assert refusal(book, user=person, source=thing, by=None, starts_at=TEN, ends_at=TEN).code == "busy_order"


@pytest.mark.parametrize("way", ["insert", "update", "raw"])
def test_the_database_refuses_an_overlap_by_itself(person, way):
    first, second = (
        BusyTime.objects.create(user=person, source_type="a.b", source_id=number, **at(number)) for number in (0, 1)
    )
    ways = {
        "insert": lambda: BusyTime.objects.create(user=person, source_type="a.b", source_id=3, **at(0.5)),
        "update": lambda: BusyTime.objects.filter(pk=second.pk).update(**at(0.5)),
        "raw": lambda: raw(
            "UPDATE accounts_busytime SET starts_at = (SELECT starts_at FROM accounts_busytime WHERE id = %s)"
            " WHERE id = %s",
            [first.pk, second.pk],
        ),
    }
    with pytest.raises(DatabaseError, match="busy_person_once_at_a_time"), transaction.atomic():
        ways[way]()


def raw(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_many_bookings_at_once_one_wins():
    person, things = UserFactory(), [OrganisationFactory() for _ in range(8)]
    start, outcomes = threading.Barrier(len(things)), []

    def ask(thing):
        start.wait()
        try:
            book(user=person, source=thing, by=None, **at(0))
            outcomes.append("booked")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[thing]) for thing in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked", *["person_busy"] * 7]
    assert BusyTime.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_things_of_two_people_move_at_once_without_waiting_for_each_other_for_ever():
    people, things = [UserFactory(), UserFactory()], [OrganisationFactory(), OrganisationFactory()]
    for number, thing in enumerate(things):
        for user in people if number == 0 else reversed(people):
            book(user=user, source=thing, by=None, **at(number * 2))
    start, outcomes = threading.Barrier(2), []

    def move(thing, hour):
        start.wait()
        try:
            outcomes.append(len(rebook(source=thing, by=None, **at(hour))))
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=[thing, 10 + 2 * n]) for n, thing in enumerate(things)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [2, 2]

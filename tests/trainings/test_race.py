"""Many at once, on real threads and real servers: never too many, never too few, nobody lost."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from threading import Event, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from requests import Response, Session
from rest_framework.test import APIClient

from kernel.errors import Refused
from kernel.time import now, today
from mail.models import Message
from tests.servers import browser_of, program_of, statuses, web_server
from tests.threads import PATIENCE, at_once, codes
from tests.trainings import invariants
from tests.trainings.conftest import make_world, states
from trainings.models import Edition, Enrolment, EnrolmentEvent, PlaceOffer
from trainings.queries import with_places, with_position
from trainings.services import locks, places
from trainings.services.places import people, room
from web.models import IdempotencyKey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture
def world(transactional_db):
    return make_world()


def soon(world, capacity: int) -> Edition:
    """An edition whose enrolment is open by the real clock."""
    starts_at = now() + timedelta(days=30)
    return world.edition(capacity=capacity, starts_at=starts_at, opens_at=now() - timedelta(days=1))


def enrol(edition, person):
    return partial(places.enrol, edition=edition, person=person, by=person)


# -- over HTTP, against a server -------------------------------------------------------------------


def test_64_people_for_20_places_over_http(world):
    edition = soon(world, 20)
    clerks = [world.clerk() for _ in range(64)]
    with web_server() as address:
        page, api = f"{address}/trainings/{edition.pk}/enrol/", f"{address}/api/v1/enrolments/"
        by_page = [
            partial(browser_of(clerk).post, page, {"city": world.town.pk}, allow_redirects=False)
            for clerk in clerks[:32]
        ]
        by_api = [partial(program_of(clerk).post, api, json={"edition": edition.pk}) for clerk in clerks[32:]]
        answers = at_once(*by_page, *by_api)
    assert statuses(answers) == {302: 32, 201: 32}
    assert states(edition) == [(number, "confirmed" if number <= 20 else "waitlisted") for number in range(1, 65)]
    assert set(Enrolment.objects.values_list("person", flat=True)) == {clerk.pk for clerk in clerks}
    assert Counter(Message.objects.values_list("template", flat=True)) == {
        "trainings_confirmed": 20,
        "trainings_waitlisted": 44,
    }
    invariants.check(edition)


def test_64_clicks_of_one_person_are_one_enrolment(world):
    edition, clerk = soon(world, 20), world.clerk()
    with web_server() as address:
        client = program_of(clerk)
        click = partial(client.post, f"{address}/api/v1/enrolments/", json={"edition": edition.pk})
        answers = at_once(*[click] * 64)
    assert statuses(answers) == {201: 1, 200: 63}
    assert {answer.json()["id"] for answer in answers} == {Enrolment.objects.get().pk}
    assert (Message.objects.count(), EnrolmentEvent.objects.count()) == (1, 1)


def insists(client: Session, address: str, act: str, told: dict[str, object]) -> Response:
    """Looks at a row and acts on it, again and again while somebody else was faster."""
    while True:
        seen = client.get(address)
        answer = client.post(f"{address}{act}/", json=told, headers={"If-Match": seen.headers["ETag"]})
        if answer.status_code != HTTPStatus.PRECONDITION_FAILED:
            return answer


def test_64_clients_come_go_promote_and_change_the_number_of_places_over_http(world):
    edition = soon(world, 20)
    inside = world.enrol(edition, 32)
    confirmed, waiting = inside[:20], inside[20:]
    organiser, why = world.organiser, {"reason": "Sala"}
    with web_server() as address:
        api, one = f"{address}/api/v1", f"{address}/trainings/enrolments"
        ours, enrol_page = f"{api}/editions/{edition.pk}/", f"{address}/trainings/{edition.pk}/enrol/"
        calls = {
            "come": [
                *(
                    partial(browser_of(world.clerk()).post, enrol_page, {"city": world.town.pk}, allow_redirects=False)
                    for _ in range(17)
                ),
                *(
                    partial(program_of(world.clerk()).post, f"{api}/enrolments/", json={"edition": edition.pk})
                    for _ in range(17)
                ),
            ],
            "go": [
                *(
                    partial(
                        browser_of(row.person).post,
                        f"{one}/{row.pk}/withdraw/",
                        {"version": row.version, "once": row.pk},
                        allow_redirects=False,
                    )
                    for row in confirmed[:6]
                ),
                *(
                    partial(insists, program_of(row.person), f"{api}/enrolments/{row.pk}/", "withdraw", {})
                    for row in [*confirmed[6:10], *waiting[:4]]
                ),
            ],
            "promote": [
                partial(insists, program_of(organiser), f"{api}/enrolments/{row.pk}/", "promote", why)
                for row in waiting[4:10]
            ],
            "resize": [
                partial(insists, program_of(organiser), ours, "capacity", {"capacity": capacity, **why})
                for capacity in (24, 18, 26, 22)
            ],
            "read": [partial(browser_of(organiser).get, f"{address}/trainings/{edition.pk}/roster/") for _ in range(6)],
        }
        answers = iter(at_once(*itertools.chain(*calls.values())))
        found = {act: statuses(itertools.islice(answers, len(some))) for act, some in calls.items()}
    assert sum(map(len, calls.values())) == 64
    assert (found["come"], found["go"]) == ({302: 17, 201: 17}, {302: 6, 200: 8})
    assert (found["resize"], found["read"]) == ({200: 4}, {200: 6})
    assert found["promote"].keys() <= {200, 409}  # where no place was free just then, that is said
    invariants.check(edition)
    counted = with_places(Edition.objects.filter(pk=edition.pk)).get()
    assert counted.waiting > 0 >= counted.free
    assert Counter(state for _number, state in states(edition))["withdrawn"] == 14
    offered = Enrolment.objects.filter(edition=edition, state="offered")
    assert not (counted.taken > counted.capacity and offered.exists())


# -- threads ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("round_", range(3))
def test_case_01_thirty_for_the_last_five(world, round_):
    edition = soon(world, 20)
    world.enrol(edition, 15)
    Message.objects.all().delete()
    answers = at_once(*[enrol(edition, world.clerk()) for _ in range(30)])
    assert codes(answers) == []
    assert states(edition) == [(number, "confirmed" if number <= 20 else "waitlisted") for number in range(1, 46)]
    line = with_position(Enrolment.objects.filter(edition=edition).waiting())
    assert [(row.queue_no, row.position) for row in line] == [(20 + place, place) for place in range(1, 26)]
    told = Message.objects.values_list("template", "part")
    assert Counter(told) == {("trainings_confirmed", "trainings.seat"): 5, ("trainings_waitlisted", ""): 25}
    waiting = Message.objects.filter(template="trainings_waitlisted")
    assert sorted(message.context["position"] for message in waiting) == list(range(1, 26))
    assert with_places(Edition.objects.filter(pk=edition.pk)).get().free == 0
    invariants.check(edition)


def test_case_09_a_newcomer_never_sees_the_seat_that_goes_to_the_line(world):
    edition = soon(world, 1)
    first, _second = world.enrol(edition, 2)
    newcomer = world.clerk()
    at_once(partial(places.withdraw, enrolment=first, by=first.person), enrol(edition, newcomer))
    assert [state for _number, state in states(edition)] == ["withdrawn", "offered", "waitlisted"]
    assert Enrolment.objects.get(person=newcomer).queue_no == 3
    invariants.check(edition)


def test_two_people_who_swap_dates_never_lock_each_other_out(world):
    a, b = soon(world, 3), soon(world, 3)
    rows = [*world.enrol(a, 2), *world.enrol(b, 2)]
    swaps = [
        partial(
            places.transfer,
            enrolment=row,
            to=b if row.edition_id == a.pk else a,
            by=world.organiser,
            reason="Zamiana",
        )
        for row in rows
    ]
    for answer in at_once(*swaps):
        assert not isinstance(answer, Refused) or answer.code == "edition_full"
    for edition in (a, b):
        invariants.check(edition)


def test_coming_going_and_other_capacities_at_once(world):
    edition = soon(world, 10)
    rows = world.enrol(edition, 20)
    calls = [partial(places.withdraw, enrolment=row, by=row.person) for row in rows[:5] + rows[10:12]]
    calls += [enrol(edition, world.clerk()) for _ in range(10)]
    calls += [
        partial(places.change_capacity, edition=edition, capacity=capacity, by=world.organiser, reason="Sala")
        for capacity in (12, 8, 11)
    ]
    calls += [partial(places.lapse_due)]
    assert codes(at_once(*calls)) == []
    invariants.check(edition)
    found = Counter(state for _number, state in states(edition))
    assert (found["confirmed"], found["withdrawn"], sum(found.values())) == (5, 7, 30)
    counted = with_places(Edition.objects.filter(pk=edition.pk)).get()
    assert counted.free == 0  # people wait, so every place is offered, whatever capacity came last


def test_case_06_two_withdrawals_at_once_make_two_offers(world):
    edition = soon(world, 2)
    rows = world.enrol(edition, 5)
    at_once(*[partial(places.withdraw, enrolment=row, by=row.person) for row in rows[:2]])
    assert [state for _number, state in states(edition)[2:]] == ["offered", "offered", "waitlisted"]
    assert PlaceOffer.objects.count() == 2


@pytest.mark.parametrize("wait", [0.0, 0.01, 0.02, 0.03])
def test_case_05_an_answer_and_the_sweep_at_once_end_in_one_of_two_ways(world, wait):
    edition = soon(world, 1)
    first, second, third = world.enrol(edition, 3)
    places.withdraw(enrolment=first, by=first.person)
    PlaceOffer.objects.update(expires_at=now() + timedelta(seconds=0.03))

    def accept():
        time.sleep(wait)
        return places.accept_offer(enrolment=second, by=second.person)

    def sweep():
        time.sleep(0.03)
        return places.lapse_due()

    answer, _lapsed = at_once(accept, sweep)
    second.refresh_from_db()
    third.refresh_from_db()
    if isinstance(answer, Refused):
        assert (answer.code, second.state, third.state) == ("offer_expired", "lapsed", "offered")
    else:
        assert (second.state, third.state) == ("confirmed", "waitlisted")
    invariants.check(edition)


@pytest.fixture
def impatient():
    """A lock that does not come at once."""
    if connection.vendor == "sqlite":
        pytest.skip("On SQLite the whole database is the lock, and the first statement waits for it.")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    yield
    connection.close()


@contextmanager
def held(edition):
    """Somebody else works on the edition and does not come to an end."""
    taken, done = Event(), Event()

    def hold():
        with transaction.atomic():
            Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
            taken.set()
            done.wait(PATIENCE)
        connection.close()

    other = Thread(target=hold)
    other.start()
    assert taken.wait(PATIENCE)
    yield
    done.set()
    other.join(PATIENCE)


def test_case_01_a_lock_that_does_not_come_is_told_in_words_and_nothing_is_written(world, impatient):
    edition, clerk = soon(world, 20), world.clerk()
    page, api = Client(headers={"accept-language": "pl"}), APIClient(headers={"accept-language": "pl"})
    page.force_login(clerk)
    api.force_authenticate(clerk)
    words = "Niczego nie zmieniono. Spróbuj ponownie za chwilę."
    with held(edition):
        shown = page.post(f"/trainings/{edition.pk}/enrol/", {"city": world.town.pk, "once": "raz"})
        told = api.post("/api/v1/enrolments/", {"edition": edition.pk}, format="json", headers={"Idempotency-Key": "a"})
    assert (shown.status_code, shown["Retry-After"], words in shown.content.decode()) == (503, "2", True)
    assert (told.status_code, told["Retry-After"], told.json()["code"]) == (503, "2", "busy")
    assert told.json()["detail"] == words
    assert not Enrolment.objects.exists()
    assert not Message.objects.exists()
    assert not IdempotencyKey.objects.exists()
    assert page.post(f"/trainings/{edition.pk}/enrol/", {"city": world.town.pk, "once": "raz"}).status_code == 302
    assert states(edition) == [(1, "confirmed")]


# -- that these tests can fail ---------------------------------------------------------------------


def _read_without_lock(pk, *, city=None):
    rows = locks.with_facts(pk=pk, city=city or 0, day=today())
    rows.query.select_for_update = False
    return rows.get(), now()


@pytest.fixture
def no_lock(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("On SQLite the transaction itself is the lock.")
    monkeypatch.setattr(room, "lock_edition", _read_without_lock)


def test_without_the_lock_the_numbers_of_the_line_collide_instead_of_overbooking(world, no_lock):
    edition = soon(world, 5)

    def collides(call) -> bool:
        try:
            call()
        except IntegrityError:
            return True
        return False

    assert any(at_once(*[partial(collides, enrol(edition, world.clerk())) for _ in range(30)]))
    assert Enrolment.objects.filter(edition=edition, holds_seat=True).count() <= 5


def test_without_the_lock_and_the_number_it_is_overbooked(world, no_lock, monkeypatch):
    numbers, numbered = itertools.count(1), people.new_row

    def own_number(room, **given):
        row = numbered(room, **given)
        row.queue_no = next(numbers)
        return row

    monkeypatch.setattr(people, "new_row", own_number)
    edition = soon(world, 5)
    at_once(*[enrol(edition, world.clerk()) for _ in range(30)])
    assert Enrolment.objects.filter(edition=edition, holds_seat=True).count() > 5

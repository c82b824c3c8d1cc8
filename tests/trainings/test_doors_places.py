"""The doors of places that change hands: pages and API do what the services do, and say what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import START, AttendanceFactory, EnrolmentFactory
from files.models import StoredFile
from jobs.models import Job
from kernel.time import now
from mail.models import Message
from tests.trainings.browsing import html, listed, signed_in, url
from tests.trainings.conftest import ENROLMENT_OPEN
from tests.trainings.test_api import api_of, etag, post
from trainings.choices import BatchState, EnrolmentState, Mode, Selection
from trainings.models import CityAllocation, Edition, Enrolment, SelectionBatch
from trainings.queries.selection import decisions_of
from trainings.services import places, protocols

pytestmark = pytest.mark.django_db
E_ = EnrolmentState


@pytest.fixture
def desk(world):
    return signed_in(world.organiser)


@pytest.fixture
def city(world):
    """The coordinator's browser."""
    return signed_in(world.coordinator)


def state(row: Enrolment) -> str:
    return Enrolment.objects.get(pk=row.pk).state


def version(row) -> int:
    row.refresh_from_db()
    return row.version


# -- another date, a colleague, another kind, off by name --------------------------------------------


def test_the_organiser_moves_somebody_to_another_date_and_says_why(desk, city, world):
    first = world.edition()
    full = world.edition(capacity=1, starts_at=START + timedelta(days=1))
    free = world.edition(starts_at=START + timedelta(days=2))
    world.enrol(full)
    (row,) = world.enrol(first)
    assert city.get(url("enrolment-transfer", row.pk)).status_code == 403
    assert url("enrolment-transfer", row.pk) not in html(city, "enrolment", row.pk)
    page = html(desk, "enrolment-transfer", row.pk)
    assert (free.code in page, full.code in page) == (True, False)
    given = {"to": free.pk, "version": row.version}
    assert desk.post(url("enrolment-transfer", row.pk), given).status_code == 409
    answer = desk.post(url("enrolment-transfer", row.pk), {**given, "reason": "Prosił o to telefonicznie."})
    new = Enrolment.objects.get(edition=free)
    assert answer["Location"] == url("enrolment", new.pk)
    assert (state(row), new.state, new.came_from) == (E_.TRANSFERRED, E_.CONFIRMED, row)
    assert first.code in html(city, "enrolment", new.pk)
    assert free.code in html(city, "enrolment", row.pk)
    assert Event.objects.filter(action="trainings.enrolment.transferred", object_id=str(row.pk)).exists()


def test_a_date_where_people_wait_is_not_offered_although_a_place_is_free(desk, world):
    (row,) = world.enrol(world.edition())
    free = world.edition(starts_at=START + timedelta(days=2))
    EnrolmentFactory(edition=free, city=world.town, state=E_.WAITLISTED)
    assert free.code not in html(desk, "enrolment-transfer", row.pk)


def test_people_move_themselves_where_the_course_allows(world):
    row, to = world.enrol(world.edition())[0], world.edition(starts_at=START + timedelta(days=2))
    page = signed_in(row.person)
    assert page.get(url("enrolment-transfer", row.pk)).status_code == 403
    assert url("enrolment-transfer", row.pk) not in html(page, "enrolment", row.pk)
    world.course.people_may_transfer = True
    world.course.save()
    assert url("enrolment-transfer", row.pk) in html(page, "enrolment", row.pk)
    page.post(url("enrolment-transfer", row.pk), {"to": to.pk, "version": row.version})
    assert state(row) == E_.TRANSFERRED


def test_a_colleague_takes_the_place_if_the_coordinator_says_so(city, desk, world):
    edition = world.edition(capacity=1)
    row, waiting = world.enrol(edition, 2)
    assert desk.get(url("enrolment-substitute", row.pk)).status_code == 403
    colleague, stranger = world.clerk(), world.clerk(world.other_town)
    page = html(city, "enrolment-substitute", row.pk)
    assert (str(colleague) in page, str(stranger) in page) == (True, False)
    given = {"person": colleague.pk, "post": "inspektor", "version": row.version}
    city.post(url("enrolment-substitute", row.pk), given)
    new = Enrolment.objects.get(person=colleague)
    assert (state(row), new.state, new.post, state(waiting)) == (E_.WITHDRAWN, E_.CONFIRMED, "inspektor", E_.WAITLISTED)
    assert str(row.person) in html(city, "enrolment", new.pk)


def test_somebody_comes_online_instead(world):
    edition = world.edition(mode=Mode.HYBRID, capacity=4, online_capacity=1)
    first, second = world.enrol(edition, 2)
    for row, status in ((first, 302), (second, 409)):
        page = signed_in(row.person)
        assert 'value="online"' in html(page, "enrolment", row.pk)
        answer = page.post(url("enrolment-kind", row.pk), {"place_kind": "online", "version": row.version})
        assert answer.status_code == status
    assert Enrolment.objects.get(pk=first.pk).place_kind == "online"
    assert 'value="onsite"' in html(signed_in(first.person), "enrolment", first.pk)


def test_an_office_of_the_town_does_not_say_how_somebody_comes(world):
    row = world.enrol(world.edition(mode=Mode.HYBRID))[0]
    approver = signed_in(RoleFactory(role=RoleCode.APPROVER, organisation=world.town).user)
    assert 'name="place_kind"' not in html(approver, "enrolment", row.pk)
    answer = approver.post(url("enrolment-kind", row.pk), {"place_kind": "online", "version": row.version})
    assert (answer.status_code, Enrolment.objects.get(pk=row.pk).place_kind) == (403, "onsite")


def test_a_kind_that_does_not_exist_is_refused(world):
    row = world.enrol(world.edition(mode=Mode.HYBRID))[0]
    answer = signed_in(row.person).post(url("enrolment-kind", row.pk), {"place_kind": "moon"})
    assert answer.status_code == 409
    assert Enrolment.objects.get(pk=row.pk).place_kind == "onsite"


def test_who_enrols_in_a_hybrid_edition_says_how(world):
    edition = world.edition(mode=Mode.HYBRID)
    person = world.clerk()
    page = signed_in(person)
    assert page.post(url("edition-enrol", edition.pk), {"city": world.town.pk}).status_code == 422
    page.post(url("edition-enrol", edition.pk), {"city": world.town.pk, "place_kind": "online"})
    assert Enrolment.objects.get(person=person).place_kind == "online"
    assert "place_kind" not in html(signed_in(world.clerk()), "edition-enrol", world.edition().pk)


def test_an_organiser_takes_one_person_off_by_name(desk, world):
    edition = world.edition(capacity=1)
    row, waiting = world.enrol(edition, 2)
    assert f"Cancel the enrolment of {row.person}" in html(desk, "enrolment-cancel", row.pk)
    assert desk.post(url("enrolment-cancel", row.pk), {"version": row.version}).status_code == 422
    desk.post(url("enrolment-cancel", row.pk), {"version": row.version, "reason": "Pomyłka"})
    assert (state(row), state(waiting)) == (E_.CANCELLED, E_.OFFERED)


# -- places of towns, the line, the number of places ---------------------------------------------------


def test_places_are_kept_for_a_town_and_released(desk, world):
    edition = world.edition(capacity=5)
    given = {"city": world.other_town.pk, "seats": 3, "release_at": "2026-09-25T08:00", "version": edition.version}
    desk.post(url("edition-allocations", edition.pk), given)
    row = CityAllocation.objects.get()
    assert (row.city, row.seats) == (world.other_town, 3)
    world.enrol(edition, 2)
    assert [state(one) for one in world.enrol(edition)] == [E_.WAITLISTED]
    page = html(desk, "edition-allocations", edition.pk)
    assert f"Release the places of {world.other_town}" in page
    desk.post(url("allocation-release", row.pk))
    row.refresh_from_db()
    assert row.released_at == now()
    assert Enrolment.objects.filter(edition=edition, state=E_.OFFERED).count() == 1
    assert desk.post(url("edition-allocations", edition.pk), {**given, "seats": 99}).status_code == 409


def test_the_list_is_closed_once_no_more_offers_go_out(desk, world, clock):
    edition = world.edition(capacity=1)
    _row, *waiting = world.enrol(edition, 3)
    assert desk.post(url("edition-close-list", edition.pk)).status_code == 409
    clock(START - timedelta(hours=5))
    desk = signed_in(world.organiser)
    shown = desk.post(url("edition-close-list", edition.pk), follow=True).content.decode()
    assert "2 people were told." in shown
    assert [state(row) for row in waiting] == [E_.REJECTED] * 2


def test_fewer_places_ask_for_a_tick_and_a_reason(desk, world):
    edition = world.edition(capacity=3)
    rows = world.enrol(edition, 4)
    places.withdraw(enrolment=rows[0], by=rows[0].person)
    assert str(rows[3].person) in html(desk, "edition-capacity", edition.pk)
    given = {"capacity": 1, "version": version(edition)}
    refused = desk.post(url("edition-capacity", edition.pk), {**given, "reason": "Sala"})
    assert refused.status_code == 422
    assert "overbooked by 1 person" in refused.content.decode()
    assert desk.post(url("edition-capacity", edition.pk), {**given, "confirmed": "on"}).status_code == 409
    desk.post(url("edition-capacity", edition.pk), {**given, "confirmed": "on", "reason": "Sala"})
    assert state(rows[3]) == E_.WAITLISTED
    assert "Overbooked by" in html(desk, "edition-roster", edition.pk)


def test_places_online_are_changed_with_the_others(desk, world):
    edition = world.edition(mode=Mode.HYBRID, capacity=10, online_capacity=4)
    desk.post(url("edition-capacity", edition.pk), {"capacity": 12, "online_capacity": 6, "version": 1})
    edition.refresh_from_db()
    assert (edition.capacity, edition.online_capacity) == (12, 6)


def test_fewer_places_of_one_kind_ask_for_the_tick_though_all_together_are_more(desk, world):
    edition = world.edition(mode=Mode.HYBRID, capacity=4, online_capacity=2)
    for kind in ("online", "online", "onsite"):
        person = world.clerk()
        places.enrol(edition=edition, person=person, city=world.town, place_kind=kind, by=person)
    given = {"capacity": 6, "online_capacity": 1, "reason": "Łącze", "version": version(edition)}
    refused = desk.post(url("edition-capacity", edition.pk), given)
    assert refused.status_code == 422
    assert "overbooked by 1 person" in refused.content.decode()
    assert desk.post(url("edition-capacity", edition.pk), {**given, "online_capacity": ""}).status_code == 302


def test_the_page_says_what_was_changed_meanwhile(desk, world):
    edition = world.edition()
    places.change_capacity(edition=edition, capacity=30, by=world.organiser)
    answer = desk.post(url("edition-capacity", edition.pk), {"capacity": 25, "version": 1, "reason": "Sala"})
    assert answer.status_code == 409
    assert "while you were editing: places." in answer.content.decode()


# -- the board -------------------------------------------------------------------------------------


def test_the_board_shows_the_places_and_why_nobody_comes_in(desk, world):
    edition = world.edition(capacity=4, per_city_limit=2)
    third = RoleFactory(organisation=world.other_town).user
    places.allocate(
        edition=edition, city=world.other_town, seats=2, release_at=START - timedelta(days=5), by=world.organiser
    )
    _first, _second, limited = world.enrol(edition, 3)
    places.enrol(edition=edition, person=third, city=world.other_town, by=third)
    board = desk.get(url("edition-roster", edition.pk)).context["board"]
    assert {part.key: part.count for part in board.parts} == {
        "confirmed": 3,
        "held": 0,
        "offered": 0,
        "reserved": 1,
        "free": 0,
    }
    assert board.notes[limited.pk] == ["The town has as many people in as it may (2)."]
    Edition.objects.update(per_city_limit=None)
    assert "The places left are kept for other towns." in html(desk, "edition-roster", edition.pk)
    CityAllocation.objects.all().delete()
    Edition.objects.update(capacity=3)
    assert "No place is free." in html(desk, "edition-roster", edition.pk)
    Edition.objects.update(capacity=2)
    assert "More people are in than there are places." in html(desk, "edition-roster", edition.pk)


def test_the_board_says_whom_to_call_and_who_was_passed(world, clock):
    edition = world.edition(capacity=1)
    seated, first, second = world.enrol(edition, 3)
    clock(START - timedelta(hours=5))
    places.withdraw(enrolment=seated, by=seated.person)
    desk = signed_in(world.organiser)
    page = html(desk, "edition-roster", edition.pk)
    assert "call this person" in page
    assert "Call the people who wait" in page
    places.promote(enrolment=second, by=world.organiser, reason="Pierwszy nie odbiera")
    shown = html(desk, "edition-roster", edition.pk)
    assert f"Number {second.queue_no} was preferred on" in shown
    assert "Pierwszy nie odbiera" in shown
    assert state(first) == E_.WAITLISTED


def test_a_place_is_given_to_whom_it_is_for(world, clock):
    edition = world.edition(mode=Mode.HYBRID, capacity=3, online_capacity=1)
    release_at = START - timedelta(minutes=1)
    places.allocate(edition=edition, city=world.other_town, seats=1, release_at=release_at, by=world.organiser)
    world.enrol(edition)
    (ours,) = world.enrol(edition)
    clock(START - timedelta(hours=5))
    edition = Edition.objects.get(pk=edition.pk)
    theirs = EnrolmentFactory(edition=edition, city=world.other_town, person=world.clerk(), state=E_.WAITLISTED)
    desk = signed_in(world.organiser)
    page = html(desk, "edition-roster", edition.pk)
    # A place online is free for all and one in the room for the other town, none in the room for this one.
    assert (url("enrolment-promote", ours.pk) in page, url("enrolment-promote", theirs.pk) in page) == (False, True)
    given = {"reason": "Telefon", "version": ours.version}
    assert desk.post(url("enrolment-promote", ours.pk), given).status_code == 409
    desk.post(url("enrolment-promote", theirs.pk), {**given, "version": theirs.version})
    assert (state(ours), state(theirs)) == (E_.WAITLISTED, E_.CONFIRMED)


@pytest.mark.parametrize("rows", [2, 20])
def test_the_board_asks_the_same_whatever_its_length(world, rows, django_assert_max_num_queries):
    edition = world.edition(capacity=3)
    for number in range(rows):
        EnrolmentFactory(edition=edition, state=E_.CONFIRMED if number % 2 else E_.WAITLISTED)
    desk = signed_in(world.organiser)
    with django_assert_max_num_queries(16):
        desk.get(url("edition-roster", edition.pk))


# -- the committee ---------------------------------------------------------------------------------


@pytest.fixture
def ranked(world):
    edition = world.edition(capacity=1, selection=Selection.RANKED)
    world.enrol(edition, 3)
    return edition


def test_while_a_list_is_in_work_no_other_is_offered(desk, ranked):
    assert url("selection-open", ranked.pk) in html(desk, "edition-selection", ranked.pk)
    desk.post(url("selection-open", ranked.pk))
    body = html(desk, "edition-selection", ranked.pk)
    assert url("selection-open", ranked.pk) not in body
    assert "Go on with list 1" in body


def test_two_members_rank_and_sign(desk, world, ranked):
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    first, second, third = ranked.enrolments.order_by("queue_no")
    assert "3 people await selection." in html(desk, "edition-selection", ranked.pk)
    answer = desk.post(url("selection-open", ranked.pk))
    batch = SelectionBatch.objects.get()
    assert answer["Location"] == url("selection", batch.pk)
    given = {"version": batch.version}
    for row, rank, choice in ((first, 2, "confirm"), (second, 1, "confirm"), (third, 3, "reject")):
        given |= {f"rank_{row.pk}": rank, f"choice_{row.pk}": choice, f"points_{row.pk}": "7.5"}
    refused = desk.post(url("selection", batch.pk), given)
    assert (refused.status_code, "Say why this person is rejected." in refused.content.decode()) == (409, True)
    desk.post(url("selection", batch.pk), {**given, f"reason_{third.pk}": "Nie spełnia warunków"})
    assert [row.enrolment_id for row in decisions_of(batch)] == [second.pk, first.pk, third.pk]
    desk.post(url("selection-sign", batch.pk), {"version": version(batch)})
    assert "Another member of the committee signs next" in html(desk, "selection", batch.pk)
    assert desk.post(url("selection-sign", batch.pk), {"version": version(batch)}).status_code == 409
    other = signed_in(manager)
    assert "signed. Whoever changes the list" in html(other, "selection", batch.pk)
    other.post(url("selection-sign", batch.pk), {"version": version(batch)})
    batch.refresh_from_db()
    assert batch.state == BatchState.FINAL
    assert [state(row) for row in (first, second, third)] == [E_.WAITLISTED, E_.CONFIRMED, E_.REJECTED]
    assert Job.objects.get(kind="trainings.protocol").params == {"batch": batch.pk}
    assert "The protocol is being made." in html(desk, "selection", batch.pk)


def test_the_second_list_of_a_committee_stands_behind_the_reserve_of_the_first(world, ranked):
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user

    def carry_out() -> None:
        batch = places.open_batch(edition=ranked, by=world.organiser)
        rows = ranked.enrolments.filter(state=E_.AWAITING_SELECTION).order_by("-queue_no")
        places.write_verdicts(batch=batch, verdicts=[places.Verdict(r.pk, "confirm") for r in rows], by=world.organiser)
        for member in (world.organiser, manager):
            places.sign(batch=batch, by=member)

    carry_out()
    world.enrol(ranked, 2)
    carry_out()
    line = Enrolment.objects.filter(edition=ranked).waiting()
    assert [row.queue_no for row in line] == [2, 1, 5, 4]
    told = [Message.objects.get(template="trainings_waitlisted", to=row.person).context["position"] for row in line]
    assert told == [1, 2, 3, 4]


def test_the_protocol_is_made_once_and_read_by_the_committee_alone(desk, world, ranked):
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    batch = places.open_batch(edition=ranked, by=world.organiser)
    rows = list(ranked.enrolments.order_by("queue_no"))
    places.write_verdicts(batch=batch, verdicts=[places.Verdict(r.pk, "confirm") for r in rows], by=world.organiser)
    places.sign(batch=batch, by=world.organiser)
    places.sign(batch=batch, by=manager)
    whole = SelectionBatch.objects.select_related("edition__course__project", "first_member", "second_member")
    for _ in range(2):
        protocols.make_protocol(batch=whole.get(), progress=lambda *_told: None)
    file = StoredFile.objects.get()
    assert (file.kind, file.content_type, SelectionBatch.objects.get().protocol) == (
        "trainings.protocol",
        "application/pdf",
        file,
    )
    assert Event.objects.filter(action="trainings.selection.protocol_made").count() == 1
    address = f"/files/{file.pk}/"
    assert address in html(desk, "selection", batch.pk)
    assert desk.get(address).status_code == 200
    assert signed_in(rows[0].person).get(address).status_code == 404


def test_only_the_committee_opens_its_pages(world, ranked):
    batch = places.open_batch(edition=ranked, by=world.organiser)
    page = signed_in(world.coordinator)
    assert page.get(url("edition-selection", ranked.pk)).status_code == 403
    assert page.get(url("selection", batch.pk)).status_code == 404


# -- where I stand; who was trained ------------------------------------------------------------------


def test_my_enrolment_says_who_decides_until_when(world):
    edition = world.edition(approval_steps=1)
    (row,) = world.enrol(edition)
    page = signed_in(row.person)
    assert f"{world.town} decides: approver, until" in html(page, "enrolment", row.pk)
    assert "approver decides until" in html(page, "enrolments")
    assert "decides: approver" in html(page, "edition", edition.pk)


def test_my_enrolment_says_that_a_committee_chooses(world, ranked):
    row = ranked.enrolments.first()
    page = signed_in(row.person)
    assert "A committee chooses among everybody" in html(page, "enrolment", row.pk)
    assert "a committee chooses" in html(page, "enrolments")


def test_cities_name_people_where_they_nominate(world):
    edition = world.edition(selection=Selection.NOMINATION)
    assert "ask the coordinator of your town" in html(signed_in(world.clerk()), "edition", edition.pk)


def test_a_town_that_may_not_come_reads_so(world):
    edition = world.edition()
    edition.cities.set([world.other_town])
    page = html(signed_in(world.clerk()), "edition", edition.pk)
    assert "for people who work in a town that takes part" in page
    assert world.other_town.name in page


def test_a_coordinator_sees_who_was_trained(world, clock):
    edition = world.edition()
    own, _other = world.enrol(edition, 2)
    stranger = world.clerk(world.other_town)
    places.enrol(edition=edition, person=stranger, by=stranger)
    clock(START + timedelta(days=3))
    AttendanceFactory(enrolment=own, minutes=90)
    city = signed_in(world.coordinator)
    assert url("trained") in html(city, "enrolments")
    assert url("trained") not in html(signed_in(stranger), "enrolments")
    assert len(listed(city, "trained")) == 2
    assert listed(city, "trained", q=own.person.last_name) == [own.pk]
    assert listed(city, "trained", ends_to="2026-10-01") == []
    assert "1 h 30 min / 6 h" in html(city, "trained").replace("\xa0", " ")
    assert signed_in(stranger).get(url("trained")).status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_who_was_trained_asks_the_same_whatever_its_length(world, clock, rows, django_assert_max_num_queries):
    edition = world.edition(capacity=50)
    world.enrol(edition, rows)
    clock(START + timedelta(days=3))
    city = signed_in(world.coordinator)
    with django_assert_max_num_queries(8):
        city.get(url("trained"))


# -- API -------------------------------------------------------------------------------------------


def test_the_api_exchanges_places(world):
    api, desk = api_of(world.coordinator), api_of(world.organiser)
    first, second = world.edition(), world.edition(starts_at=START + timedelta(days=1))
    row, other = world.enrol(first, 2)
    refused = post(api, f"enrolments/{row.pk}/transfer/", {"to": second.pk}, version=etag(row))
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_exchange")
    given = {"to": second.pk, "reason": "Prosił o to"}
    moved = post(desk, f"enrolments/{row.pk}/transfer/", given, version=etag(row))
    assert (moved.status_code, moved.json()["edition"], moved.json()["came_from"]) == (201, second.pk, row.pk)
    colleague = world.clerk()
    taken = post(api, f"enrolments/{other.pk}/substitute/", {"person": colleague.pk}, version=etag(other))
    assert (taken.status_code, taken.json()["person"], taken.json()["state"]) == (201, colleague.pk, "confirmed")
    kind_of = f"enrolments/{taken.json()['id']}/kind/"
    for other_than_the_person in (api, desk):
        refused = post(other_than_the_person, kind_of, {"place_kind": "online"}, version=taken["ETag"])
        assert (refused.status_code, refused.json()["code"]) == (403, "not_your_exchange")
    kind = post(api_of(colleague), kind_of, {"place_kind": "online"}, version=taken["ETag"])
    assert (kind.status_code, kind.json()["code"]) == (409, "not_hybrid")
    off = post(desk, f"enrolments/{taken.json()['id']}/cancel/", {"reason": "Pomyłka"}, version=taken["ETag"])
    assert (off.status_code, off.json()["state"]) == (200, "cancelled")


def test_the_api_keeps_places_for_cities(world):
    desk, edition = api_of(world.organiser), world.edition(capacity=5)
    given = {"city": world.other_town.pk, "seats": 3, "release_at": (START - timedelta(days=2)).isoformat()}
    done = post(desk, f"editions/{edition.pk}/allocate/", given, version=etag(edition))
    assert (done.status_code, done.json()["reserved"], done.json()["free"]) == (200, 3, 2)
    (row,) = desk.get("/api/v1/allocations/", {"edition": edition.pk}).json()["results"]
    assert (row["seats"], row["used"], row["released_at"]) == (3, 0, None)
    done = post(desk, f"editions/{edition.pk}/allocate/", {**given, "seats": 0}, version=etag(edition))
    assert done.json()["free"] == 5
    assert api_of(world.coordinator).get("/api/v1/allocations/").json()["results"] == []
    closed = post(desk, f"editions/{edition.pk}/close-list/")
    assert (closed.status_code, closed.json()["code"]) == (409, "still_offering")


def test_the_api_carries_a_committees_list(world, ranked):
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    desk = api_of(world.organiser)
    made = post(desk, "selections/", {"edition": ranked.pk})
    assert made.status_code == 201
    path, rows = f"selections/{made.json()['id']}/", list(ranked.enrolments.order_by("-queue_no"))
    decisions = [{"enrolment": row.pk, "choice": "confirm", "points": "5.00"} for row in rows]
    written = desk.put(f"/api/v1/{path}", {"decisions": decisions}, format="json", headers={"If-Match": made["ETag"]})
    assert [row["enrolment"] for row in written.json()["decisions"]] == [row.pk for row in rows]
    signed = post(desk, f"{path}sign/", version=written["ETag"])
    final = post(api_of(manager), f"{path}sign/", version=signed["ETag"])
    assert (final.status_code, final.json()["state"]) == (200, "final")
    assert [state(row) for row in rows] == [E_.CONFIRMED, E_.WAITLISTED, E_.WAITLISTED]


def test_the_api_says_the_rules_of_an_edition(world):
    desk = api_of(world.organiser)
    same = {
        "mode": "hybrid",
        "opens_at": ENROLMENT_OPEN.isoformat(),
        "closes_at": (START - timedelta(days=3)).isoformat(),
        "withdraw_until": (START - timedelta(days=7)).isoformat(),
    }
    given = {"course": world.course.pk, "code": "NOWA", "capacity": 10, "online_capacity": 4, **same}
    rules = {"selection": "ranked", "approval_steps": 2, "cities": [world.town.pk], "per_city_limit": 3}
    made = post(desk, "editions/", {**given, **rules})
    assert made.status_code == 201
    found = made.json()
    assert {name: found[name] for name in rules} == rules
    assert found["online_capacity"] == 4
    done = post(desk, f"editions/{found['id']}/capacity/", {"capacity": 12}, version=made["ETag"])
    assert (done.json()["capacity"], done.json()["online_capacity"]) == (12, 4)
    changed = desk.put(
        f"/api/v1/editions/{found['id']}/", same, format="json", headers={"If-Match": done["ETag"]}
    ).json()
    assert (changed["selection"], changed["cities"], changed["approval_steps"]) == ("first_come", [], 0)

"""The API does what the pages do: the same services, rules and codes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.trainings import START, AttendanceFactory, EditionFactory, EnrolmentFactory, SessionTrainerFactory
from tests.trainings.conftest import ENROLMENT_OPEN
from tests.trainings.legal import hold_both
from trainings.choices import EditionState
from trainings.models import Attendance, Edition, Enrolment
from trainings.services import places

pytestmark = pytest.mark.django_db


def api_of(user) -> APIClient:
    client = APIClient(headers={"accept-language": "en"})
    client.force_authenticate(user)
    return client


@pytest.fixture
def clerk(world):
    return world.clerk()


@pytest.fixture
def api(clerk):
    return api_of(clerk)


@pytest.fixture
def desk(world):
    return api_of(world.organiser)


def post(client, path, given=None, version=None, **headers):
    if version is not None:
        headers["If-Match"] = version
    return client.post(f"/api/v1/{path}", given, format="json", headers=headers)


def etag(row) -> str:
    row.refresh_from_db()
    return row.etag


# -- enrolments ------------------------------------------------------------------------------------


def test_enrolling_twice_is_201_and_then_200_with_the_same_row(api, world):
    edition = world.edition()
    first, second = (post(api, "enrolments/", {"edition": edition.pk}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert (first.json()["state"], first.json()["queue_no"], first["ETag"]) == (
        "confirmed",
        1,
        f'"{first.json()["id"]}-1"',
    )


def test_a_key_repeats_the_first_answer(api, world):
    edition = world.edition()
    answers = [post(api, "enrolments/", {"edition": edition.pk}, **{"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Enrolment.objects.count() == 1


def test_who_waits_is_told_the_position(api, world):
    edition = world.edition(capacity=1)
    world.enrol(edition, 2)
    assert post(api, "enrolments/", {"edition": edition.pk}).json()["position"] == 2


def test_one_enrolment_takes_few_statements(api, clerk, world, django_assert_max_num_queries):
    edition = world.edition()
    with django_assert_max_num_queries(12 + 2):  # a savepoint that only a test's outer transaction makes
        assert post(api, "enrolments/", {"edition": edition.pk}).status_code == 201


def test_a_refusal_is_a_problem_with_the_same_code(api, world):
    edition = world.edition(closes_at=ENROLMENT_OPEN)
    answer = post(api, "enrolments/", {"edition": edition.pk})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["code"] == "enrolment_closed"


def test_an_edition_one_does_not_see_is_like_none(api):
    hidden, missing = (
        post(api, "enrolments/", {"edition": pk}).json()["errors"][0]["code"] for pk in (EditionFactory().pk, 999_999)
    )
    assert hidden == missing == "does_not_exist"


def test_a_person_one_may_not_enrol_is_like_none(api, world):
    edition = world.edition()
    forged, missing = (
        post(api, "enrolments/", {"edition": edition.pk, "person": pk}).json()["errors"][0]
        for pk in (world.clerk().pk, 999_999)
    )
    assert (forged["field"], forged["code"]) == (missing["field"], missing["code"]) == ("person", "does_not_exist")


def test_a_coordinator_enrols_a_colleague(world):
    given = {"edition": world.edition().pk, "person": world.clerk().pk, "city": world.town.pk}
    answer = post(api_of(world.coordinator), "enrolments/", given)
    assert (answer.status_code, answer.json()["source"]) == (201, "coordinator")


@pytest.fixture
def offered(world, clerk):
    edition = world.edition(capacity=1)
    (first,) = world.enrol(edition)
    row, _ = places.enrol(edition=edition, person=clerk, by=clerk)
    places.withdraw(enrolment=first, by=first.person)
    return row


def test_an_offer_shows_its_deadline_and_is_accepted(api, offered):
    path = f"enrolments/{offered.pk}/"
    assert api.get(f"/api/v1/{path}").json()["offer_expires_at"] == "2026-09-17T09:00:00+02:00"
    assert post(api, f"{path}accept/").json()["state"] == "confirmed"
    assert post(api, f"{path}accept/").status_code == 200


def test_an_offer_is_declined(api, offered):
    assert post(api, f"enrolments/{offered.pk}/decline/").json()["state"] == "withdrawn"


def test_too_late_is_too_late_and_the_place_has_gone_on(offered, clock):
    clock(ENROLMENT_OPEN + timedelta(hours=48))
    answer = post(api_of(offered.person), f"enrolments/{offered.pk}/accept/")
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_expired")
    offered.refresh_from_db()
    assert offered.state == "lapsed"


@pytest.mark.parametrize(("version", "status"), [(None, 428), ('"{pk}-9"', 412), ('"{pk}-2"', 200)])
def test_withdrawing_needs_the_current_version(api, offered, version, status):
    answer = post(api, f"enrolments/{offered.pk}/withdraw/", {}, version and version.format(pk=offered.pk))
    assert answer.status_code == status


def test_promoting_by_telephone(world, clock):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    clock(START - timedelta(hours=5))
    places.withdraw(enrolment=first, by=first.person)
    answer = post(api_of(world.organiser), f"enrolments/{second.pk}/promote/", {}, etag(second))
    assert answer.json()["state"] == "confirmed"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_whatever_its_length(desk, world, rows, django_assert_max_num_queries):
    EnrolmentFactory.create_batch(rows, edition=world.edition(), city=world.town)
    with django_assert_max_num_queries(6):
        assert desk.get("/api/v1/enrolments/").json()["count"] == rows


# -- courses, editions, sessions -------------------------------------------------------------------

WINDOW = {
    "mode": "onsite",
    "opens_at": "2026-09-15T09:00:00+02:00",
    "closes_at": "2026-10-02T09:00:00+02:00",
    "withdraw_until": "2026-09-28T09:00:00+02:00",
}


def test_from_a_course_to_a_published_edition(desk, world):
    course = post(desk, "courses/", {"project": world.project.pk, "code": "GAZ", "title_pl": "Gazociągi"}).json()
    edition = post(desk, "editions/", {"course": course["id"], "code": "G-1", "capacity": 20, **WINDOW}).json()
    given = {
        "edition": edition["id"],
        "starts_at": "2026-10-05T09:00:00+02:00",
        "ends_at": "2026-10-05T16:00:00+02:00",
        "breaks_min": 60,
    }
    session = post(desk, "sessions/", given).json()
    assert (session["ordinal"], session["counted_min"]) == (1, 360)
    address, version = f"editions/{edition['id']}/publish/", f'"{edition["id"]}-1"'
    refused = post(desk, address, {}, version)
    assert (refused.status_code, refused.json()["code"]) == (409, "texts_missing")
    assert refused.json()["kinds"] == ["regulation", "information"]
    hold_both(world)
    answer = post(desk, address, {}, version)
    assert (answer.json()["state"], answer.json()["free"], answer.json()["version"]) == ("published", 20, 2)


def test_a_course_is_changed_as_a_whole(desk, world):
    path = f"/api/v1/courses/{world.course.pk}/"
    answer = desk.put(path, {"title_pl": "Nowy"}, format="json", headers={"If-Match": world.course.etag})
    assert (answer.json()["title_pl"], answer.json()["version"]) == ("Nowy", 2)
    assert desk.put(path, {"title_pl": "Nowy"}, format="json").status_code == 428


def test_an_edition_is_changed_and_cancelled(desk, world):
    edition = world.edition()
    path = f"/api/v1/editions/{edition.pk}/"
    changed = desk.put(path, {**WINDOW, "venue": "Aula"}, format="json", headers={"If-Match": edition.etag})
    assert changed.json()["venue"] == "Aula"
    answer = post(desk, f"editions/{edition.pk}/cancel/", {"reason": ""}, etag(edition))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "reason")
    answer = post(desk, f"editions/{edition.pk}/cancel/", {"reason": "Choroba"}, etag(edition))
    assert answer.json()["state"] == "cancelled"


def test_more_places_become_offers(desk, world):
    edition = world.edition(capacity=1)
    world.enrol(edition, 3)
    answer = post(desk, f"editions/{edition.pk}/capacity/", {"capacity": 2}, etag(edition))
    assert (answer.json()["taken"], answer.json()["waiting"], answer.json()["free"]) == (2, 1, 0)


def test_trainers_come_and_go_and_a_session_is_removed(desk, world):
    trainer = RoleFactory(role=RoleCode.TRAINER).user
    session = world.edition(state=EditionState.DRAFT).sessions.get()
    path = f"sessions/{session.pk}"
    assert post(desk, f"{path}/assign/", {"user": trainer.pk}).json()["trainers"] == [str(trainer)]
    assert post(desk, f"{path}/assign/", {"user": world.clerk().pk}).json()["errors"][0]["code"] == "does_not_exist"
    assert post(desk, f"{path}/unassign/", {"user": trainer.pk}).json()["trainers"] == []
    assert desk.delete(f"/api/v1/{path}/").status_code == 204


def test_a_clerk_plans_nothing(api, world):
    edition = world.edition()
    answer = post(api, f"editions/{edition.pk}/capacity/", {"capacity": 30}, etag(edition))
    assert (answer.status_code, answer.json()["code"]) == (403, "organiser_only")


@pytest.mark.parametrize(
    ("query", "count"),
    [("free=true", 1), ("waits=true", 1), ("mine=true", 2), ("q=nothing", 0), ("state=draft", 0), ("", 2)],
)
def test_editions_are_filtered(api, world, query, count):
    full = world.edition(capacity=1)
    world.enrol(full)
    world.edition()
    assert api.get(f"/api/v1/editions/?{query}").json()["count"] == count


def test_an_unknown_parameter_is_refused(api):
    assert api.get("/api/v1/editions/?past=1").json()["code"] == "unknown_field"


def test_a_draft_is_not_there_for_clerks(api, world):
    draft = world.edition(state=EditionState.DRAFT)
    assert api.get(f"/api/v1/editions/{draft.pk}/").status_code == 404
    assert Edition.objects.count() == 1


# -- attendance ------------------------------------------------------------------------------------


@pytest.fixture
def taught(world, clock):
    row = SessionTrainerFactory(session=world.edition().sessions.get())
    clock(START)
    return row


def test_minutes_are_recorded_and_corrected(taught):
    row = EnrolmentFactory(edition=taught.session.edition)
    trainer = api_of(taught.user)
    given = {"session": taught.session_id, "enrolment": row.pk, "minutes": 300}
    created = post(trainer, "attendance/", given)
    assert (created.status_code, created.json()["status"]) == (201, "partial")
    path = f"/api/v1/attendance/{created.json()['id']}/"
    assert trainer.put(path, {"minutes": 360}, format="json").status_code == 428
    changed = trainer.put(path, {"minutes": 360}, format="json", headers={"If-Match": created["ETag"]})
    assert (changed.json()["status"], changed.json()["version"]) == ("present", 2)
    stale = trainer.put(path, {"minutes": 10}, format="json", headers={"If-Match": created["ETag"]})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


def test_a_whole_list_is_recorded_at_once(taught):
    rows = EnrolmentFactory.create_batch(2, edition=taught.session.edition)
    entries = [{"enrolment": row.pk, "minutes": 360} for row in rows]
    answer = post(api_of(taught.user), f"sessions/{taught.session_id}/attendance/", {"entries": entries})
    assert [line["status"] for line in answer.json()] == ["present", "present"]
    entries[0]["minutes"] = 1
    answer = post(api_of(taught.user), f"sessions/{taught.session_id}/attendance/", {"entries": entries})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert set(Attendance.objects.values_list("minutes", flat=True)) == {360}


def test_only_who_teaches_records(taught, world):
    row = AttendanceFactory(
        enrolment__edition=taught.session.edition, enrolment__person=world.clerk(), enrolment__city=world.town
    )
    given = {"session": taught.session_id, "enrolment": row.enrolment_id, "minutes": 5}
    answer = post(api_of(world.coordinator), "attendance/", given)
    assert (answer.status_code, answer.json()["code"]) == (403, "cannot_record")

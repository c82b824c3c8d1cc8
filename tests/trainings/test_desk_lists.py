"""Lists inside a training that a desk works with all day: narrowed, sorted, cut into pages, taken away as a file."""

from __future__ import annotations

import pytest

from config.factories.accounts import UserFactory
from config.factories.trainings import (
    START,
    AttendanceFactory,
    CertificateFactory,
    EnrolmentFactory,
    SessionTrainerFactory,
)
from tests.trainings.browsing import html, listed, signed_in, url
from tests.trainings.ended import Ended
from tests.trainings.legal import hold
from tests.trainings.test_api import api_of
from tests.trainings.test_exports import columns, ordered, table
from trainings.choices import AttendanceStatus, ConsentAnswer, LegalKind, Outcome, SurveyKind
from trainings.models import Attendance, Enrolment
from trainings.services import consents, evaluation
from web.paging import PER_PAGE

pytestmark = pytest.mark.django_db


def named(edition, *names: str, **given) -> list[Enrolment]:
    """People by last name, on the list of an edition."""
    return [EnrolmentFactory(edition=edition, person=UserFactory(last_name=name), **given) for name in names]


# -- attendance --------------------------------------------------------------------------------------


@pytest.fixture
def taught(world, clock):
    taught = SessionTrainerFactory(session=world.edition().sessions.get())
    clock(START)
    return taught


@pytest.fixture
def people(world, taught):
    """In the order in which they enrolled, which is not that of the alphabet; only the first is recorded."""
    rows = named(taught.session.edition, "Wrona", "Adamska", "Kos", city=world.town)
    AttendanceFactory(enrolment=rows[0], session=taught.session, minutes=90, status=AttendanceStatus.PARTIAL)
    return rows


def shown(taught, **query) -> list[int]:
    return [
        row.pk
        for row in signed_in(taught.user)
        .get(url("session-attendance", taught.session_id), query)
        .context["form"]
        .roster
    ]


def test_attendance_is_by_the_alphabet_unless_another_order_is_asked_for(taught, people):
    wrona, adamska, kos = (row.pk for row in people)
    assert shown(taught) == [adamska, kos, wrona]
    assert shown(taught, sort="-person") == [wrona, kos, adamska]
    assert shown(taught, sort="minutes") == [adamska, kos, wrona]
    assert shown(taught, sort="-minutes")[0] == wrona


def test_attendance_is_narrowed_by_words_and_by_what_is_recorded(world, taught, people):
    wrona, adamska, kos = (row.pk for row in people)
    assert shown(taught, q="adam") == [adamska]
    assert shown(taught, q=f"{world.town.name} kos") == [kos]
    assert shown(taught, status="nothing") == [adamska, kos]
    assert shown(taught, status="partial") == [wrona]


def test_a_narrowed_page_is_saved_for_those_on_it_and_leads_back_to_it(taught, people):
    wrona, _adamska, kos = people
    page, client = url("session-attendance", taught.session_id), signed_in(taught.user)
    saved = client.post(f"{page}?q=kos&sort=-person", {f"version_{kos.pk}": 0, "everybody": "1"})
    assert (saved.status_code, saved["Location"]) == (302, f"{page}?q=kos&sort=-person")
    assert list(Attendance.objects.order_by("pk").values_list("enrolment", "minutes")) == [
        (wrona.pk, 90),
        (kos.pk, 360),
    ]


def test_who_was_saved_leaves_the_filter_and_the_way_back_is_the_first_page(taught, people):
    page, client = url("session-attendance", taught.session_id), signed_in(taught.user)
    adamska = people[1]
    saved = client.post(f"{page}?status=nothing&page=2", {f"version_{adamska.pk}": 0, "everybody": "1"})
    assert (saved.status_code, saved["Location"]) == (302, f"{page}?status=nothing")
    assert client.get(saved["Location"]).status_code == 200


def test_a_mistake_on_a_narrowed_page_is_shown_with_what_was_typed(taught, people):
    adamska = people[1]
    # Somebody else recorded this person meanwhile: the page that was sent no longer exists.
    AttendanceFactory(enrolment=adamska, session=taught.session, minutes=10)
    given = {f"version_{adamska.pk}": 0, f"minutes_{adamska.pk}": 999}
    answer = signed_in(taught.user).post(f"{url('session-attendance', taught.session_id)}?status=nothing&page=9", given)
    assert answer.status_code == 422
    assert 'value="999"' in answer.content.decode()


def test_choosing_in_the_filter_of_attendance_throws_nothing_away(taught, people):
    page = html(signed_in(taught.user), "session-attendance", taught.session_id, q="kos")
    assert "data-hx-get" not in page
    assert "You see a part of the list" in page


def test_attendance_is_a_file_with_who_is_not_recorded_and_no_picture_without_consent(world, taught, people):
    image = hold(world, LegalKind.IMAGE)
    consents.answer_consent(version=image, answer=ConsentAnswer.GIVEN, by=people[2].person)
    client, given = signed_in(taught.user), {"type": "csv", "sort": "person"}
    rows = table(client.get(url("attendance-export", taught.session_id), given))
    assert columns(rows, "Last name", "Attendance", "Minutes", "Use of the image") == [
        ("Adamska", "not recorded", "", "not asked"),
        ("Kos", "not recorded", "", "agreed"),
        ("Wrona", "partly present", "90", "not asked"),
    ]
    narrowed = table(client.get(url("attendance-export", taught.session_id), {**given, "status": "partial"}))
    assert columns(narrowed, "Last name") == [("Wrona",)]


def test_programs_narrow_attendance_by_words_and_status_and_order_its_file(world, taught, people):
    api = api_of(world.organiser)
    AttendanceFactory(enrolment=people[1], session=taught.session, minutes=360, status=AttendanceStatus.PRESENT)
    for query, row in (({"q": "wrona"}, people[0]), ({"status": "present"}, people[1])):
        found = api.get("/api/v1/attendance/", {"session": taught.session_id, **query}).json()["results"]
        assert [record["enrolment"] for record in found] == [row.pk]
    order = ordered(world.organiser, list="attendance", type="csv", session=taught.session_id)
    assert len(table(api.get(order["url"]))) == 4


# -- settlement --------------------------------------------------------------------------------------


@pytest.fixture
def ended(world, clock):
    return Ended(world, clock)


def test_the_people_of_a_settlement_are_narrowed_and_sorted(world, ended):
    whole = ended.person(90, 180, 330, person=UserFactory(last_name="Zięba"))
    none = ended.person(0, 0, 0, person=UserFactory(last_name="Bąk"))
    client, pk = signed_in(ended.manager), ended.edition.pk
    assert listed(client, "settlement", pk) == [whole.pk, none.pk]
    assert listed(client, "settlement", pk, sort="attended") == [none.pk, whole.pk]
    assert listed(client, "settlement", pk, q="Zięba") == [whole.pk]
    assert listed(client, "settlement", pk, outcome="would_not") == [none.pk]
    ended.settle()
    assert listed(client, "settlement", pk, outcome=Outcome.COMPLETED) == [whole.pk]
    assert listed(client, "settlement", pk, outcome="would") == []
    assert "Nothing fits the filter" in html(client, "settlement", pk, outcome="would")


def test_the_people_of_a_settlement_come_in_pages_and_as_a_file(ended):
    for _ in range(PER_PAGE + 1):
        EnrolmentFactory(edition=ended.edition, city=ended.world.town, person__password=None)
    row = ended.person(90, 180, 330)
    client, pk = signed_in(ended.manager), ended.edition.pk
    assert len(listed(client, "settlement", pk)) == PER_PAGE
    assert listed(client, "settlement", pk, page=2)[-1] == row.pk
    rows = table(client.get(url("settlement-export", pk), {"type": "csv", "outcome": "would"}))
    assert columns(rows, "Last name", "Minutes attended", "Outcome") == [
        (row.person.last_name, "600", "would complete")
    ]


def test_a_part_of_the_settlement_is_swapped_alone(ended):
    ended.person(90, 180, 330)
    answer = signed_in(ended.manager).get(url("settlement", ended.edition.pk), headers={"hx-request": "true"})
    assert [template.name for template in answer.templates][:1] == ["trainings/_settlement_people.html"]


def test_programs_narrow_enrolments_by_words_and_outcome(world, ended):
    whole, _none = ended.person(90, 180, 330), ended.person(0, 0, 0)
    ended.settle()
    api = api_of(world.organiser)
    for query in ({"outcome": "completed"}, {"q": whole.person.last_name}):
        found = api.get("/api/v1/enrolments/", {"edition": ended.edition.pk, **query}).json()["results"]
        assert [row["id"] for row in found] == [whole.pk]
    order = ordered(ended.manager, list="settlement", type="csv", edition=ended.edition.pk)
    assert len(table(api_of(ended.manager).get(order["url"]))) == 3


# -- certificates of one training --------------------------------------------------------------------


@pytest.fixture
def issued(ended):
    """Of two people, by number."""
    rows = named(ended.edition, "Żuraw", "Borek", city=ended.world.town)
    return [CertificateFactory(enrolment=row) for row in rows]


def test_the_certificates_of_a_training_are_narrowed_sorted_and_taken_as_a_file(world, ended, issued):
    elsewhere = CertificateFactory()
    client, pk = signed_in(world.organiser), ended.edition.pk
    assert listed(client, "edition-certificates", pk) == [row.pk for row in sorted(issued, key=lambda row: row.number)]
    assert listed(client, "edition-certificates", pk, sort="person") == [issued[1].pk, issued[0].pk]
    assert listed(client, "edition-certificates", pk, q="Żuraw") == [issued[0].pk]
    assert listed(client, "edition-certificates", pk, state="revoked") == []
    rows = table(client.get(url("edition-certificates-export", pk), {"type": "csv", "q": "borek"}))
    assert columns(rows, "Number") == [(issued[1].number,)]
    assert elsewhere.number not in html(client, "edition-certificates", pk)


def test_programs_narrow_certificates_by_words_and_order_those_of_a_training(world, ended, issued):
    api = api_of(world.organiser)
    found = api.get("/api/v1/certificates/", {"edition": ended.edition.pk, "q": "borek"}).json()["results"]
    assert [row["id"] for row in found] == [issued[1].pk]
    order = ordered(world.organiser, list="edition-certificates", type="csv", edition=ended.edition.pk)
    assert len(table(api.get(order["url"]))) == 3


# -- questionnaires ----------------------------------------------------------------------------------


def test_questionnaires_are_narrowed_sorted_and_taken_as_a_file(world):
    first, last = (
        evaluation.create_questionnaire(course=world.course, kind=kind, title_pl=title, title_en="", by=world.organiser)
        for kind, title in ((SurveyKind.PRE_TEST, "Żniwo"), (SurveyKind.SATISFACTION, "Ankieta"))
    )
    client, pk = signed_in(world.organiser), world.course.pk
    assert listed(client, "course-questionnaires", pk) == [last.pk, first.pk]
    assert listed(client, "course-questionnaires", pk, sort="-title") == [first.pk, last.pk]
    assert listed(client, "course-questionnaires", pk, q="Żniwo") == [first.pk]
    assert listed(client, "course-questionnaires", pk, kind="satisfaction") == [last.pk]
    rows = table(client.get(url("questionnaires-export", pk), {"type": "csv"}))
    assert columns(rows, "Title in Polish", "Questions") == [("Ankieta", "0"), ("Żniwo", "0")]
    found = api_of(world.organiser).get("/api/v1/questionnaires/", {"course": pk, "q": "Żniwo"}).json()["results"]
    assert [row["id"] for row in found] == [first.pk]
    order = ordered(world.organiser, list="questionnaires", type="csv", course=pk)
    assert len(table(api_of(world.organiser).get(order["url"]))) == 3


# -- messages ----------------------------------------------------------------------------------------


def test_the_outbox_is_a_file_with_filter_and_order(world):
    edition, other = world.edition(), world.edition()
    (row,) = world.enrol(edition)
    world.enrol(other)
    client = signed_in(world.organiser)
    rows = table(client.get(url("outbox-export"), {"type": "csv", "training": edition.code}))
    assert set(columns(rows, "To", "Training", "State")) == {(row.person.get_full_name(), edition.code, "waiting")}
    assert url("outbox-export") in html(client, "outbox")
    order = ordered(world.organiser, list="messages", type="csv", state="queued")
    everything = table(api_of(world.organiser).get(order["url"]))
    assert {code for (code,) in columns(everything, "Szkolenie")} == {edition.code, other.code}


# -- the list of participants ------------------------------------------------------------------------


def test_the_file_of_participants_says_who_may_not_be_in_pictures(world):
    edition = world.edition()
    yes, no, silent = world.enrol(edition, 3)
    client = signed_in(world.organiser)
    assert "Use of the image" not in table(client.get(url("roster-export", edition.pk)))[0]
    image = hold(world, LegalKind.IMAGE)
    consents.answer_consent(version=image, answer=ConsentAnswer.GIVEN, by=yes.person)
    consents.answer_consent(version=image, answer=ConsentAnswer.REFUSED, by=no.person)
    rows = table(client.get(url("roster-export", edition.pk)))
    assert columns(rows, "Last name", "Use of the image") == [
        (yes.person.last_name, "agreed"),
        (no.person.last_name, "did not agree"),
        (silent.person.last_name, "not asked"),
    ]

"""Certificates: issued once, replaced, revoked, verified by anybody, read by few."""

from __future__ import annotations

import hashlib
import io
import subprocess

import page
import pikepdf
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from rest_framework.test import APIClient

from audit.models import Event
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.files import StoredFileFactory
from files import gates
from files.services import open_file
from jobs.choices import State
from jobs.models import Job
from jobs.services import run
from kernel.text import canonical_json, sha256
from mail.models import Message
from mail.rendering import render
from tests.trainings.browsing import html, listed, signed_in, url
from tests.trainings.conftest import refusal
from tests.trainings.ended import Ended
from trainings.choices import CertificateState
from trainings.documents import certificate as document
from trainings.models import Certificate, Course
from trainings.services import certificates
from ui.documents.engine import NotMade

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(world, clock):
    type(world.course).objects.update(
        code="WODA",
        title_pl="Retencja wody",
        title_en="Water retention",
        knowledge="zna przepisy\n\n rozumie, jak miasto traci wodę ",
        skills="umie policzyć zlewnię",
    )
    world.course.refresh_from_db()
    return Ended(world, clock)


@pytest.fixture
def person(ended):
    return ended.person(90, 180, 240).person


@pytest.fixture
def issued(ended, world, person):
    """The certificate of one person."""
    ended.settle()
    (certificate,) = certificates.issue(edition=ended.edition, by=world.organiser)
    return certificate


@pytest.fixture
def visitor():
    cache.clear()
    return Client(headers={"accept-language": "en"})


def made(certificate):
    """With its file."""
    run(Job.objects.get(kind="trainings.certify", params={"certificate": certificate.pk}).pk)
    certificate.refresh_from_db()
    return certificate


# -- the run ----------------------------------------------------------------------------------------


def test_everybody_who_completed_gets_one_and_nobody_a_second(ended, world):
    rows = [ended.person(90, 180, 330), ended.person(90, 0, 330), ended.person(), ended.person(0, 180, 330)]
    ended.settle()
    issued = certificates.issue(edition=ended.edition, by=world.organiser)
    assert [row.enrolment_id for row in issued] == [rows[0].pk, rows[3].pk]
    assert [row.number for row in issued] == ["WODA/2026/0001", "WODA/2026/0002"]
    assert {row.kind for row in issued} == {"completion"}
    assert certificates.issue(edition=ended.edition, by=ended.manager) == []
    told = Message.objects.filter(template="trainings_certificate_issued")
    assert set(told.values_list("to", flat=True)) == {rows[0].person_id, rows[3].person_id}
    assert Event.objects.filter(action="trainings.certificate.issued").count() == 2


def test_who_only_came_gets_one_of_attendance_where_the_course_gives_them(ended, world):
    Course.objects.update(attests_attendance=True)
    ended.person(90, 180, 330)
    came = ended.person(90, 0, 0)
    ended.person()
    ended.settle()
    issued = certificates.issue(edition=ended.edition, by=world.organiser)
    assert [(row.enrolment_id, row.kind) for row in issued][1:] == [(came.pk, "attendance")]
    assert issued[1].data["minutes"] == {"attended": 90, "programme": 600}


def test_the_course_says_whether_who_only_came_gets_one_and_what_is_issued_stays(ended, world):
    came = ended.person(90, 0, 0)
    ended.settle()
    assert certificates.issue(edition=ended.edition, by=world.organiser) == []
    given = {"title_pl": "Woda", "threshold_percent": 80, "pass_percent": 60, "version": 1}
    signed_in(world.organiser).post(url("course-change", world.course.pk), {**given, "attests_attendance": "on"})
    (issued,) = certificates.issue(edition=ended.edition, by=world.organiser)
    assert (issued.enrolment_id, issued.kind) == (came.pk, "attendance")
    api = APIClient(headers={"if-match": f"{world.course.pk}-2"})
    api.force_authenticate(world.organiser)
    answer = api.put(f"/api/v1/courses/{world.course.pk}/", {"title_pl": "Woda"}, format="json")
    assert answer.json()["attests_attendance"] is False
    issued.refresh_from_db()
    assert issued.state == "issued"


def test_before_the_settlement_none_is_issued(ended, world):
    ended.person(90, 180, 330)
    assert refusal(certificates.issue, edition=ended.edition, by=world.organiser).code == "not_settled"
    assert refusal(certificates.issue, edition=ended.edition, by=world.coordinator).code == "cannot_certify"


def test_the_numbers_have_no_gap_over_the_editions_of_a_course(ended, world, clock):
    ended.person(90, 180, 330)
    other = Ended(world, clock)
    other.person(90, 180, 330)
    numbers = []
    for one in (ended, other):
        one.settle()
        numbers += [row.number for row in certificates.issue(edition=one.edition, by=world.organiser)]
    assert numbers == ["WODA/2026/0001", "WODA/2026/0002"]


def test_all_that_is_printed_is_frozen(issued, ended, person, world):
    data = issued.data
    assert sha256(canonical_json(data)) == issued.sha256
    assert data["person"] == {"first_name": person.first_name, "last_name": person.last_name, "sex": person.sex}
    assert (data["city"], data["title"]) == (world.town.name, {"pl": "Retencja wody", "en": "Water retention"})
    assert data["minutes"] == {"attended": 510, "programme": 600}
    assert [session["starts"] for session in data["sessions"]] == [
        "2026-10-05T09:00",
        "2026-10-06T09:00",
        "2026-10-07T09:00",
    ]
    assert data["outcomes"] == {
        "knowledge": ["zna przepisy", "rozumie, jak miasto traci wodę"],
        "skills": ["umie policzyć zlewnię"],
        "social": [],
    }
    programme = world.project.programme
    assert data["programme"]["mechanism"] == programme.mechanism
    assert (data["donor"]["pl"], data["project"]["code"]) == (programme.donor.name, world.project.code)
    assert (data["organiser"]["pl"], data["place"]) == ("Związek Miast", ended.edition.venue)


# -- the file ---------------------------------------------------------------------------------------


def test_the_file_is_made_once_of_the_data_alone(issued):
    first = made(issued)
    content = open_file(first.file).read()
    Course.objects.update(title_pl="Coś innego", skills="")
    again = document.render(issued.data, progress=lambda *_: None)
    assert hashlib.sha256(content).hexdigest() == hashlib.sha256(again.content).hexdigest() == first.file.sha256
    job = certificates.order_file(certificate=first, by=issued.issued_by)
    run(job.pk)
    job.refresh_from_db()
    first.refresh_from_db()
    assert (job.state, first.file.sha256) == (State.DONE, hashlib.sha256(content).hexdigest())
    assert Event.objects.filter(action="trainings.certificate.made").count() == 1


DATA = {
    "template": 2,
    "language": "pl",
    "kind": "completion",
    "number": "WODA/2026/0012",
    "code": "7KQ2MX9T4B",
    "address": "https://ratusz.example.org/trainings/certificates/verify/",
    "issued_on": "2026-10-20",
    "replaces": "WODA/2026/0003",
    "person": {"first_name": "Świętosława", "last_name": "Brzęczyszczykiewicz-Żółkiewska", "sex": "f"},
    "city": "Kędzierzyn-Koźle",
    "title": {"pl": "Retencja wody", "en": "Water retention"},
    "edition": "WODA-1",
    "mode": "onsite",
    "place": "Sala próbna 1",
    "sessions": [
        {"starts": "2026-10-05T09:00", "ends": "2026-10-05T16:00", "minutes": 360},
        {"starts": "2026-10-06T09:00", "ends": "2026-10-07T13:30", "minutes": 240},
    ],
    "minutes": {"attended": 510, "programme": 600},
    "outcomes": {"knowledge": ["zna przepisy"], "skills": ["umie policzyć zlewnię"], "social": []},
    "organiser": {"pl": "Związek Miast", "en": ""},
    "project": {"code": "PL-PROBA-1", "title": {"pl": "Projekt próbny", "en": "Trial project"}},
    "programme": {"name": {"pl": "Program", "en": "Programme"}, "mechanism": "Mechanizm próbny"},
    "donor": {"pl": "Darczyńca", "en": "Donor"},
    "fictitious": True,
}


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("kind", ["completion", "attendance"])
def test_it_is_accessible_fit_for_the_archive_and_says_it_all(tmp_path, language, kind):
    path = tmp_path / "certificate.pdf"
    pdf = document.render({**DATA, "language": language, "kind": kind}, progress=lambda *_: None)
    path.write_bytes(pdf.content)
    for profile in ("ua1", "3a"):
        found = page.validate_pdf(str(path), profile=page.ValidationProfile(profile))
        assert [str(failure) for failure in found.failures] == []
    with pikepdf.open(io.BytesIO(pdf.content)) as opened:
        assert (str(opened.Root.Lang), len(opened.pages)) == (language, 2)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    text = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    for said in (
        "Świętosława Brzęczyszczykiewicz-Żółkiewska",
        "Kędzierzyn-Koźle",
        "Retencja wody" if language == "pl" else "Water retention",
        "WODA/2026/0012",
        "WODA/2026/0003",
        "7KQ2M-X9T4B",
        "8 h 30 min",
        "umie policzyć zlewnię",
        "Mechanizm próbny",
        "https://ratusz.example.org/trainings/certificates/verify/",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("template", "sex", "completed", "took_part"),
    [
        (1, "f", "ukończył(a) szkolenie", "uczestniczył(a) w szkoleniu"),
        (2, "f", "ukończyła szkolenie", "uczestniczyła w szkoleniu"),
        (2, "m", "ukończył szkolenie", "uczestniczył w szkoleniu"),
        (2, "", "ukończone szkolenie:", "udział w szkoleniu:"),
    ],
)
def test_what_somebody_did_is_said_by_sex_and_as_then_on_what_was_frozen_before(template, sex, completed, took_part):
    data = {**DATA, "template": template, "person": {**DATA["person"], "sex": sex}}
    for kind, said in (("completion", completed), ("attendance", took_part)):
        assert f'<p class="lead">{said}</p>' in document.html({**data, "kind": kind})


def test_an_organiser_with_an_empty_english_name_keeps_the_polish_one():
    assert "Związek Miast" in document.html({**DATA, "language": "en"})


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(45, "1 training hour"), (510, "11 training hours and 15 min"), (600, "13 training hours and 15 min")],
)
def test_training_hours_are_exact(minutes, text):
    with translation.override("en"):
        assert document.training_hours(minutes) == text


def test_a_name_we_cannot_print_is_said_and_no_file_is_made(ended, world):
    row = ended.person(90, 180, 330)
    type(row.person).objects.filter(pk=row.person_id).update(last_name="漢")
    ended.settle()
    (certificate,) = certificates.issue(edition=ended.edition, by=world.organiser)
    with pytest.raises(NotMade):
        document.render(certificate.data, progress=lambda *_: None)
    assert made(certificate).file is None
    job = certificates.orders_of([certificate])[certificate.pk]
    assert (job.state, job.error_code) == (State.FAILED, "certificate_not_made")
    assert "漢" in html(signed_in(world.organiser), "edition-certificates", ended.edition.pk)


def test_who_may_download_it(issued, ended, person, world):
    file = made(issued).file
    same_town, trainer = world.clerk(), RoleFactory(role="trainer").user
    readers = {
        person: True,
        world.coordinator: True,
        world.organiser: True,
        ended.manager: True,
        ended.administrator: True,
        same_town: False,
        trainer: False,
        UserFactory(): False,
        RoleFactory(role="city_coordinator", organisation=world.other_town).user: False,
    }
    for reader, may in readers.items():
        assert gates.may_read(type(reader).objects.get(pk=reader.pk), file) == may, reader


# -- replaced, revoked --------------------------------------------------------------------------------


def test_case_24_a_corrected_name_is_another_certificate(issued, person, world, visitor):
    old_surname = person.last_name
    given = {"certificate": issued, "by": world.organiser}
    assert refusal(certificates.replace, **given, reason="Nazwisko").code == "nothing_changed"
    person.first_name, person.last_name = "Łucja", "Nowak-Żółć"
    person.save()
    assert refusal(certificates.replace, **given, reason="").field == "reason"
    new = certificates.replace(**given, reason="Literówka w nazwisku")
    issued.refresh_from_db()
    assert (issued.state, issued.number, new.number) == (CertificateState.REPLACED, "WODA/2026/0001", "WODA/2026/0002")
    assert (new.replaces, new.data["replaces"]) == (issued, "WODA/2026/0001")
    assert issued.data["person"]["last_name"] == old_surname
    assert refusal(certificates.replace, **given, reason="Jeszcze raz").code == "certificate_ended"
    told = Message.objects.get(template="trainings_certificate_replaced")
    assert (told.to, told.context["number"]) == (person, "WODA/2026/0002")

    answer = html(visitor, "certificate-verify", code=issued.code)
    assert "No: it was replaced by WODA/2026/0002" in answer

    answer = html(visitor, "certificate-verify", code=new.shown_code.lower())
    for said in ("Yes, this certificate holds", "Water retention", "Oct", "8\N{NO-BREAK SPACE}h", "Ł. N."):
        assert said in answer
    assert "Nowak" not in answer
    assert "Łucja" not in answer

    path = url("certificate-verify")
    wrong = visitor.post(path, {"code": new.code, "surname": "Kowalska"})
    assert (wrong.status_code, b"ucja" in wrong.content) == (404, False)
    right = visitor.post(path, {"code": new.code, "surname": " nowak żółć "})
    assert "Łucja Nowak-Żółć" in right.content.decode()
    of_the_old = visitor.post(path, {"code": issued.code, "surname": old_surname})
    assert (of_the_old.status_code, old_surname in of_the_old.content.decode().split("<form")[0]) == (404, False)


def test_ten_tries_an_hour_whatever_the_address(issued, settings, visitor, monkeypatch):
    from web.throttling import TriesThrottle  # noqa: PLC0415 -- rates are read when it is made

    monkeypatch.setattr(TriesThrottle, "THROTTLE_RATES", {"tries": "10/hour"})
    path, person = url("certificate-verify"), issued.data["person"]
    answers = [
        visitor.post(
            path, {"code": issued.code, "surname": f"Zgadywana{at}"}, REMOTE_ADDR=f"203.0.113.{at}"
        ).status_code
        for at in range(11)
    ]
    assert answers == [404] * 10 + [429]
    late = visitor.post(path, {"code": issued.shown_code, "surname": person["last_name"]}, REMOTE_ADDR="203.0.113.99")
    assert (late.status_code, person["first_name"] in late.content.decode()) == (429, False)
    api = visitor.post("/api/v1/verify-certificate/", {"code": issued.code, "surname": "Z"}, "application/json")
    assert (api.status_code, api.json()["code"]) == (429, "throttled")
    assert visitor.get(path, {"code": issued.code}).status_code == 200


def test_a_revoked_one_says_so_for_ever(issued, person, world, visitor):
    given = {"certificate": issued, "by": world.organiser}
    assert refusal(certificates.revoke, **given, reason=" ").field == "reason"
    for _ in range(2):
        certificates.revoke(**given, reason="Wydane przez pomyłkę")
    issued.refresh_from_db()
    assert (issued.state, issued.reason) == (CertificateState.REVOKED, "Wydane przez pomyłkę")
    assert "No: this certificate was revoked" in html(visitor, "certificate-verify", code=issued.code)
    letter = render(Message.objects.get(template="trainings_certificate_revoked"))
    assert "Wydane przez pomyłkę" in letter.body
    assert Event.objects.filter(action="trainings.certificate.revoked").count() == 1


def test_who_may_not_end_it(issued, person):
    for call in (certificates.replace, certificates.revoke):
        assert refusal(call, certificate=issued, reason="Bo tak", by=person).code == "cannot_certify"


@pytest.mark.parametrize("code", ["", "ABCDE-12345", "%00", "💧" * 8])
def test_a_code_that_is_none_is_said_so(issued, visitor, code):
    answer = visitor.get(url("certificate-verify"), {"code": code})
    assert answer.status_code == (404 if code else 422)
    assert "holds" not in answer.content.decode()


def test_what_was_tampered_with_is_not_called_genuine(issued, visitor):
    Certificate.objects.update(data={**issued.data, "city": "Inne"})
    answer = visitor.get(url("certificate-verify"), {"code": issued.code})
    assert (answer.status_code, "tell us at once" in answer.content.decode()) == (409, True)


# -- pages --------------------------------------------------------------------------------------------


def test_the_person_finds_the_file(issued, person, world):
    browser = signed_in(person)
    assert listed(browser, "certificates") == [issued.pk]
    assert "The file is being made." in html(browser, "certificate", issued.pk)
    file = made(issued).file
    assert f"/files/{file.pk}/" in html(browser, "certificate", issued.pk)
    answer = browser.get(f"/files/{file.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer).startswith(b"%PDF-")


def test_the_place_in_a_settled_training_leads_to_its_certificate(issued, person):
    page = signed_in(person)
    row = issued.enrolment
    own = html(page, "enrolment", row.pk)
    assert (url("certificate", issued.pk) in own, "The training is over and settled: completed." in own) == (True, True)
    assert "The place is confirmed." not in own
    assert row.get_outcome_display() in html(page, "enrolments")


def test_an_organiser_issues_replaces_and_revokes_on_the_pages(ended, world):
    row = ended.person(90, 180, 330)
    ended.settle()
    desk = signed_in(world.organiser)
    answer = desk.post(url("edition-certificates-issue", ended.edition.pk), follow=True)
    assert "1 certificate was issued." in answer.content.decode()
    again = desk.post(url("edition-certificates-issue", ended.edition.pk), follow=True)
    assert "Nobody lacks a certificate." in again.content.decode()
    first = Certificate.objects.get()
    row.person.last_name = "Poprawiona"
    row.person.save()
    assert desk.post(url("certificate-replace", first.pk), {"reason": ""}).status_code == 422
    answer = desk.post(url("certificate-replace", first.pk), {"reason": "Nazwisko"}, follow=True)
    assert "WODA/2026/0002" in answer.content.decode()
    second = first.replaced_by
    answer = desk.post(url("certificate-revoke", second.pk), {"reason": "Pomyłka"}, follow=True)
    assert "It was revoked and does not hold." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_same_number_of_questions(ended, world, django_assert_max_num_queries, count):
    for _ in range(count):
        ended.person(90, 180, 330)
    ended.settle()
    certificates.issue(edition=ended.edition, by=world.organiser)
    for name, args, most in (
        ("edition-certificates", [ended.edition.pk], 8 + 1),  # one more while files are being made
        ("certificates", [], 8),
    ):
        browser = signed_in(world.organiser)
        with django_assert_max_num_queries(most):
            assert browser.get(url(name, *args), {"whose": "all"}).status_code == 200


def test_lists_lead_to_the_file_once_it_is_made(ended, world):
    ended.person(90, 180, 330)
    ended.settle()
    (row,) = certificates.issue(edition=ended.edition, by=world.organiser)
    Certificate.objects.filter(pk=row.pk).update(file=StoredFileFactory())
    row.refresh_from_db()
    address = reverse("files:file", args=[row.file_id])
    browser = signed_in(world.organiser)
    for name, args in (("edition-certificates", [ended.edition.pk]), ("certificates", [])):
        assert f'href="{address}"' in browser.get(url(name, *args), {"whose": "all"}).content.decode()

"""What comes in wrong, late or twice is told in plain Polish on the page and to programs, and changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.trainings import START, CertificateFactory, EnrolmentFactory, SessionTrainerFactory
from tests.trainings.browsing import url
from tests.trainings.conftest import ENROLMENT_OPEN
from tests.trainings.test_api import etag, post
from tests.trainings.test_sheets import PDF
from trainings.choices import EditionState, EnrolmentState, Mode, OfferState
from trainings.models import Approval, Attendance, AttendanceSheet, Edition, Enrolment, LoginReport, PlaceOffer
from trainings.services import editions, places, sheets
from trainings.services.nominations.looking import KEPT

pytestmark = pytest.mark.django_db

WRONG_ADDRESS = "W adresie może być błąd albo to, co pokazywał, nie jest przeznaczone dla Twojego konta."
NO_SUCH_THING = "Nie ma czegoś takiego albo nie jest to dla Twojego konta."
NO_SUCH_TIME = "Tej nocy zegar przesuwa się do przodu: takiej godziny nie ma. Wybierz inną."
NOT_WHAT_IT_SAYS = "Zawartość tego pliku nie jest tym, co mówi nazwa"


class Doors:
    """A page and a program of one person, both in Polish."""

    def __init__(self, user) -> None:
        self.page = Client(headers={"accept-language": "pl"})
        self.page.force_login(user)
        self.api = APIClient(headers={"accept-language": "pl"})
        self.api.force_authenticate(user)

    def on_page(self, path: str, given=None, *, status: int = 409) -> str:
        """What the page says to what is sent."""
        answer = self.page.post(path, given or {})
        assert answer.status_code == status
        return answer.content.decode()

    def to_program(self, path: str, given=None, *, status: int = 409, **headers) -> dict:
        """The problem document."""
        answer = post(self.api, path, given, **headers)
        assert answer.status_code == status, answer.content.decode()
        assert answer["Content-Type"] == "application/problem+json"
        return answer.json()


def state(row: Enrolment) -> str:
    return Enrolment.objects.get(pk=row.pk).state


# -- links and codes that are wrong, or whose time is over -------------------------------------------


@pytest.mark.parametrize(
    ("page", "program"),
    [("enrolment", "enrolments"), ("approval", "approvals"), ("edition", "editions"), ("survey-answer", "surveys")],
)
def test_a_wrong_link(world, page, program):
    doors = Doors(world.clerk())
    answer = doors.page.get(url(page, 999_999))
    assert (answer.status_code, WRONG_ADDRESS in answer.content.decode()) == (404, True)
    told = doors.api.get(f"/api/v1/{program}/999999/")
    assert (told.status_code, told.json()["detail"]) == (404, NO_SUCH_THING)


def test_a_wrong_calendar_link(world):
    answer = Doors(world.clerk()).page.get(url("calendar-feed", "x" * 43))
    assert (answer.status_code, WRONG_ADDRESS in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_an_offer_whose_time_is_over(world, clock, answer):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    places.withdraw(enrolment=first, by=first.person)
    clock(PlaceOffer.objects.get().expires_at)
    doors = Doors(second.person)
    words = "Czas na odpowiedź minął i miejsce przeszło dalej."
    assert words in doors.on_page(url(f"enrolment-{answer}", second.pk))
    told = doors.to_program(f"enrolments/{second.pk}/{answer}/")
    assert (told["code"], words in told["detail"]) == ("offer_expired", True)
    assert state(second) == EnrolmentState.LAPSED


@pytest.mark.parametrize("answer", ["approve", "decline"])
def test_a_question_whose_time_is_over(world, clock, answer):
    approver = RoleFactory(role=RoleCode.APPROVER, organisation=world.town).user
    (row,) = world.enrol(world.edition(approval_steps=1))
    asked = Approval.objects.get()
    clock(asked.due_at)
    doors = Doors(approver)
    words = "Czas na decyzję minął i zgłoszenie się zakończyło."
    given = {"comment": "Decyzja"}
    assert words in doors.on_page(url(f"approval-{answer}", asked.pk), {**given, "version": 1})
    told = doors.to_program(f"approvals/{asked.pk}/{answer}/", given, version=etag(asked))
    assert (told["code"], told["detail"]) == ("approval_expired", words)
    assert state(row) == EnrolmentState.LAPSED


def test_an_offer_and_a_question_of_a_training_that_was_called_off(world):
    approver = RoleFactory(role=RoleCode.APPROVER, organisation=world.town).user
    edition, asking = world.edition(capacity=1), world.edition(approval_steps=1)
    first, second = world.enrol(edition, 2)
    places.withdraw(enrolment=first, by=first.person)
    world.enrol(asking)
    for one in (edition, asking):
        editions.cancel_edition(edition=one, reason="Choroba", by=world.organiser)
    asked = Approval.objects.get()
    words = "To szkolenie odwołano."
    doors, office = Doors(second.person), Doors(approver)
    assert words in doors.on_page(url("enrolment-accept", second.pk))
    assert words in office.on_page(url("approval-approve", asked.pk), {"version": 1})
    for told in (
        doors.to_program(f"enrolments/{second.pk}/accept/"),
        office.to_program(f"approvals/{asked.pk}/approve/", version=etag(asked)),
    ):
        assert (told["code"], told["detail"]) == ("edition_cancelled", words)
    assert PlaceOffer.objects.get().state == OfferState.REVOKED


def test_a_code_at_the_door_that_is_nobodys(world, clock):
    session = world.edition().sessions.get()
    trainer = SessionTrainerFactory(session=session).user
    clock(START)
    doors = Doors(trainer)
    words = "ten kod nie należy do nikogo z tego szkolenia"
    given = {"nonce": "a", "direction": "in", "code": "ZZZZZ-ZZZZZ"}
    shown = doors.page.post(url("session-check-in", session.pk), given, follow=True)
    assert words in shown.content.decode()
    scan = {"nonce": "b", "code": "ZZZZZ-ZZZZZ", "scanned_at": "2026-10-05T09:00"}
    answer = post(doors.api, f"sessions/{session.pk}/scans/", {"device": "telefon", "scans": [scan]})
    assert [(one["result"], one["reason"], one["message"]) for one in answer.json()] == [
        ("refused", "unknown_code", words)
    ]
    assert session.scans.filter(reason="unknown_code").count() == 2
    assert not Attendance.objects.exists()


def test_a_code_that_is_no_certificates(world):
    CertificateFactory()
    doors = Doors(world.clerk())
    words = "Żadne zaświadczenie nie ma tego kodu. Porównaj go z zaświadczeniem znak po znaku."
    given = {"code": "ZZZZZ-ZZZZZ", "surname": "Nowak"}
    assert words in doors.on_page(reverse("trainings:certificate-verify"), given, status=404)
    told = doors.to_program("verify-certificate/", given, status=404)
    assert told["detail"] == words


def test_a_list_that_was_looked_at_too_long_ago(world, clock):
    edition, person = world.edition(), world.clerk()
    sent = Doors(world.coordinator).page.post(
        url("edition-nominate", edition.pk), {"file": SimpleUploadedFile("a.csv", f"e-mail\n{person.email}".encode())}
    )
    clock(ENROLMENT_OPEN + timedelta(seconds=KEPT + 1))
    given = {"token": sent.context["checked"].token}
    shown = Doors(world.coordinator).on_page(url("edition-nominate-confirm", edition.pk), given)
    assert "Ta lista została sprawdzona zbyt dawno temu. Prześlij ją jeszcze raz." in shown
    assert not Enrolment.objects.exists()


# -- twice, or over somebody else's change -------------------------------------------------------------


def test_a_form_sent_twice(world):
    edition, person = world.edition(), world.clerk()
    doors = Doors(person)
    given = {"city": world.town.pk, "once": "raz"}
    answers = [doors.page.post(url("edition-enrol", edition.pk), given) for _ in range(2)]
    (row,) = Enrolment.objects.all()
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, url("enrolment", row.pk))}
    again = doors.page.post(url("edition-enrol", edition.pk), {"city": world.town.pk}, follow=True)
    assert "To zgłoszenie już było." in again.content.decode()
    assert row.events.count() == 1


def test_a_request_sent_twice(world):
    edition, other, person = world.edition(), world.edition(), world.clerk()
    doors, key = Doors(person), {"Idempotency-Key": "raz"}
    answers = [post(doors.api, "enrolments/", {"edition": edition.pk}, **key) for _ in range(2)]
    assert [(answer.status_code, answer.json()["id"]) for answer in answers] == [(201, Enrolment.objects.get().pk)] * 2
    told = doors.to_program("enrolments/", {"edition": other.pk}, status=422, **key)
    assert told["code"] == "idempotency_key_reused"
    assert told["detail"].startswith("Tego Idempotency-Key użyto do innego żądania.")
    assert Enrolment.objects.count() == 1


def test_an_edition_that_was_changed_meanwhile(world):
    edition = Edition.objects.get(pk=world.edition(capacity=20).pk)
    old = etag(edition)
    places.change_capacity(edition=edition, capacity=30, by=world.organiser)
    doors, words = Doors(world.organiser), "Ktoś zmienił to w trakcie Twojej edycji: miejsca."
    given = {"capacity": 25, "reason": "Sala"}
    assert words in doors.on_page(url("edition-capacity", edition.pk), {**given, "version": 1})
    told = doors.to_program(f"editions/{edition.pk}/capacity/", given, status=412, version=old)
    assert (told["code"], told["changed"], told["current_version"]) == ("stale", ["capacity"], 2)
    assert words in told["detail"]
    assert Edition.objects.get(pk=edition.pk).capacity == 30


# -- hours of the nights on which the clock changes ------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "on_page", "to_program"),
    [
        ("2027-03-28T02:30", NO_SUCH_TIME, NO_SUCH_TIME),
        (
            "2026-10-25T02:30",
            "Tej nocy zegar cofa się i ta godzina wypada dwa razy. Wskaż, o którą chodzi.",
            "Tej nocy zegar cofa się i ta godzina wypada dwa razy. Dopisz do niej +02:00 albo +01:00.",
        ),
    ],
)
def test_an_hour_that_is_not_or_is_twice(world, start, on_page, to_program):
    draft = world.edition(state=EditionState.DRAFT, session=False)
    doors = Doors(world.organiser)
    given = {"starts_at": start, "ends_at": f"{start[:11]}09:00", "breaks_min": 0}
    assert on_page in doors.on_page(url("session-create", draft.pk), given, status=422)
    told = doors.to_program("sessions/", {"edition": draft.pk, **given}, status=400)
    assert [(error["field"], error["message"]) for error in told["errors"]] == [("starts_at", to_program)]
    assert not draft.sessions.exists()


def test_a_year_that_nobody_means(world):
    draft = world.edition(state=EditionState.DRAFT, session=False)
    doors, words = Doors(world.organiser), "Podaj rok od 1900 do 2199."
    given = {"starts_at": "0001-01-01T00:00", "ends_at": "2026-10-05T09:00", "breaks_min": 0}
    assert words in doors.on_page(url("session-create", draft.pk), given, status=422)
    told = doors.to_program("sessions/", {"edition": draft.pk, **given}, status=400)
    assert [(error["field"], error["code"], error["message"]) for error in told["errors"]] == [
        ("starts_at", "year", words)
    ]
    assert not draft.sessions.exists()


# -- fewer places than people ----------------------------------------------------------------------------


def test_fewer_places_than_people(world):
    edition = world.edition(capacity=3)
    world.enrol(edition, 3)
    doors = Doors(world.organiser)
    given = {"capacity": 1, "version": 1}
    sure = "Miejsca ma więcej osób, niż będzie miejsc: potwierdź, że o tym wiesz."
    assert sure in doors.on_page(url("edition-capacity", edition.pk), given, status=422)
    words = "Napisz, dlaczego miejsc będzie mniej."
    assert words in doors.on_page(url("edition-capacity", edition.pk), {**given, "confirmed": "on"})
    told = doors.to_program(f"editions/{edition.pk}/capacity/", {"capacity": 1}, version=etag(edition))
    assert (told["code"], told["detail"]) == ("reason_missing", words)
    assert Edition.objects.get(pk=edition.pk).capacity == 3
    done = post(doors.api, f"editions/{edition.pk}/capacity/", {"capacity": 1, "reason": "Sala"}, version=etag(edition))
    assert (done.status_code, done.json()["taken"]) == (200, 3)
    assert set(Enrolment.objects.values_list("state", flat=True)) == {EnrolmentState.CONFIRMED}


# -- files that are not what they claim --------------------------------------------------------------------


def test_a_scan_that_is_no_picture(world, clock):
    session = world.edition().sessions.get()
    EnrolmentFactory(edition=session.edition)
    sheet = sheets.order_sheet(session=session, by=world.organiser)
    clock(START)
    doors = Doors(world.organiser)

    def forged() -> dict:
        return {"file": SimpleUploadedFile("lista.jpg", PDF), "page": 1}

    assert NOT_WHAT_IT_SAYS in doors.on_page(url("sheet-upload", sheet.pk), forged(), status=415)
    answer = doors.api.post(f"/api/v1/sheets/{sheet.pk}/scan/", forged(), format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (415, "file_content")
    assert NOT_WHAT_IT_SAYS in answer.json()["detail"]
    assert AttendanceSheet.objects.get().state == "generated"


def test_a_log_that_is_no_table(world, clock):
    session = world.edition(mode=Mode.ONLINE).sessions.get()
    clock(START + timedelta(hours=8))
    doors = Doors(world.organiser)

    def forged() -> dict:
        return {"file": SimpleUploadedFile("zoom.xlsx", b"Name,Email")}

    assert NOT_WHAT_IT_SAYS in doors.on_page(url("login-report-upload", session.pk), forged(), status=415)
    answer = doors.api.post("/api/v1/login-reports/", {"session": session.pk, **forged()}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (415, "file_content")
    assert NOT_WHAT_IT_SAYS in answer.json()["detail"]
    assert not LoginReport.objects.exists()


def test_a_list_of_people_that_is_no_workbook(world):
    edition = world.edition()
    given = {"file": SimpleUploadedFile("osoby.xlsx", b"e-mail\na@b.pl")}
    assert NOT_WHAT_IT_SAYS in Doors(world.coordinator).on_page(url("edition-nominate", edition.pk), given, status=415)


# -- one bad row in 300 --------------------------------------------------------------------------------------


def test_one_bad_row_in_three_hundred(world):
    edition = world.edition(capacity=300)
    clerks = RoleFactory.create_batch(299, organisation=world.town, user__password=None)
    addresses = [role.user.email for role in clerks]
    addresses.insert(150, "nikt@example.org")
    doors = Doors(world.coordinator)
    file = SimpleUploadedFile("osoby.csv", "\n".join(["e-mail", *addresses]).encode())
    shown = doors.on_page(url("edition-nominate", edition.pk), {"file": file}, status=422)
    why = "Żadna osoba z kontem pod tym adresem"
    assert "1 wiersz jest błędny, więc nikogo nie można jeszcze zapisać." in shown
    assert shown.count(why) == 1
    assert url("edition-nominate-confirm", edition.pk) not in shown
    nominees = [{"email": address} for address in addresses]
    told = doors.to_program(f"editions/{edition.pk}/nominate/", {"nominees": nominees})
    assert (told["code"], told["rows"]) == ("list_wrong", [{"row": 151, "code": "person_unknown"}])
    assert told["detail"].startswith(f"Nikogo nie zapisano. Wiersz 151: {why}")
    assert not Enrolment.objects.exists()

"""Travel claims through the pages and the API: the same rules, the same words, the account nowhere by accident."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from accounts.choices import RoleCode
from accounts.models import User
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import AttendanceFactory
from config.reader import Reader
from config.todo import todos
from jobs.models import Job
from kernel.time import local_day, today
from tests.files.samples import PDF
from tests.trainings.asking import participants
from tests.trainings.browsing import listed, url
from tests.trainings.travelling import ACCOUNT, DIGITS, Trip, trip
from trainings.choices import TravelState
from trainings.models import Edition, TravelClaim
from trainings.services import exports, travel

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip_(world, clock) -> Trip:
    found = trip(world)
    clock(found.edition.ends_at + timedelta(days=2))
    return found


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "pl"})
    User.objects.filter(pk=user.pk).update(language="pl")
    client.force_login(user)
    return client


def program(user: User) -> APIClient:
    client = APIClient(headers={"accept-language": "pl"})
    client.force_authenticate(User.objects.get(pk=user.pk))
    return client


def page(client: Client, name: str, *args, **query) -> str:
    answer = client.get(url(name, *args), query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def ticket_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("bilet.pdf", PDF)


def typed(trip_: Trip, claim: TravelClaim, **given) -> dict:
    day = local_day(trip_.session.starts_at).isoformat()
    facts = {"session": trip_.session.pk, "travelled_on": day, "from_place": "Cieszyn", "to_place": "Kraków"}
    return {**facts, "version": TravelClaim.objects.get(pk=claim.pk).version, **given}


# -- pages ---------------------------------------------------------------------------------------------


def test_a_person_claims_from_my_trainings_to_the_account(trip_):
    client = browser(trip_.person)
    begin = url("travel-begin", trip_.enrolment.pk)
    assert begin in page(client, "enrolments")
    assert begin in page(client, "enrolment", trip_.enrolment.pk)
    assert "1,15" in page(client, "travel-begin", trip_.enrolment.pk)
    answer = client.post(begin)
    claim = TravelClaim.objects.get()
    assert answer["Location"] == url("travel-claim", claim.pk)
    assert client.get(begin)["Location"] == url("travel-claim", claim.pk)
    ticket = typed(trip_, claim, ticket_amount="48.50", file=ticket_file())
    assert client.post(url("travel-ticket-create", claim.pk), ticket).status_code == 302
    assert client.post(url("travel-car-create", claim.pk), typed(trip_, claim, km=100)).status_code == 302
    assert "163,50" in page(client, "travel-claim", claim.pk)
    version = TravelClaim.objects.get().version
    sent = client.post(url("travel-submit", claim.pk), {"account": f"PL{ACCOUNT}", "version": version})
    assert (sent.status_code, TravelClaim.objects.get().state) == (302, TravelState.SUBMITTED)
    shown = page(client, "travel-claim", claim.pk)
    assert "złożony" in shown
    assert url("travel-submit", claim.pk) not in shown


def test_the_link_is_only_there_where_something_can_be_claimed(trip_):
    client, link = browser(trip_.person), url("travel-begin", trip_.enrolment.pk)
    trip_.attended(0)
    assert link not in page(client, "enrolments")
    trip_.attended(360)
    Edition.objects.filter(pk=trip_.edition.pk).update(pays_travel=False, km_rate=None)
    assert link not in page(client, "enrolment", trip_.enrolment.pk)
    # Organisers see the enrolment, and claim nothing in its name.
    Edition.objects.filter(pk=trip_.edition.pk).update(pays_travel=True)
    assert link not in page(browser(trip_.organiser), "enrolment", trip_.enrolment.pk)


WRONG = [
    ("travel-car-create", {"km": 100, "claimed": "115.01"}, 409, "Za te kilometry zwracamy najwyżej 115,00"),
    ("travel-car-create", {"km": 0}, 422, "większa lub równa 1"),
    ("travel-car-create", {"km": 5, "travelled_on": "2026-12-31"}, 409, "Wnioskuj o zwrot dopiero po przejeździe."),
    ("travel-car-create", {"km": 5, "from_place": ""}, 422, "To pole jest wymagane"),
    ("travel-car-create", {"km": 5, "version": 99}, 409, "w trakcie"),
    ("travel-ticket-create", {"ticket_amount": "10", "claimed": "11"}, 409, "Bilet kosztował 10,00"),
    ("travel-ticket-create", {"ticket_amount": "0"}, 409, "Podaj kwotę większą od zera"),
    ("travel-ticket-create", {"ticket_amount": "10", "file": ""}, 422, "To pole jest wymagane"),
]


@pytest.mark.parametrize(("name", "given", "status", "words"), WRONG)
def test_a_wrong_journey_is_told_in_polish_and_nothing_is_kept(trip_, name, given, status, words):
    claim = trip_.draft()
    body = typed(trip_, claim, **({"file": ticket_file()} if "ticket" in name else {}))
    answer = browser(trip_.person).post(url(name, claim.pk), {**body, **given})
    assert (answer.status_code, words in answer.content.decode()) == (status, True), answer.content.decode()
    assert not claim.lines.exists()


@pytest.mark.parametrize("account", ["61 1090", ACCOUNT.replace("61", "16", 1)])
def test_a_wrong_account_is_told_in_polish(trip_, account):
    claim = trip_.draft()
    trip_.car(claim)
    version = TravelClaim.objects.get().version
    answer = browser(trip_.person).post(url("travel-submit", claim.pk), {"account": account, "version": version})
    assert (answer.status_code, "To nie jest numer polskiego konta" in answer.content.decode()) == (409, True)


def test_a_journey_is_changed_keeps_its_receipt_and_is_removed(trip_):
    claim = trip_.draft()
    line, client = trip_.ticket(claim), browser(trip_.person)
    where = (claim.pk, line.pk)
    assert "bilet.pdf" in page(client, "travel-line-change", *where)
    assert client.post(url("travel-line-change", *where), typed(trip_, claim, ticket_amount="20")).status_code == 302
    same = claim.lines.get()
    assert (same.ticket_amount, same.receipt_id) == (Decimal("20.00"), line.receipt_id)
    version = TravelClaim.objects.get().version
    assert client.post(url("travel-line-remove", *where), {"version": version}).status_code == 302
    assert not claim.lines.exists()


def test_who_decides_and_who_pays_find_their_buttons_and_nobody_else_does(trip_):
    claim = trip_.submitted()
    here = (claim.pk,)
    seen = {
        who: page(browser(getattr(trip_, who)), "travel-claim", *here) for who in ("organiser", "finance", "person")
    }
    approve, pay = url("travel-approve", *here), url("travel-pay", *here)
    assert [approve in seen[who] for who in ("organiser", "finance", "person")] == [True, False, False]
    client = browser(trip_.organiser)
    assert client.post(approve, {"version": TravelClaim.objects.get().version}).status_code == 302
    assert pay not in page(client, "travel-claim", *here)
    payer = browser(trip_.finance)
    assert pay in page(payer, "travel-claim", *here)
    facts = {"version": TravelClaim.objects.get().version}
    late = payer.post(pay, {**facts, "paid_on": today() + timedelta(days=1)})
    assert (late.status_code, "ten dzień jeszcze nie nadszedł" in late.content.decode()) == (409, True)
    assert payer.post(pay, {**facts, "paid_on": today()}).status_code == 302
    assert TravelClaim.objects.get().state == TravelState.PAID


def test_a_claim_is_sent_back_and_rejected_with_a_reason(trip_):
    claim, client = trip_.submitted(), browser(trip_.organiser)
    version = {"version": TravelClaim.objects.get().version}
    assert client.post(url("travel-return", claim.pk), version).status_code == 422
    given = {**version, "reason": "Brak daty na bilecie."}
    assert client.post(url("travel-return", claim.pk), given).status_code == 302
    assert "Brak daty na bilecie." in page(browser(trip_.person), "travel-claim", claim.pk)
    travel.submit(claim=claim, by=trip_.person)
    given = {"version": TravelClaim.objects.get().version, "reason": "Nie ten bilet."}
    assert client.post(url("travel-reject", claim.pk), given).status_code == 302
    assert TravelClaim.objects.get().state == TravelState.REJECTED


def test_the_way_back_is_offered_after_the_way_there(trip_):
    claim, client = trip_.draft(), browser(trip_.person)
    trip_.car(claim)
    initial = client.get(url("travel-ticket-create", claim.pk)).context["form"].initial
    assert (initial["from_place"], initial["to_place"], initial["session"]) == ("Kraków", "Cieszyn", trip_.session)


def test_a_draft_is_thrown_away(trip_):
    claim, client = trip_.draft(), browser(trip_.person)
    assert client.post(url("travel-withdraw", claim.pk), {"version": claim.version}).status_code == 302
    assert not TravelClaim.objects.exists()


# -- the account -----------------------------------------------------------------------------------------


def test_no_page_shows_the_account_until_who_pays_asks_for_it(trip_):
    claim = trip_.approved()
    for who in ("organiser", "finance", "manager"):
        client = browser(getattr(trip_, who))
        for name, args in [("travel-claims", ()), ("travel-claim", (claim.pk,))]:
            shown = page(client, name, *args)
            assert (ACCOUNT in shown, DIGITS in shown) == (False, False)
    answer = browser(trip_.finance).post(url("travel-account", claim.pk))
    assert (answer.status_code, ACCOUNT in answer.content.decode()) == (200, True)
    assert "no-store" in answer["Cache-Control"]
    assert Event.objects.filter(action="trainings.travel_claim.account_read").count() == 1
    assert browser(trip_.organiser).post(url("travel-account", claim.pk)).status_code == 403


def test_the_person_finds_the_account_again_after_a_return(trip_):
    claim = travel.send_back(claim=trip_.submitted(), reason="Popraw", by=trip_.organiser)
    assert ACCOUNT in page(browser(trip_.person), "travel-submit", claim.pk)


def exported(user: User, **query) -> list[list[str]]:
    answer = browser(user).get(url("travel-export"), {"type": "csv", **query})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_file_of_the_list_names_the_account_only_to_who_pays_it(trip_):
    trip_.approved()
    for who, shown in [("finance", True), ("manager", True), ("organiser", False)]:
        head, row = exported(getattr(trip_, who))
        assert ("Konto" in head, ACCOUNT in row, "163,50" in row) == (shown, shown, True)
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None).user
    assert "Konto" not in exported(auditor)[0]
    # Who approved does not pay, and reads no number though a manager elsewhere in the project.
    ProjectRoleFactory(project=trip_.world.project, role=RoleCode.FINANCE_OFFICER, user=trip_.organiser)
    head, row = exported(trip_.organiser)
    assert ("Konto" in head, ACCOUNT in row) == (True, False)


def test_the_file_of_the_list_made_by_a_worker_is_the_same(trip_):
    trip_.approved()
    job = exports.order(name="travel", ending="xlsx", narrowed={"state": "approved"}, by=trip_.finance)
    assert Job.objects.get(pk=job.pk).params["list"] == "travel"
    assert exports.make(params=job.params, by=trip_.finance).size > 0


# -- lists and what waits --------------------------------------------------------------------------------


def test_the_office_narrows_and_orders_the_claims(trip_):
    claim = trip_.submitted()
    other = participants(trip_.world, trip_.edition, 1)[0]
    AttendanceFactory(enrolment=other)
    second = travel.begin(enrolment=other, by=other.person)[0]
    trip_.car(second, km=10, by=other.person)
    travel.submit(claim=second, account=ACCOUNT, by=other.person)
    travel.approve(claim=second, by=trip_.organiser)
    client = browser(trip_.organiser)
    assert set(listed(client, "travel-claims")) == {claim.pk, second.pk}
    assert listed(client, "travel-claims", state="approved") == [second.pk]
    assert listed(client, "travel-claims", sort="amount") == [second.pk, claim.pk]
    assert len(listed(client, "travel-claims", edition=trip_.edition.pk, project=trip_.world.project.pk)) == 2
    assert listed(client, "travel-claims", q=other.person.last_name) == [second.pk]


def test_an_empty_office_says_what_to_do(world):
    answer = browser(world.organiser).get(url("travel-claims"))
    assert "Zaznacz w edycji, że koszty dojazdu są zwracane" in answer.content.decode()


def waiting(user: User) -> list[str]:
    return [str(todo.text) for todo in todos(Reader(User.objects.get(pk=user.pk))) if "/travel/" in todo.href]


def test_the_first_page_says_what_waits(trip_):
    claim = trip_.submitted()
    people = (trip_.person, trip_.organiser, trip_.finance, trip_.manager)
    assert [len(waiting(user)) for user in people] == [0, 1, 0, 0]
    travel.send_back(claim=claim, reason="Popraw", by=trip_.organiser)
    assert [len(waiting(user)) for user in people] == [1, 0, 0, 0]
    travel.submit(claim=claim, by=trip_.person)
    travel.approve(claim=claim, by=trip_.organiser)
    assert [len(waiting(user)) for user in people] == [0, 0, 1, 1]


# -- the API ---------------------------------------------------------------------------------------------

CLAIMS = "/api/v1/travel-claims/"


def tag(claim: TravelClaim) -> dict[str, str]:
    return {"HTTP_IF_MATCH": TravelClaim.objects.get(pk=claim.pk).etag}


def test_a_program_goes_the_same_way(trip_):
    client = program(trip_.person)
    begun = client.post(CLAIMS, {"enrolment": trip_.enrolment.pk}, format="json")
    assert (begun.status_code, begun.data["state"]) == (201, "draft")
    assert client.post(CLAIMS, {"enrolment": trip_.enrolment.pk}, format="json").status_code == 200
    claim = TravelClaim.objects.get()
    here = f"{CLAIMS}{claim.pk}/"
    way = typed(trip_, claim)
    del way["version"]
    ticket = {**way, "kind": "ticket", "ticket_amount": "48.50"}
    added = client.post(f"{here}lines/", ticket, format="json", **tag(claim))
    assert (added.status_code, added.data["lines"][0]["claimed"]) == (201, "48.50")
    line = added.data["lines"][0]["id"]
    missing = client.post(f"{here}submit/", {"account": ACCOUNT}, format="json", **tag(claim))
    assert (missing.status_code, missing.data["code"]) == (409, "receipt_missing")
    sent = client.post(f"{here}lines/{line}/receipt/", {"file": ticket_file()}, format="multipart", **tag(claim))
    assert sent.data["lines"][0]["receipt"]
    changed = client.put(f"{here}lines/{line}/", {**way, "ticket_amount": "50"}, format="json", **tag(claim))
    assert (changed.status_code, changed.data["lines"][0]["claimed"]) == (200, "50.00")
    car = client.post(f"{here}lines/", {**way, "kind": "car", "km": 10}, format="json", **tag(claim))
    gone = client.delete(f"{here}lines/{car.data['lines'][1]['id']}/", **tag(claim))
    assert (gone.status_code, len(gone.data["lines"])) == (200, 1)
    done = client.post(f"{here}submit/", {"account": ACCOUNT}, format="json", **tag(claim))
    assert (done.data["state"], done.data["amount"]) == ("submitted", "50.00")
    assert DIGITS not in str(done.data)
    office = program(trip_.organiser)
    assert office.post(f"{here}return/", {"reason": "Popraw"}, format="json", **tag(claim)).data["state"] == "returned"
    assert client.post(f"{here}submit/", {}, format="json", **tag(claim)).data["state"] == "submitted"
    assert office.post(f"{here}approve/", {}, format="json", **tag(claim)).data["state"] == "approved"
    payer = program(trip_.finance)
    assert payer.post(f"{here}account/", {}, format="json").data == {"account": ACCOUNT}
    assert office.post(f"{here}account/", {}, format="json").status_code == 403
    paid = payer.post(f"{here}pay/", {"paid_on": today().isoformat()}, format="json", **tag(claim))
    assert (paid.data["state"], paid.data["paid_on"]) == ("paid", today().isoformat())


def test_a_program_with_an_old_tag_is_told_what_changed(trip_):
    claim = trip_.submitted()
    old = {"HTTP_IF_MATCH": f'"{claim.pk}-{claim.version}"'}
    travel.send_back(claim=claim, reason="Popraw", by=trip_.organiser)
    travel.submit(claim=claim, by=trip_.person)
    answer = program(trip_.organiser).post(f"{CLAIMS}{claim.pk}/approve/", {}, format="json", **old)
    assert (answer.status_code, answer.data["code"]) == (412, "stale")
    assert "stan" in answer.data["detail"]
    without = program(trip_.organiser).post(f"{CLAIMS}{claim.pk}/approve/", {}, format="json")
    assert without.status_code == 428


def test_a_program_rejects_withdraws_and_is_refused_as_on_the_pages(trip_):
    claim = trip_.submitted()
    here = f"{CLAIMS}{claim.pk}/"
    nobody = program(trip_.finance).post(f"{here}reject/", {"reason": "Nie"}, format="json", **tag(claim))
    assert (nobody.status_code, nobody.data["code"]) == (403, "organiser_only")
    done = program(trip_.organiser).post(f"{here}reject/", {"reason": "Nie"}, format="json", **tag(claim))
    assert (done.data["state"], done.data["reason"]) == ("rejected", "Nie")
    draft = trip_.draft()
    gone = program(trip_.person).post(f"{CLAIMS}{draft.pk}/withdraw/", {}, format="json", **tag(draft))
    assert (gone.status_code, TravelClaim.objects.filter(pk=draft.pk).exists()) == (204, False)


def test_the_planning_of_an_edition_says_what_is_paid_on_the_page_and_in_the_api(trip_):
    edition, client = trip_.edition, browser(trip_.organiser)
    form = page(client, "edition-change", edition.pk)
    for name in ("pays_travel", "km_rate", "travel_limit"):
        assert f'name="{name}"' in form
    shown = program(trip_.organiser).get(f"/api/v1/editions/{edition.pk}/").data
    assert (shown["pays_travel"], shown["km_rate"], shown["travel_limit"]) == (True, "1.1500", None)

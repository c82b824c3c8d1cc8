"""The doors of texts and consents: pages and API do what the services do, and say what they say."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.factories.trainings import START, LegalTextVersionFactory
from kernel.time import today
from tests.trainings.browsing import html, listed, signed_in, url
from tests.trainings.legal import hold, hold_both, said_by
from tests.trainings.test_api import api_of, etag, post
from trainings.choices import LegalKind
from trainings.models import ConsentRecord, Enrolment, LegalText, LegalTextVersion
from trainings.services import consents, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world):
    return signed_in(world.organiser)


@pytest.fixture
def clerk(world):
    return world.clerk()


@pytest.fixture
def nominated(world, clerk):
    """Enrolled by the coordinator where both texts hold; with the ids of the texts."""
    both = hold_both(world)
    return places.enrol(edition=world.edition(), person=clerk, city=world.town, by=world.coordinator)[0], both


# -- enrolling ---------------------------------------------------------------------------------------


def test_the_form_has_a_box_and_a_link_for_each_text(world, clerk):
    both, edition, page = hold_both(world), world.edition(), signed_in(clerk)
    form = html(page, "edition-enrol", edition.pk)
    for pk in both:
        assert f'name="accepts_{pk}"' in form
        assert f'href="{url("legal-version", pk)}"' in form
        assert html(page, "legal-version", pk)
    given = {"city": world.town.pk}
    refused = page.post(url("edition-enrol", edition.pk), {**given, f"accepts_{both[0]}": "on"})
    assert (refused.status_code, Enrolment.objects.count()) == (422, 0)
    done = page.post(url("edition-enrol", edition.pk), {**given, **{f"accepts_{pk}": "on" for pk in both}})
    assert done.status_code == 302
    assert Enrolment.objects.get().regulation_id == both[0]
    assert "accepts_" not in html(page, "edition-enrol", world.edition().pk)


def test_without_texts_the_form_has_no_boxes(world, clerk):
    assert "accepts_" not in html(signed_in(clerk), "edition-enrol", world.edition().pk)


def test_what_changed_while_the_form_was_open_is_asked_anew(world, clerk):
    old, edition, page = hold(world), world.edition(), signed_in(clerk)
    new = LegalTextVersionFactory(text=old.text)
    answer = page.post(url("edition-enrol", edition.pk), {"city": world.town.pk, f"accepts_{old.pk}": "on"})
    assert answer.status_code == 422
    assert f'name="accepts_{new.pk}"' in answer.content.decode()


def statements(send) -> int:
    """How many statements it takes to ask and to write, without those that open and close transactions."""
    with CaptureQueriesContext(connection) as asked:
        answer = send()
    assert answer.status_code in {201, 302}
    quiet = ("BEGIN", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(quiet) for query in asked.captured_queries)


def both_ways(world, person) -> list[int]:
    """What enrolling takes through the API and on the page, each in a new edition and by a person just read."""
    first, second = world.edition(), world.edition()
    api, page = api_of(type(person).objects.get(pk=person.pk)), signed_in(person)
    return [
        statements(lambda: post(api, "enrolments/", {"edition": first.pk, "city": world.town.pk})),
        statements(lambda: page.post(url("edition-enrol", second.pk), {"city": world.town.pk})),
    ]


def test_texts_that_were_accepted_cost_no_statement(world, clerk):
    without = both_ways(world, clerk)
    places.enrol(edition=world.edition(), person=clerk, by=clerk, accepts=hold_both(world))
    assert both_ways(world, clerk) == without


def test_the_api_says_what_holds_and_takes_what_was_read(world, clerk):
    both, edition, api = hold_both(world), world.edition(), api_of(clerk)
    holding = api.get(f"/api/v1/editions/{edition.pk}/texts/").json()
    assert [(text["id"], text["answer"]) for text in holding] == [(pk, "") for pk in both]
    refused = post(api, "enrolments/", {"edition": edition.pk})
    assert (refused.status_code, refused.json()["code"], refused.json()["texts"]) == (409, "texts_not_accepted", both)
    done = post(api, "enrolments/", {"edition": edition.pk, "accepts": both})
    assert (done.status_code, done.json()["regulation"], done.json()["awaits_texts"]) == (201, both[0], False)
    assert [text["answer"] for text in api.get(f"/api/v1/editions/{edition.pk}/texts/").json()] == ["given", "given"]


# -- enrolled by somebody else -----------------------------------------------------------------------


def test_the_first_page_asks_who_was_enrolled_by_somebody_else(nominated, clerk):
    row, both = nominated
    page = signed_in(clerk)
    link = url("enrolment-texts", row.pk)
    assert all(link in page.get(path).content.decode() for path in ("/", url("enrolment", row.pk), url("consents")))
    given = {"version": row.version, **{f"accepts_{pk}": "on" for pk in both}}
    assert page.post(link, given)["Location"] == url("enrolment", row.pk)
    assert link not in page.get("/").content.decode()
    row.refresh_from_db()
    assert row.regulation_id == both[0]


def test_the_organiser_ticks_what_is_on_paper(desk, nominated, clerk):
    row, both = nominated
    assert url("enrolment-texts", row.pk) in html(desk, "edition-roster", row.edition_id)
    given = {"version": row.version, **{f"accepts_{pk}": "on" for pk in both}}
    desk.post(url("enrolment-texts", row.pk), given)
    assert {how for _version, _answer, how in said_by(clerk)} == {"paper"}
    assert url("enrolment-texts", row.pk) not in html(desk, "edition-roster", row.edition_id)


def test_programs_accept_too(nominated, clerk):
    row, both = nominated
    api, path = api_of(clerk), f"enrolments/{row.pk}/accept-texts/"
    assert post(api, path, {"accepts": both}).status_code == 428
    read = etag(row)
    assert post(api, path, {"accepts": both}, version=read).json()["regulation"] == both[0]
    assert post(api, path, {"accepts": both}, version=read).status_code == 412


def test_at_the_door_the_tick_is_asked_only_where_something_holds(world, clerk, clock):
    session = world.edition().sessions.get()
    clock(START)
    desk = signed_in(world.organiser)
    assert 'name="signed"' not in html(desk, "session-walk-in", session.pk)
    both = hold_both(world)
    assert 'name="signed"' in html(desk, "session-walk-in", session.pk)
    given = {"email": clerk.email, "city": world.town.pk}
    assert desk.post(url("session-walk-in", session.pk), given).status_code == 409
    assert desk.post(url("session-walk-in", session.pk), {**given, "signed": "on"}).status_code == 302
    assert Enrolment.objects.get(person=clerk).regulation_id == both[0]


# -- my data and consents ----------------------------------------------------------------------------


def test_a_consent_is_given_and_withdrawn_on_ones_own_page(world, desk, clerk):
    image, page, edition = hold(world, LegalKind.IMAGE), signed_in(clerk), world.edition()
    places.enrol(edition=edition, person=clerk, city=world.town, by=clerk)
    for answer, standing in (("given", "given"), ("withdrawn", "withdrawn")):
        assert f'value="{answer}"' in html(page, "consents")
        page.post(url("consent-answer", image.pk), {"answer": answer})
        assert said_by(clerk)[-1] == (image.pk, standing, "form")
    assert ">withdrew the consent<" in html(desk, "edition-roster", edition.pk)
    assert "no pictures of this person" in html(desk, "session-attendance", edition.sessions.get().pk)


def test_a_letter_is_recorded_on_a_page_and_the_person_reads_by_whom(world, desk, clerk):
    image, edition = hold(world, LegalKind.IMAGE), world.edition()
    row = places.enrol(edition=edition, person=clerk, city=world.town, by=clerk, accepts=[image.pk])[0]
    address = url("enrolment-consents", row.pk)
    assert address in html(desk, "edition-roster", edition.pk)
    assert address in html(desk, "enrolment", row.pk)
    assert address not in html(signed_in(clerk), "enrolment", row.pk)
    assert desk.post(address, {"consent": image.pk + 1}).status_code == 422
    assert desk.post(address, {"consent": image.pk}).status_code == 302
    assert said_by(clerk)[-1] == (image.pk, "withdrawn", "paper")
    assert f"recorded by {world.organiser}" in html(signed_in(clerk), "consents")
    assert "there is nothing to withdraw" in html(desk, "enrolment-consents", row.pk)


def test_a_letter_shows_no_consent_to_another_project(world, desk, clerk):
    image, edition = hold(world, LegalKind.IMAGE), world.edition()
    row = places.enrol(edition=edition, person=clerk, city=world.town, by=clerk, accepts=[image.pk])[0]
    elsewhere = LegalTextVersionFactory(text__kind=LegalKind.IMAGE, title_pl="Cudzy tekst")
    consents.answer_consent(version=elsewhere, answer="given", by=clerk)
    assert "Cudzy tekst" not in html(desk, "enrolment-consents", row.pk)


def test_programs_record_a_letter(world, clerk):
    image, edition = hold(world, LegalKind.IMAGE), world.edition()
    row = places.enrol(edition=edition, person=clerk, city=world.town, by=clerk, accepts=[image.pk])[0]
    path = f"enrolments/{row.pk}/withdraw-consent/"
    answer = post(api_of(world.organiser), path, {"version": image.pk})
    assert (answer.status_code, answer.json()["how"], answer.json()["recorded_by"]) == (
        201,
        "paper",
        world.organiser.pk,
    )
    assert post(api_of(clerk), path, {"version": image.pk}).json()["code"] == "organiser_only"


def test_who_answered_is_looked_for_by_name(world, desk, clerk):
    image = hold(world, LegalKind.IMAGE)
    for person in (clerk, world.clerk()):
        consents.answer_consent(version=image, answer="given", by=person)
    (found,) = listed(desk, "legal-answers", image.pk, q=clerk.last_name)
    assert found == ConsentRecord.objects.get(person=clerk).pk


def test_an_answer_that_is_none_is_told_so(world, clerk):
    image = hold(world, LegalKind.IMAGE)
    assert signed_in(clerk).post(url("consent-answer", image.pk), {"answer": "maybe"}).status_code == 422
    assert said_by(clerk) == []


def test_the_page_names_the_version_that_was_accepted(nominated, clerk):
    row, both = nominated
    consents.accept_texts(enrolment=row, accepts=both, by=clerk)
    text = LegalTextVersion.objects.get(pk=both[0])
    LegalTextVersionFactory(text=text.text)
    for name, args in (("consents", []), ("enrolment", [row.pk])):
        assert url("legal-version", text.pk) in html(signed_in(clerk), name, *args)


def test_programs_answer_and_read_their_own(world, clerk):
    image, api = hold(world, LegalKind.IMAGE), api_of(clerk)
    made = post(api, "consents/", {"version": image.pk, "answer": "given"})
    assert (made.status_code, made.json()["answer"]) == (201, "given")
    assert [row["id"] for row in api.get("/api/v1/consents/").json()["results"]] == [made.json()["id"]]
    assert api_of(world.coordinator).get("/api/v1/consents/").json()["results"] == []


# -- keeping texts -----------------------------------------------------------------------------------

RULES = {"title_pl": "Regulamin", "body_pl": "Pierwszy akapit.\r\n\r\nDrugi <b>akapit</b>."}


def test_a_text_is_drafted_looked_at_and_published(world, desk, clerk):
    made = desk.post(url("legal-text-create"), {"project": world.project.pk, "kind": "regulation", **RULES})
    text = LegalText.objects.get()
    assert made["Location"] == url("legal-text", text.pk)
    page = html(desk, "legal-text", text.pk)
    assert "<p>Pierwszy akapit.</p>" in page
    assert "Drugi &lt;b&gt;akapit&lt;/b&gt;." in page
    desk.post(url("legal-text", text.pk), {"valid_from": today().isoformat(), "version": text.version})
    published = text.versions.get()
    assert html(signed_in(clerk), "legal-version", published.pk)
    again = desk.post(url("legal-text", text.pk), {"valid_from": today().isoformat(), "version": 2})
    assert (again.status_code, text.versions.count()) == (409, 1)


def test_the_list_says_what_holds_and_how_many_agreed(world, desk, clerk):
    first = hold(world)
    hold(world, LegalKind.IMAGE)
    places.enrol(edition=world.edition(), person=clerk, city=world.town, by=clerk, accepts=[first.pk])
    assert len(listed(desk, "legal-texts")) == 2
    assert listed(desk, "legal-texts", kind="regulation") == [first.text_id]
    assert clerk.last_name in html(desk, "legal-answers", first.pk)
    assert clerk.last_name not in html(desk, "legal-answers", first.pk, answer="refused")


def test_programs_keep_texts(world):
    api = api_of(world.organiser)
    made = post(api, "legal-texts/", {"project": world.project.pk, "kind": "information", **RULES})
    assert made.status_code == 201
    path = f"legal-texts/{made.json()['id']}/publish/"
    published = post(api, path, {}, version=made["ETag"])
    assert (published.status_code, published.json()["number"], published.json()["kind"]) == (201, 1, "information")
    assert post(api, path, {}, version=made["ETag"]).status_code == 412
    holding = api.get("/api/v1/legal-versions/", {"in_force": "true", "kind": "information"}).json()["results"]
    assert [row["id"] for row in holding] == [published.json()["id"]]


def test_needs_ask_for_their_consent_on_their_form(world, clerk):
    consent, page = hold(world, LegalKind.NEEDS), signed_in(clerk)
    row = places.enrol(edition=world.edition(), person=clerk, city=world.town, by=clerk)[0]
    given = {"kind": "diet", "words": "bez orzechów"}
    assert page.post(url("enrolment-needs", row.pk), given).status_code == 422
    assert page.post(url("enrolment-needs", row.pk), {**given, f"accepts_{consent.pk}": "on"}).status_code == 302
    assert row.needs.count() == 1

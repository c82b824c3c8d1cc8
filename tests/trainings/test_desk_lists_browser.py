"""Lists inside a training in a real browser: no barrier at a desk and on a telephone; which filters swap, which not."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import expect

from config.factories.trainings import CertificateFactory
from tests.trainings.browsing import url
from tests.trainings.ended import Ended
from tests.trainings.legal import hold
from tests.ui.browser import barriers
from tests.ui.test_browser import opened, sign_in
from trainings.choices import ConsentAnswer, LegalKind, SurveyKind
from trainings.services import consents, evaluation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def site(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def ended(world, clock) -> Ended:
    world.enrol(world.edition(), 2)
    ended = Ended(world, clock)
    people = [ended.person(90, 180, 330), ended.person(30, None, 330), ended.person(None, None, None)]
    for row in people[:2]:
        CertificateFactory(enrolment=row)
    image = hold(world, LegalKind.IMAGE)
    consents.answer_consent(version=image, answer=ConsentAnswer.GIVEN, by=people[0].person)
    for kind in (SurveyKind.PRE_TEST, SurveyKind.SATISFACTION):
        given = {"title_pl": f"Pytania: {kind.label}", "title_en": "", "by": world.organiser}
        evaluation.create_questionnaire(course=world.course, kind=kind, **given)
    ended.first = people[0]
    return ended


@pytest.mark.parametrize("width", WIDTHS)
def test_the_lists_have_no_barrier(browser, site, ended, world, width):
    page, said = opened(browser, site)
    page.set_viewport_size(WIDTHS[width])
    sign_in(page, world.organiser)
    for name, address in {
        "attendance": url("session-attendance", ended.sessions[1].pk),
        "attendance-narrowed": f"{url('session-attendance', ended.sessions[1].pk)}?status=nothing&sort=-person",
        "attendance-nobody": f"{url('session-attendance', ended.sessions[1].pk)}?q=nikt",
        "settlement": url("settlement", ended.edition.pk),
        "certificates": url("edition-certificates", ended.edition.pk),
        "certificates-nothing": f"{url('edition-certificates', ended.edition.pk)}?state=revoked",
        "questionnaires": url("course-questionnaires", world.course.pk),
        "outbox": url("outbox"),
        "roster": url("edition-roster", ended.edition.pk),
        "letter": url("enrolment-consents", ended.first.pk),
        "enrolment": url("enrolment", ended.first.pk),
    }.items():
        page.goto(address)
        assert barriers(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    assert said == []


def test_the_people_of_a_settlement_are_swapped_and_attendance_is_loaded(browser, site, ended, world):
    page, said = opened(browser, site)
    sign_in(page, world.organiser)
    page.goto(url("settlement", ended.edition.pk))
    page.evaluate("window.kept = true")
    page.get_by_label("Outcome").select_option("would")
    page.wait_for_url(re.compile(r"outcome=would"))
    expect(page.locator("#announcer")).to_have_text("1–1 of 1")
    assert page.evaluate("window.kept")
    page.goto(url("session-attendance", ended.sessions[1].pk))
    page.evaluate("window.kept = true")
    page.get_by_role("spinbutton").first.fill("45")
    page.get_by_label("Attendance", exact=True).select_option("nothing")
    expect(page.get_by_role("spinbutton").first).to_have_value("45")
    assert page.evaluate("window.kept")
    assert said == []

"""Settlement and certificates in a real browser: no barrier, a silent console, a stranger who verifies."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from tests.trainings.browsing import url
from tests.trainings.ended import Ended
from tests.ui.browser import barriers
from tests.ui.test_browser import opened, sign_in
from trainings.models import Certificate
from trainings.services import certificates, settlement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def site(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def ended(world, clock) -> Ended:
    ended = Ended(world, clock)
    ended.person(90, 180, 330)
    ended.person(90, 0, 330)
    return ended


@pytest.mark.parametrize(
    ("width", "scheme"), [("desk", "light"), ("phone", "light"), ("desk", "dark"), ("phone", "dark")]
)
def test_the_pages_have_no_barrier(browser, site, ended, world, width, scheme):  # noqa: PLR0917 -- fixtures
    page, said = opened(browser, site, color_scheme=scheme)
    page.set_viewport_size(WIDTHS[width])
    sign_in(page, ended.manager)
    pages = [url("settlement", ended.edition.pk), url("session-unverify", ended.sessions[0].pk)]
    _look(page, pages[:1], f"open-{width}-{scheme}")
    ended.settle()
    (certificate,) = certificates.issue(edition=ended.edition, by=world.organiser)
    pages = [
        url("settlement", ended.edition.pk),
        url("session-unverify", ended.sessions[0].pk),
        url("enrolment-outcome", certificate.enrolment_id),
        url("edition-certificates", ended.edition.pk),
        f"{url('certificates')}?whose=all",
        url("certificate", certificate.pk),
        url("certificate-replace", certificate.pk),
        url("certificate-revoke", certificate.pk),
        url("certificate-verify"),
        f"{url('certificate-verify')}?code={certificate.code}",
    ]
    _look(page, pages, f"settled-{width}-{scheme}")
    certificates.revoke(certificate=certificate, reason="Wydane przez pomyłkę", by=world.organiser)
    _look(page, [pages[5], pages[-1]], f"revoked-{width}-{scheme}")
    assert said == []


def _look(page, paths, name):
    for at, path in enumerate(paths):
        page.goto(path)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{at}.png", full_page=True)


def test_from_the_last_session_to_a_stranger_who_verifies(browser, site, ended, world):
    page, said = opened(browser, site)
    sign_in(page, world.organiser)
    page.goto(url("settlement", ended.edition.pk))
    for number in (1, 2, 3):
        page.get_by_role("button", name=f"Verify session {number}").click()
    page.get_by_role("button", name="Complete the training").click()
    expect(page.get_by_text("The training is completed.")).to_be_visible()
    settlement.settle(edition=ended.edition, by=ended.manager)
    page.goto(url("edition-certificates", ended.edition.pk))
    page.get_by_role("button", name="Issue the missing certificates").click()
    expect(page.get_by_text("1 certificate was issued.")).to_be_visible()
    assert said == []

    certificate = Certificate.objects.get()
    stranger, said = opened(browser, site)
    stranger.goto(url("certificate-verify"))
    stranger.get_by_label("Code of the certificate").fill(certificate.shown_code.lower())
    stranger.get_by_role("button", name="Verify the code").click()
    expect(stranger.get_by_text("Yes, this certificate holds")).to_be_visible()
    person = certificate.data["person"]
    assert person["last_name"] not in stranger.content()
    stranger.get_by_label("Surname on the certificate").fill(person["last_name"].upper())
    stranger.get_by_role("button", name="Show the full name").click()
    expect(stranger.get_by_text(f"{person['first_name']} {person['last_name']}")).to_be_visible()
    assert barriers(stranger) == []
    assert said == []

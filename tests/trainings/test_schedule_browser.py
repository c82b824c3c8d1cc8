"""The pages of sessions and calendars in a real browser: no barrier, a silent console, on a desk and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from config.factories.trainings import START, EditionFactory, EnrolmentFactory, SessionFactory
from tests.trainings.browsing import url
from tests.trainings.calendars import read_back
from tests.ui.browser import barriers
from tests.ui.test_browser import opened, sign_in
from trainings.choices import EditionState, Mode
from trainings.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def site(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def session(world) -> Session:
    """A visit of several days, then a meeting online, with people who come; one of them is elsewhere then."""
    edition = world.edition(
        mode=Mode.VISIT,
        venue="Oslo, Rådhuset",
        country="NO",
        travel="Samolotem z Gdańska; koszty pokrywa projekt.",
        access_notes="Winda, pętla indukcyjna.",
        ends_at=START + timedelta(days=10, hours=2),
        session=False,
    )
    first = SessionFactory(
        edition=edition, ends_at=START + timedelta(days=3), breaks_min=2880, counted_min=1440, required=True
    )
    SessionFactory(
        edition=edition,
        starts_at=START + timedelta(days=10),
        ends_at=START + timedelta(days=10, hours=2),
        meeting_url="https://meet.example.org/oslo",
    )
    for _ in range(3):
        row = EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town)
    EnrolmentFactory(
        edition=EditionFactory(course=world.course, starts_at=START + timedelta(days=4)), person=row.person
    )
    return first


def check(page: Page) -> None:
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_organiser_moves_a_session(world, browser, site, session, width):
    page, said = opened(browser, site)
    page.set_viewport_size(WIDTHS[width])
    sign_in(page, world.organiser)
    page.goto(url("edition", session.edition_id))
    check(page)
    page.get_by_role("link", name="Zmień zajęcia 1").or_(page.get_by_role("link", name="Change session 1")).click()
    check(page)
    page.locator("[name=starts_at]").fill("2026-10-08T09:00")
    page.locator("[name=ends_at]").fill("2026-10-25T02:30")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("[name=ends_at_which]")).to_be_visible()
    check(page)
    page.locator("[name=ends_at]").fill("2026-10-11T09:00")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("#effect-title")).to_be_visible()
    check(page)
    page.locator("button[name=seen]").click()
    page.wait_for_url(f"**{url('edition', session.edition_id)}")
    session.refresh_from_db()
    assert session.revision == 1
    page.goto(url("session-cancel", session.pk))
    check(page)
    draft = world.edition(state=EditionState.DRAFT, starts_at=START + timedelta(days=60))
    page.goto(url("session-repeat", draft.sessions.get().pk))
    check(page)
    assert said == []


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_subscribes_to_the_own_calendar(browser, site, session, width):
    page, said = opened(browser, site)
    page.set_viewport_size(WIDTHS[width])
    sign_in(page, session.edition.enrolments.first().person)
    page.goto(url("enrolments"))
    check(page)
    page.locator(f'a[href="{url("calendar")}"]').click()
    check(page)
    page.locator(f'form[action="{url("calendar-make")}"] button').click()
    expect(page.locator("#secret")).to_contain_text(".ics")
    check(page)
    path = page.locator("#secret").inner_text().partition("/trainings/")[2]
    answer = page.request.get(f"{site}/trainings/{path}")
    assert len(read_back(answer.text()).vevent_list) == 2
    page.goto(url("calendar"))
    check(page)
    assert said == []

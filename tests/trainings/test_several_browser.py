"""Several participants and pairs of accounts in a browser: no barrier, a silent console, the keyboard is enough."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from config.factories.accounts import AdministratorFactory, UserFactory
from config.factories.trainings import EnrolmentFactory
from tests.trainings.browsing import url
from tests.trainings.conftest import states
from tests.ui.browser import barriers
from tests.ui.test_browser import opened, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def site(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_have_no_barrier(browser, site, world, width):
    edition = world.edition(capacity=2)
    rows = world.enrol(edition, 3)
    pair = [UserFactory(first_name="Łucja", last_name="Wiśniewska") for _each in range(2)]
    for person in pair:
        EnrolmentFactory(edition=world.edition(), person=person, city=world.town)
    administrator = AdministratorFactory().user
    chosen = f"?enrolment={rows[0].pk}&enrolment={rows[2].pk}"
    accounts = [person.pk for person in pair]
    ways = {
        world.organiser: [
            url("edition-roster", edition.pk),
            url("roster-several", edition.pk) + f"{chosen}&act=cancel",
            url("roster-write", edition.pk) + chosen,
            url("duplicates"),
            url("people-tell-apart", *accounts),
        ],
        administrator: [url("duplicate", *accounts), url("people-merge", *accounts)],
    }
    for user, paths in ways.items():
        page, said = opened(browser, site)
        page.set_viewport_size(WIDTHS[width])
        sign_in(page, user)
        for path in paths:
            page.goto(path)
            assert barriers(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert said == []


def test_everybody_on_the_page_is_chosen_and_cancelled_from_the_keyboard(browser, site, world):
    edition = world.edition()
    world.enrol(edition, 2)
    page, said = opened(browser, site)
    sign_in(page, world.organiser)
    page.goto(url("edition-roster", edition.pk))
    page.locator("#choose-all").focus()
    page.keyboard.press("Space")
    boxes = page.locator("[name=enrolment]")
    assert [box.is_checked() for box in boxes.all()] == [True, True]
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    assert page.locator("#choose-all").evaluate("box => box.indeterminate")
    page.keyboard.press("Space")
    expect(page.locator("#choose-all")).to_be_checked()
    page.locator("button[value=cancel]").focus()
    page.keyboard.press("Enter")
    page.locator("#id_reason").fill("Sala")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{url('edition-roster', edition.pk)}")
    assert states(edition) == [(1, "cancelled"), (2, "cancelled")]
    assert said == []


def test_there_is_nobody_to_choose_from_where_the_filter_lets_nobody_through(browser, site, world):
    edition = world.edition()
    world.enrol(edition, 1)
    page, said = opened(browser, site)
    sign_in(page, world.organiser)
    page.goto(url("edition-roster", edition.pk) + "?group=waiting")
    expect(page.locator("#choose-all")).to_have_count(0)
    assert said == []

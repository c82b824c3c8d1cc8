"""Names in one word, as of files, in a real browser: they never push what can be done off a table or a card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.factories.trainings import MaterialFactory
from tests.trainings.browsing import url
from tests.trainings.test_desk_lists_browser import WIDTHS
from tests.trainings.travelling import receipt, trip
from tests.ui.test_browser import opened, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "Potwierdzenie_zakupu_biletu_PKP_Intercity_2026_oraz_rezerwacji_miejsca_w_wagonie_klasy_drugiej.pdf"
CUT = "[...document.querySelectorAll('.table-wrap')].filter(one => one.scrollWidth > one.clientWidth).length"


@pytest.fixture
def site(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_name_in_one_word_cuts_nothing_off(browser, site, world, clock, width):
    found = trip(world)
    clock(found.edition.ends_at + timedelta(days=2))
    claim = found.draft()
    found.ticket(claim, file=receipt(name=NAME))
    for _again in range(2):  # of the second link in a cell the style is another
        MaterialFactory(edition=found.edition, title=NAME)
    page, said = opened(browser, site)
    page.set_viewport_size(WIDTHS[width])
    sign_in(page, found.person)
    for address in (
        url("enrolments"),
        url("edition-materials", found.edition.pk),
        url("travel-claim", claim.pk),
    ):
        page.goto(address)
        assert NAME in page.locator("main").inner_text()
        assert page.evaluate(CUT) == 0, address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert said == []

"""The outbox and the words of messages in a real browser: no barrier, a silent console, a preview while one types."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from jobs.choices import State
from mail.models import Message, MessageTemplate
from tests.trainings.browsing import url
from tests.ui.browser import barriers
from tests.ui.test_browser import opened, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def site(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def written(world) -> list[Message]:
    world.enrol(world.edition(), 3)
    first, second, third = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(state=State.ON_HOLD)
    Message.objects.filter(pk=third.pk).update(state=State.DONE, finished_at=third.queued_at)
    return [first, second, third]


@pytest.mark.parametrize(
    ("width", "scheme"), [("desk", "light"), ("phone", "light"), ("desk", "dark"), ("phone", "dark")]
)
def test_the_pages_have_no_barrier(browser, site, written, world, width, scheme):  # noqa: PLR0917 -- fixtures
    text = reverse("accounts:text-change", args=["trainings_reminder_day", "pl"])
    page, said = opened(browser, site, color_scheme=scheme)
    page.set_viewport_size(WIDTHS[width])
    sign_in(page, world.organiser)
    for path in (url("outbox"), url("outbox-message", written[0].pk), reverse("accounts:texts"), text):
        page.goto(path)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert said == []


def test_messages_are_held_with_a_tick_and_a_click(browser, site, world, written):
    page, said = opened(browser, site)
    sign_in(page, world.organiser)
    page.goto(url("outbox"))
    page.locator(f"[name=message][value='{written[1].pk}']").check()
    page.locator("button[value=hold]").click()
    page.wait_for_load_state()
    assert barriers(page) == []
    assert said == []
    assert Message.objects.filter(state=State.ON_HOLD).count() == 2


def test_one_tick_chooses_all_that_has_not_gone(browser, site, world, written):
    page, said = opened(browser, site)
    sign_in(page, world.organiser)
    page.goto(url("outbox"))
    page.locator("#choose-all").check()
    page.locator("button[value=cancel]").click()
    page.wait_for_load_state()
    assert said == []
    assert Message.objects.exclude(state=State.CANCELLED).get() == written[2]


def test_the_preview_follows_the_typing_and_the_words_are_kept_by_the_button(browser, site, world):
    page, said = opened(browser, site)
    sign_in(page, world.organiser)
    page.goto(reverse("accounts:text-change", args=["trainings_confirmed", "pl"]))
    page.locator("#id_subject").press_sequentially("! ")
    page.locator("#id_subject").fill("Do zobaczenia: {{ title }}")
    expect(page.get_by_text("Do zobaczenia: Zielone miasto")).to_be_visible()
    page.locator("#id_subject").fill("Do zobaczenia: {{ titel }}")
    expect(page.get_by_text("“titel”")).to_be_visible()
    assert not MessageTemplate.objects.exists()
    page.locator("#id_subject").fill("Do zobaczenia: {{ title }}")
    page.locator("#text-form button").first.click()
    page.wait_for_url("**/outbox/texts/")
    assert barriers(page) == []
    assert said == []
    assert MessageTemplate.objects.get().subject == "Do zobaczenia: {{ title }}"

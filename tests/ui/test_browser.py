"""What only a browser shows: focus, keyboard, swaps, dialogs, passkeys, contrast, a silent console."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.choices import RoleCode
from config.factories.accounts import PASSWORD, RoleFactory
from config.factories.grants import ProjectFactory
from tests.ui.browser import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def site(live_server) -> str:
    # Passkeys work for a name, not for a number.
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def person():
    for _ in range(60):
        ProjectFactory()
    return RoleFactory(role=RoleCode.AUDITOR, organisation=None, user__language="en").user


def opened(browser: Browser, site: str, **options) -> tuple[Page, list[str]]:
    """A page in English and everything its console says, apart from the status of refused forms."""
    page = browser.new_context(base_url=site, locale="en-GB", viewport=DESK, **options).new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if "status of 4" not in line.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def sign_in(page: Page, person) -> None:
    """By the cookie of a session, then to the first page."""
    client = Client()
    client.force_login(person)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.add_cookies([{**cookie, "domain": "localhost", "path": "/"}])
    page.goto("/")


def test_a_filter_swaps_the_results_alone_and_back_gives_the_whole_page(browser, site, person):
    page, said = opened(browser, site)
    sign_in(page, person)
    page.goto("/projects/")
    page.evaluate("window.kept = true")
    page.locator(".filter input[type=text]").first.fill("PROBA")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/projects/\?q=PROBA$"))
    expect(page.locator("#announcer")).to_have_text(re.compile(r"^1–50 of 60$"))
    assert page.evaluate("window.kept")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url(re.compile(r"page=2"))
    expect(page.locator("#announcer")).to_have_text("51–60 of 60")
    page.go_back()
    page.wait_for_url(re.compile(r"/projects/\?q=PROBA$"))
    expect(page.locator("header")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/trainings/")
    page.locator(".filter select").first.select_option("online")
    page.wait_for_url(re.compile(r"/trainings/\?mode=online$"))
    assert said == []


def test_sorting_keeps_the_focus_on_its_header(browser, site, person):
    page, _said = opened(browser, site)
    sign_in(page, person)
    page.goto("/projects/")
    page.locator("#sort-start").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"sort=start"))
    expect(page.locator("th:has(#sort-start)")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#sort-start")).to_be_focused()


def test_the_summary_of_mistakes_takes_the_focus_and_leads_to_the_field(browser, site):
    page, _said = opened(browser, site)
    page.goto("/auth/login/")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("ds-error-summary")).to_be_focused()
    page.locator("ds-error-summary a").first.click()
    expect(page.locator("[name=login]")).to_be_focused()
    assert page.title().startswith("Error: ")


def test_a_dangerous_step_asks_first_and_no_is_the_first_choice(browser, site, person):
    EmailAddress.objects.create(user=person, email="other@example.org", verified=True)
    page, said = opened(browser, site)
    sign_in(page, person)
    page.goto("/auth/email/")
    remove = page.locator("[name=action_remove]")
    remove.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Remove the chosen address?")
    expect(dialog.locator("[value=no]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(remove).to_be_focused()
    remove.click()
    with page.expect_navigation():
        dialog.locator("[value=yes]").click()
    assert said == []


def test_everything_can_be_reached_by_keyboard_on_a_phone(browser, site, person):
    page, said = opened(browser, site)
    sign_in(page, person)
    page.set_viewport_size(PHONE)
    page.keyboard.press("Tab")
    expect(page.locator(".ds-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    menu = page.locator("#menu")
    expect(menu).to_be_hidden()
    page.locator(".menu-button").press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator(".menu-button")).to_be_focused()
    assert said == []


def test_the_longest_menu_is_one_row_of_a_laptop(browser, site, person):
    page, _said = opened(browser, site)
    person.language = "pl"
    person.save(update_fields=["language"])
    sign_in(page, person)
    tops = page.locator(".menu li").evaluate_all("items => items.map(item => item.offsetTop)")
    assert len(tops) > 9
    assert len(set(tops)) == 1


def test_filters_are_folded_on_a_phone_until_used_and_open_on_a_desk(browser, site, person):
    page, _said = opened(browser, site)
    sign_in(page, person)
    page.goto("/projects/")
    words = page.locator(".filter input[type=text]").first
    expect(words).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(words).to_be_hidden()
    page.locator(".fold > summary").press("Enter")
    expect(words).to_be_visible()
    page.goto("/projects/?q=PROBA")
    expect(words).to_be_visible()


def test_a_passkey_is_added_and_signs_in(browser, site, person):
    page, said = opened(browser, site)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, person)
    page.goto("/auth/2fa/webauthn/add/")
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=name]").fill("My telephone")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile(r"recovery-codes|webauthn/$"))
    page.goto("/auth/2fa/webauthn/")
    expect(page.locator("main table")).to_contain_text("My telephone")
    page.goto("/auth/logout/")
    page.locator("main form button[type=submit]").click()
    page.goto("/auth/login/")
    page.locator("#passkey_login").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    assert said == []


def test_it_works_without_scripts(browser, site, person):
    page, _said = opened(browser, site, java_script_enabled=False)
    sign_in(page, person)
    page.goto("/projects/")
    page.locator(".filter input[type=text]").first.fill("PROBA")
    page.locator(".filter button").click()
    page.locator("#page-next").click()
    assert "q=PROBA" in page.url
    assert "page=2" in page.url
    expect(page.locator(".count")).to_have_text("51–60 of 60")


@pytest.mark.parametrize(("look", "screen"), [("light", DESK), ("dark", PHONE)], ids=["light-desk", "dark-phone"])
def test_nobody_meets_a_barrier(browser, site, person, look, screen):
    page, said = opened(browser, site, color_scheme=look)
    page.set_viewport_size(screen)
    pages = ["/auth/password/reset/", "/auth/login/", "/no-such-page/"]
    after = ["/", "/projects/", "/auth/2fa/", "/auth/email/", "/auth/sessions/", "/auth/password/change/"]
    for path in pages:
        page.goto(path)
        assert barriers(page) == [], path
    sign_in(page, person)
    for path in after:
        page.goto(path)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], path
    assert said == []

"""Six people do what they came for, in Polish, at desktop and phone width."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pikepdf
from playwright.sync_api import expect

from kernel.time import now


def title_of(visitor) -> str:
    """The first heading."""
    return visitor.page.get_by_role("heading", level=1).inner_text()


def test_a_clerk_enrols_and_accepts_the_place_that_was_freed(visit):
    clerk = visit("clerk")
    clerk.sees("Proponujemy Ci miejsce")
    clerk.menu("Moje szkolenia")
    clerk.page.get_by_role("button", name=re.compile("Przyjmij miejsce: FINANSE")).click()
    clerk.sees("Miejsce jest Twoje.")
    clerk.menu("Szkolenia")
    clerk.page.get_by_role("row").filter(has_text="DIALOG-").filter(has_text="wolne").get_by_role("link").click()
    clerk.choose("Zgłoś się")
    clerk.page.get_by_label("Stanowisko").fill("podinspektor")
    clerk.accept_texts()
    clerk.page.get_by_role("button", name="Zgłoś się").click()
    clerk.sees("Miejsce jest potwierdzone.")
    if "/enrolments/" not in clerk.page.url:
        clerk.choose("Moje zgłoszenie")
    clerk.choose("Bilet")
    clerk.page.locator(".ticket__code").wait_for()
    clerk.look()


def test_who_waits_is_offered_the_place_that_somebody_gives_back(visit):
    leaving = visit("clerk")
    leaving.menu("Moje szkolenia")
    offered = leaving.page.get_by_role("button", name=re.compile("Przyjmij miejsce: FINANSE"))
    if offered.count():  # where nobody walked the journey before this one
        offered.click()
        leaving.menu("Moje szkolenia")
    leaving.page.get_by_role("row").filter(has_text="FINANSE-").get_by_role("link").first.click()
    if "/enrolments/" not in leaving.page.url:
        leaving.choose("Moje zgłoszenie")
    leaving.choose("Wycofaj")
    leaving.page.locator("main form").get_by_role("button", name="Wycofaj").click()
    leaving.sees("Zgłoszenie wycofano.")
    waiting = visit("clerk3")
    waiting.sees("Proponujemy Ci miejsce")
    waiting.menu("Moje szkolenia")
    waiting.page.get_by_role("button", name=re.compile("Przyjmij miejsce: FINANSE")).click()
    waiting.sees("Miejsce jest Twoje.")


def test_the_organiser_publishes_an_edition(visit):
    organiser = visit("organiser")
    organiser.menu("Szkolenia")
    organiser.page.get_by_role("row").filter(has_text="SASIEDZI-").filter(has_text="szkic").get_by_role("link").click()
    organiser.page.get_by_role("button", name="Opublikuj").click()
    organiser.sees("Szkolenie opublikowano.")


def test_an_advisor_logs_a_consultation_and_the_town_accepts_it(visit):
    topic = "Wniosek o dotację na park (przykład)"
    advisor = visit("advisor")
    advisor.menu("Konsultacje")
    advisor.choose("Nowa konsultacja")
    page = advisor.page
    town = page.get_by_label("Miasto")
    town.select_option(town.locator("option", has_text="Cieszyn").first.get_attribute("value"))
    day = (now() - timedelta(days=1)).strftime("%Y-%m-%d")
    page.get_by_label("Dzień").fill(day)
    page.get_by_label("Początek").fill("07:10")
    page.get_by_label("Minuty").fill("45")
    page.get_by_label("Temat").fill(topic)
    page.get_by_label("Co zrobiono").fill("Omówiono kryteria naboru (przykład).")
    advisor.choose("Złóż do miasta")
    advisor.sees("Złożono: koordynator miasta dostał wiadomość.")
    coordinator = visit("coordinator")
    coordinator.menu("Konsultacje")
    coordinator.page.get_by_role("link", name=topic).click()
    coordinator.page.get_by_role("button", name="Zaakceptuj").click()
    coordinator.sees("Zaakceptowano: doradca dostał wiadomość.")


def test_a_coordinator_uploads_version_2_of_an_agreement(visit):
    coordinator = visit("partnerships")
    coordinator.menu("Partnerstwa")
    coordinator.page.get_by_role("row").filter(has_text="LP-PRZYKLAD-2").get_by_role("link").first.click()
    coordinator.page.get_by_role("link", name="Umowa partnerska, projekt (przykład)").click()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    content = BytesIO()
    pdf.save(content)
    coordinator.page.get_by_label("Plik").set_input_files(
        {"name": "umowa-2.pdf", "mimeType": "application/pdf", "buffer": content.getvalue()}
    )
    coordinator.page.get_by_label("Co się zmieniło").fill("Uwagi rad (przykład)")
    coordinator.choose("Prześlij")
    coordinator.sees("Dodano wersję 2.")


def test_the_manager_opens_the_figures_submits_and_downloads_both_files(visit):
    manager = visit("manager")
    manager.menu("Sprawozdania")
    manager.page.get_by_role("row").filter(has_text="szkic").get_by_role("link").first.click()
    page = manager.page
    report = page.url
    links = page.get_by_role("link", name=re.compile("stojąc"))
    assert links.count() == 4
    links.first.click()
    page.get_by_role("table").first.wait_for()
    page.goto(report)
    manager.choose("Złóż sprawozdanie…")
    page.get_by_role("button", name="Zamknij okres i złóż").click()
    if page.get_by_role("dialog").is_visible():
        manager.confirm()
    manager.sees("Sprawozdanie złożono.")
    for language in ("polski", "angielski"):
        link = page.get_by_role("link", name=re.compile(f"PDF – .*{language}", re.IGNORECASE))
        expect(link).to_be_visible(timeout=90_000)
        with page.expect_download() as download:
            link.click()
        with pikepdf.open(download.value.path()) as pdf:
            assert str(pdf.Root.Lang).startswith("pl" if language == "polski" else "en")


def test_a_stranger_learns_that_a_report_is_genuine(visit, site):
    code = re.search(r"code (\w{5}-\w{5})", (site.folder / "demo.log").read_text())
    assert code
    stranger = visit()
    stranger.open("/reports/verify/")
    stranger.page.get_by_label("Kod sprawozdania").fill(code[1].lower())
    stranger.choose("Sprawdź kod")
    stranger.sees("Tak, to sprawozdanie jest autentyczne")
    assert "@" not in stranger.page.locator("main").inner_text()
    stranger.page.get_by_label("Kod sprawozdania").fill("AAAAA-AAAAA")
    stranger.choose("Sprawdź kod")
    stranger.sees("Żadne sprawozdanie nie ma tego kodu.")


def test_english_by_a_switch(visit):
    clerk = visit("clerk")
    clerk.page.get_by_role("button", name="English").click()
    clerk.page.get_by_role("heading", name=re.compile("^Hello")).wait_for()
    assert clerk.page.locator("html").get_attribute("lang") == "en"
    clerk.page.get_by_role("button", name="Polski").click()
    clerk.page.get_by_role("heading", name=re.compile("^Dzień dobry")).wait_for()


def test_a_clerk_enrols_by_keyboard_alone(visit):
    clerk = visit("clerk2")
    keyboard = clerk.page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(120):
            keyboard.press("Tab")
            focused = clerk.page.evaluate("() => document.activeElement.innerText.trim()")
            if focused == name:
                return
        raise AssertionError(f"{name} cannot be reached by Tab")

    def tab_to_next_box() -> None:
        keyboard.press("Tab")
        while clerk.page.evaluate("() => document.activeElement.type") != "checkbox":
            keyboard.press("Tab")

    clerk.open("/trainings/?q=DIALOG")
    keyboard.press("Tab")
    assert clerk.page.evaluate("() => document.activeElement.innerText") == "Przejdź do treści"
    keyboard.press("Enter")
    link = clerk.page.get_by_role("row").filter(has_text="DIALOG-").get_by_role("link").first.inner_text()
    tab_to(link)
    keyboard.press("Enter")
    clerk.page.get_by_role("heading", name="Moje miejsce").wait_for()
    tab_to("Zgłoś się")
    keyboard.press("Enter")
    clerk.page.get_by_label("Stanowisko").wait_for()
    for _ in range(clerk.page.get_by_role("checkbox").count()):
        tab_to_next_box()
        keyboard.press("Space")
    tab_to("Zgłoś się")
    keyboard.press("Enter")
    clerk.sees("Miejsce jest potwierdzone.")


def test_without_javascript_a_clerk_still_enrols(visit):
    clerk = visit("clerk3", javascript=False)
    clerk.open("/trainings/?q=DIALOG")
    clerk.page.get_by_role("row").filter(has_text="DIALOG-").get_by_role("link").first.click()
    clerk.choose("Zgłoś się")
    clerk.accept_texts()
    clerk.page.get_by_role("button", name="Zgłoś się").click()
    clerk.sees("Miejsce jest potwierdzone.")

"""The last day is recorded, the training settled, certificates are issued, and a stranger verifies one.

It comes before the manager of `test_six_people` submits the report, which locks the period.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

MADE_WITHIN = 60_000  # ms


def test_the_organiser_settles_and_a_stranger_verifies_a_certificate(visit):
    organiser = visit("organiser")
    _record_the_last_day(organiser)
    organiser.choose("STRATEGIA-2")
    organiser.choose("Rozliczenie")
    settlement = organiser.page.url
    for number in (1, 2):
        organiser.choose(f"Zweryfikuj zajęcia {number}")
        organiser.page.get_by_role("button", name=f"Zweryfikuj zajęcia {number}").wait_for(state="detached")
    organiser.choose("Zakończ szkolenie")
    organiser.sees("Teraz rozlicza je kierownik projektu.")

    manager = visit("manager")
    manager.page.goto(settlement)
    manager.choose("Rozlicz szkolenie")
    manager.sees("Szkolenie jest rozliczone.")

    organiser.page.goto(settlement)
    organiser.choose("Zaświadczenia")
    organiser.choose("Wydaj brakujące zaświadczenia")
    organiser.page.get_by_text(re.compile(r"Wydano \d+ zaświadcze")).wait_for()
    rows = organiser.page.locator("#results tbody tr")
    expect(rows.first.get_by_role("link", name=re.compile("PDF"))).to_be_visible(timeout=MADE_WITHIN)
    surname = (rows.first.locator("td").nth(1).text_content() or "").split()[-1]
    rows.first.get_by_role("link").first.click()
    code = organiser.page.locator("main .code").inner_text()
    organiser.sees(code)

    stranger = visit()
    stranger.open("/trainings/certificates/verify/")
    stranger.page.get_by_label("Kod zaświadczenia").fill(code.lower())
    stranger.choose("Sprawdź kod")
    stranger.sees("Tak, to zaświadczenie jest ważne")
    assert surname not in stranger.page.content()
    stranger.page.get_by_label("Nazwisko na zaświadczeniu").fill("Inna-Osoba")
    stranger.choose("Pokaż imię i nazwisko")
    stranger.page.locator("[aria-invalid=true], .ds-validation-message, .ds-error-summary").first.wait_for()
    assert surname not in stranger.page.content()


def _record_the_last_day(organiser) -> None:
    organiser.menu("Szkolenia")
    over = organiser.page.get_by_label("Także zakończone")
    if not over.is_visible():  # on a phone the filter is folded
        organiser.page.locator("details.fold > summary").click()
    over.check()
    organiser.page.get_by_role("row").filter(has_text="STRATEGIA-2").get_by_role("link").click()
    organiser.choose("Obecność na zajęciach 2")
    organiser.choose("Zapisz, a puste pola uzupełnij pełnym czasem")
    organiser.page.get_by_text(re.compile(r"Zapisano \d+ wpis")).wait_for()

"""A trainer puts slides to a training that is over; a clerk takes them home; the trainer thinks again."""

from __future__ import annotations

from pathlib import Path

from tests.access.world import PDF

HTTP_NOT_FOUND = 404


def test_slides_come_to_who_was_there_and_go_again(visit):
    trainer = visit("trainer")
    trainer.menu("Moje zajęcia")
    trainer.choose("Także to, co już było")
    trainer.page.get_by_role("link", name="Materiały: DANE-1 2").click()
    trainer.choose("Dodaj materiał")
    trainer.page.get_by_label("Tytuł").fill("Slajdy z drugiego dnia")
    trainer.page.get_by_label("Plik").set_input_files({"name": "slajdy.pdf", "mimeType": "", "buffer": b"MZ program"})
    trainer.choose("Dodaj")
    trainer.sees("Zawartość tego pliku nie jest tym, co mówi nazwa (PDF)")
    trainer.page.get_by_label("Plik").set_input_files({"name": "slajdy.pdf", "mimeType": "", "buffer": PDF})
    trainer.page.get_by_label("Zajęcia").select_option(index=2)
    trainer.choose("Dodaj")
    trainer.sees("Materiał dodano.")
    trainer.sees("zajęcia 2")

    clerk = visit("clerk")
    clerk.menu("Moje szkolenia")
    clerk.sees("Slajdy z drugiego dnia")
    with clerk.page.expect_download() as taken:
        clerk.page.get_by_role("link", name="Slajdy z drugiego dnia").click()
    assert (taken.value.suggested_filename, Path(taken.value.path()).read_bytes()) == ("slajdy.pdf", PDF)
    address = taken.value.url
    assert visit("advisor").page.request.get(address).status == HTTP_NOT_FOUND

    trainer.choose("Usuń: Slajdy z drugiego dnia")
    trainer.confirm()
    trainer.sees("Materiał usunięto.")
    assert clerk.page.request.get(address).status == HTTP_NOT_FOUND
    clerk.page.reload()
    clerk.sees("Nagranie z drugiego dnia")
    assert clerk.page.get_by_text("Slajdy z drugiego dnia").count() == 0

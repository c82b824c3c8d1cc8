"""The setter of documents, whatever the document."""

from __future__ import annotations

import pytest

from ui.documents import engine


def quietly(_percent, _phase):
    """A progress nobody looks at."""


def test_a_document_that_breaks_off_is_not_taken_for_whole():
    with pytest.raises(engine.NotMade, match="breaks off"):
        engine.make('<html lang="en"><title>x</title><body><h1>x</h1>', "", ends_with="end", progress=quietly)


def test_a_document_in_our_letters_is_made_with_its_pages():
    made = engine.make(
        '<html lang="pl"><title>Próba</title><body><h1>Zażółć gęślą jaźń</h1><p id="end">Koniec</p>',
        "body { font-family: Lato }",
        ends_with="end",
        progress=quietly,
    )
    assert (made.content[:5], made.pages) == (b"%PDF-", 1)


def test_nothing_outside_the_document_is_fetched():
    html = '<html lang="en"><title>x</title><body><img src="http://127.0.0.1/a.png" alt="">'
    with pytest.raises(engine.NotMade, match="outside itself"):
        engine.make(html, "", ends_with="x", progress=quietly)

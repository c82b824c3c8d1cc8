"""One-page text PDFs: what a coordinator would upload. The same text gives the same bytes."""

from __future__ import annotations

import io
from typing import Any

import pydyf

A4 = (595, 842)
LEFT, TOP, LEADING = 72, 760, 18
LARGE, NORMAL = 15, 11
POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ–„”"
GLYPHS = (
    "aogonek cacute eogonek lslash nacute oacute sacute zacute zdotaccent "
    "Aogonek Cacute Eogonek Lslash Nacute Oacute Sacute Zacute Zdotaccent endash quotedblbase quotedblright"
)
FIRST_CODE = 128
"""From here on the font's encoding is ours."""


def paper(title: str, *lines: str) -> bytes:
    """The page as a PDF; its characters are of ASCII or POLISH."""
    pdf = pydyf.PDF()
    encoding = _add(
        pdf, Type="/Encoding", Differences=pydyf.Array([FIRST_CODE, *(f"/{glyph}" for glyph in GLYPHS.split())])
    )
    font = _add(pdf, Type="/Font", Subtype="/Type1", BaseFont="/Helvetica", Encoding=encoding)
    text = pydyf.Stream()
    pdf.add_object(text)
    text.begin_text()
    for number, line in enumerate([title, "", *lines]):
        text.set_font_size("F1", NORMAL if number else LARGE)
        text.set_text_matrix(1, 0, 0, 1, LEFT, TOP - number * LEADING)
        text.show_text_string(_encoded(line))
    text.end_text()
    pdf.add_page(
        pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, *A4]),
                "Contents": text.reference,
                "Resources": pydyf.Dictionary({"Font": pydyf.Dictionary({"F1": font})}),
            }
        )
    )
    target = io.BytesIO()
    pdf.write(target)
    return target.getvalue()


def _add(pdf: Any, **values: Any) -> Any:
    added = pydyf.Dictionary(values)
    pdf.add_object(added)
    return added.reference


def _encoded(line: str) -> bytes:
    return bytes(FIRST_CODE + POLISH.index(sign) if sign in POLISH else ord(sign) for sign in line)

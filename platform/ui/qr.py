"""QR codes as drawings: on pages, in documents."""

from __future__ import annotations

from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

MARGIN = 4
"""Light modules round the code: readers need them."""


@dataclass(frozen=True)
class Drawing:
    """The dark modules as the path of an SVG of `size` by `size`."""

    size: int
    path: str


def draw(text: str) -> Drawing:
    """The code of a text; capital letters and digits make the smallest. Up to 15 percent may be dirty."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=MARGIN)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Drawing(len(rows), path)

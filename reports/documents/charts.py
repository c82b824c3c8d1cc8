"""Small drawings as SVG, the same on the page and in the PDF: geometry here, lines in `reports/pdf/_bars.html`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 430
LABELS = 175
"""Room for the words on the left."""
NUMBERS = 55
"""Room for the number behind the longest bar."""
STEP = 28
THICK = 16


@dataclass(frozen=True)
class Bar:
    """One bar with its words."""

    label: str
    number: str
    y: int
    middle: int
    length: int
    end: int


@dataclass(frozen=True)
class Bars:
    """Horizontal bars; `title` says the finding in one sentence."""

    title: str
    bars: tuple[Bar, ...]
    width: int
    height: int
    start: int
    thick: int


def bars(title: str, amounts: Sequence[tuple[str, str, Decimal]]) -> Bars | None:
    """Bars for (label, number as written, amount); None where there is nothing to compare."""
    longest = max((amount for _label, _number, amount in amounts), default=Decimal(0))
    if longest <= 0:
        return None
    room = WIDTH - LABELS - NUMBERS
    drawn = []
    for at, (label, number, amount) in enumerate(amounts):
        length = max(int(room * amount / longest), 1 if amount else 0)
        y = at * STEP + (STEP - THICK) // 2
        drawn.append(Bar(label, number, y, at * STEP + STEP // 2, length, LABELS + length + 8))
    return Bars(title, tuple(drawn), WIDTH, STEP * len(drawn), LABELS, THICK)

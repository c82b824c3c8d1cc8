"""The real facts of the demo, read from `facts.json`, where each has its source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from config import paths

TOWN_CODE_VALID_FROM = date(1999, 1, 1)
"""The day the present division of the country began; all the towns have kept their codes since."""


@dataclass(frozen=True)
class Body:
    """A donor or a partner."""

    key: str
    kind: str
    name: str
    name_en: str
    country: str
    role: str | None
    """In the project; None: it only gives the money."""


@dataclass(frozen=True)
class Town:
    """A town of the programme."""

    name: str
    teryt: str
    voivodeship: str
    county: str


@dataclass(frozen=True)
class Facts:
    """A programme, a project and who took part; amounts and days as their sources give them."""

    programme: dict[str, Any]
    project: dict[str, Any]
    bodies: tuple[Body, ...]
    towns: tuple[Town, ...]
    towns_source: str


@cache
def read() -> Facts:
    """The file as values."""
    found = json.loads((paths.CONFIG / "demo" / "facts.json").read_text(encoding="utf-8"))
    return Facts(
        programme=_typed(found["programme"]),
        project=_typed(found["project"]),
        bodies=tuple(Body(**body) for body in found["organisations"]),
        towns=tuple(Town(**town) for town in found["towns"]),
        towns_source=found["towns_source"],
    )


def _typed(values: dict[str, str]) -> dict[str, Any]:
    return {name: _value(name, text) for name, text in values.items()}


def _value(name: str, text: str) -> Any:
    if name.endswith("amount"):
        return Decimal(text)
    return date.fromisoformat(text) if name.endswith("_on") else text

"""The facts of a message as JSON: dates, instants and amounts come back as what they were."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any


class FactsEncoder(json.JSONEncoder):
    """Text, numbers, dates, instants, amounts. A translatable text is refused: templates translate."""

    def default(self, value: Any) -> Any:
        """A value that JSON has no word for. Raises TypeError."""
        match value:
            case datetime():
                return {"$instant": value.isoformat()}
            case date():
                return {"$day": value.isoformat()}
            case Decimal():
                return {"$amount": str(value)}
            case _:
                return super().default(value)


class FactsDecoder(json.JSONDecoder):
    """The other way."""

    def __init__(self, **options: Any) -> None:
        super().__init__(object_hook=_revive, **options)


def _revive(value: dict[str, Any]) -> Any:
    match value:
        case {"$instant": str(text)}:
            return datetime.fromisoformat(text)
        case {"$day": str(text)}:
            return date.fromisoformat(text)
        case {"$amount": str(text)}:
            return Decimal(text)
        case _:
            return value

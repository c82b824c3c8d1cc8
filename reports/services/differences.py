"""How live data have moved since a snapshot was taken: shown, never mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.models import Snapshot


@dataclass(frozen=True)
class Difference:
    """One figure whose rows or value are no longer what was submitted."""

    code: str
    name: Mapping[str, str]
    places: int
    frozen: str | None
    live: str | None
    gone: int
    """Rows that were counted and are not any more."""
    new: int
    changed: int
    """Rows that count another amount now."""


def difference(*, snapshot: Snapshot, live: list[dict[str, Any]]) -> list[Difference]:
    """The figures that differ; an empty list where nothing moved."""
    now = {figure["code"]: figure for figure in live}
    frozen = snapshot.data["figures"]
    found = [_compare(figure, now.get(figure["code"])) for figure in frozen]
    return [one for one in found if one.gone or one.new or one.changed or one.frozen != one.live]


def _compare(frozen: dict[str, Any], live: dict[str, Any] | None) -> Difference:
    was = _amounts(frozen)
    now = _amounts(live) if live else {}
    return Difference(
        code=frozen["code"],
        name=frozen["name"],
        places=frozen["measure"]["places"],
        frozen=frozen["value"],
        live=live["value"] if live else None,
        gone=len(was.keys() - now.keys()),
        new=len(now.keys() - was.keys()),
        changed=sum(was[key] != now[key] for key in was.keys() & now.keys()),
    )


def _amounts(figure: dict[str, Any]) -> dict[tuple[str, int], int]:
    return {(row["kind"], row["id"]): row["amount"] for row in figure["rows"]}

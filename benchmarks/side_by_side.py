"""Run a floor and ours in turn, with the order rotated, and print the median of the ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """Medians over the rounds; seconds are for the reader, the ratio is what counts."""

    name: str
    ratio: float
    floor_seconds: float
    ours_seconds: float
    target: float | None = None

    def line(self, note: str = "") -> str:
        """One row of the table."""
        verdict = "" if self.target is None else verdict_of(self.ratio <= self.target)
        target = "" if self.target is None else f"target {self.target:g}"
        return (
            f"{self.name:<44} {self.ratio:6.2f} x  floor {self.floor_seconds * 1000:9.2f} ms  "
            f"ours {self.ours_seconds * 1000:9.2f} ms  {target:<12} {verdict:<7} {note}"
        )


def verdict_of(is_met: bool) -> str:  # noqa: FBT001 -- the condition is what the call reads like
    """What stands behind a figure that has a target."""
    return "ok" if is_met else "ABOVE"


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(
    name: str,
    *,
    floor: Callable[[], object],
    ours: Callable[[], object],
    rounds: int = 15,
    target: float | None = None,
) -> Result:
    """Both in turn, `rounds` times after one warm-up each."""
    floor()
    ours()
    floors, mine = [], []
    for turn in range(rounds):
        order = [(floor, floors), (ours, mine)]
        for work, times in order if turn % 2 else reversed(order):
            times.append(seconds(work))
    ratio = statistics.median(m / f for f, m in zip(floors, mine, strict=True))
    return Result(name, ratio, statistics.median(floors), statistics.median(mine), target)

"""Several people at the same moment, on real threads with connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from kernel.errors import Refused

PATIENCE = 30
"""Seconds until the others must have come."""


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gave, or the refusal it met; they start together."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            start.wait(PATIENCE)
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def codes(outcomes: list[Any]) -> list[str]:
    """The codes of the refusals among them, in order of the alphabet."""
    return sorted(outcome.code for outcome in outcomes if isinstance(outcome, Refused))

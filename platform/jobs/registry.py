"""Which function does which kind of work. An app registers its own in its `tasks.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

from jobs.work import Work

Handler = Callable[[Work], dict[str, Any] | None]


@dataclass(frozen=True)
class Kind:
    """A kind of work and how to go about it."""

    name: str
    run: Handler
    queue: str
    max_attempts: int


_kinds: dict[str, Kind] = {}


def handler(name: str, *, queue: str = "default", max_attempts: int = 3) -> Callable[[Handler], Handler]:
    """Register the function below as what does this kind of work.

    It may run more than once (a worker died half-way), so its effect must be the same when repeated; where that cannot
    be, it calls `work.finish` in the transaction of the effect. It asks the requester's permission again: it runs
    later, and rights end at once.
    """

    def register(function: Handler) -> Handler:
        _kinds[name] = Kind(name, function, queue, max_attempts)
        return function

    return register


def find(name: str) -> Kind:
    """The kind of this name. Raises LookupError."""
    if name not in _kinds:
        autodiscover_modules("tasks")
    if name not in _kinds:
        raise LookupError(f"No handler is registered for jobs of the kind {name!r}.")
    return _kinds[name]

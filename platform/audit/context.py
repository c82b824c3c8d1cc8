"""Under which request, job or command a change happens; set by the doors, read by `record`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """`via` is web, api, job or command; `request_id` ties log lines and events of one request together."""

    via: str = "command"
    request_id: str = ""


_NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def origin() -> Origin:
    """The origin of what happens now."""
    return _origin.get()


@contextmanager
def coming_from(via: str, request_id: str) -> Iterator[None]:
    """Everything inside happens on behalf of this request or job."""
    token = _origin.set(Origin(via, request_id))
    try:
        yield
    finally:
        _origin.reset(token)

"""Calls over HTTP that cost the caller little: the machine is the servers'."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

CLIENTS = 32


def call(address: str, given: dict[str, Any] | None = None, headers: dict[str, str] | None = None) -> bytes:
    """GET, or POST of what is given; the body of the answer. Raises SystemExit for any but 200 and 201."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=60)
    body = None if given is None else json.dumps(given)
    sent = {"Content-Type": "application/json", **(headers or {})} if body else headers or {}
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request("POST" if body else "GET", path, body, sent)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    if answer.status not in {200, 201}:
        raise SystemExit(f"{address} was answered {answer.status}: {text[:500].decode()}")
    return text


def at_once(work: Callable[[Any], object], things: Sequence[Any], *, clients: int = CLIENTS) -> float:
    """So many clients, each with one thing after another until none is left; how many a second."""
    start = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        for _ in pool.map(work, things):
            pass
    return len(things) / (perf_counter() - start)

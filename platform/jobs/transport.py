"""A broker without a server: a folder that any number of workers share. It carries calls; the rows are the truth.

Unlike kombu's own filesystem transport it never shows half a message (written aside, then renamed) and never gives one
to two workers (taken by a rename that only one can win). What a killed worker held in memory is lost; the sweep calls
again. No fan-out: `celery inspect` and events need Redis.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import defaultdict, deque
from pathlib import Path
from queue import Empty
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, virtual

log = logging.getLogger(__name__)

SCHEME = "ratusz"


def register() -> None:
    """Make `ratusz+filesystem://` known to kombu."""
    TRANSPORT_ALIASES[SCHEME] = "jobs.transport:Transport"


class Channel(virtual.Channel):
    """Queues as folders, messages as files named by the time they came."""

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self._root = Path(connection.client.transport_options["folder"])
        self._seen: dict[str, deque[str]] = defaultdict(deque)
        """Names read from a queue's folder and not tried yet."""

    def _folder(self, queue: str) -> Path:
        return self._root / "queues" / quote(queue, safe="")

    def _aside(self) -> Path:
        return self._root / "aside"

    def _new_queue(self, queue: str, **_kwargs: Any) -> None:
        for folder in (self._folder(queue), self._aside()):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _has_queue(self, queue: str, **_kwargs: Any) -> bool:
        return self._folder(queue).is_dir()

    def _put(self, queue: str, message: dict[str, Any], **_kwargs: Any) -> None:
        self._new_queue(queue)
        name = f"{time.time_ns():020d}-{uuid4().hex}"
        aside = self._aside() / name
        aside.write_text(json.dumps(message))
        aside.replace(self._folder(queue) / name)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        waiting = self._seen[queue] or self._look(queue)
        while waiting:
            message = self._take(queue, waiting.popleft())
            if message is not None:
                return message
        raise Empty

    def _look(self, queue: str) -> deque[str]:
        try:
            names = sorted(os.listdir(self._folder(queue)))  # noqa: PTH208 -- names only, and often
        except FileNotFoundError:
            names = []
        self._seen[queue].extend(names)
        return self._seen[queue]

    def _take(self, queue: str, name: str) -> dict[str, Any] | None:
        """The message if we win it; None if another worker did, or if it cannot be read."""
        taken = self._aside() / f"{name}.{os.getpid()}"
        try:
            (self._folder(queue) / name).rename(taken)
            text = taken.read_text()
            taken.unlink()
            message: dict[str, Any] = json.loads(text)
        except FileNotFoundError:
            return None
        except ValueError:
            log.warning("A message in the queue %s could not be read and was dropped.", queue)
            return None
        return message

    def _size(self, queue: str) -> int:
        try:
            return sum(1 for _entry in os.scandir(self._folder(queue)))
        except FileNotFoundError:
            return 0

    def _purge(self, queue: str) -> int:
        purged = 0
        for name in list(self._look(queue)):
            (self._folder(queue) / name).unlink(missing_ok=True)
            purged += 1
        self._seen.pop(queue, None)
        return purged


class Transport(virtual.Transport):
    """The folder."""

    Channel = Channel
    implements = virtual.Transport.implements.extend(asynchronous=False, exchange_type=frozenset(["direct", "topic"]))
    global_state = virtual.BrokerState()
    default_port = 0
    can_parse_url = True
    driver_type = "ratusz"
    driver_name = "filesystem"

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.state = self.global_state

    def driver_version(self) -> str:
        """There is no driver."""
        return "1"

"""Every list of trainings at 100, 10,000 and 100,000 rows beside a bare list: python -m benchmarks.lists.

Pages beside Django's paginator and a template, the API beside DRF's ListAPIView with as many values a row; first,
middle and last page. Then the roster of one edition, which is one page whatever its length. As many rows and pages on
both sides.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from benchmarks.calls import at_once, call
from benchmarks.floor_rows import fill_editions
from benchmarks.servers import FLOOR, OURS, Server, fresh_database, served
from benchmarks.side_by_side import side_by_side, verdict_of
from benchmarks.site import Archive, Reader, setup

ROUNDS = int(os.environ.get("RATUSZ_BENCH_ROUNDS", "9"))
SIZES = [int(size) for size in os.environ.get("RATUSZ_BENCH_SIZES", "100,10000,100000").split(",")]
ONLY = os.environ.get("RATUSZ_BENCH_ONLY", "")
ROSTERS = [50, 200, 1000]
STATEMENTS = 8
PAGES, API = 4, 2.5
"""Times the floor at most."""

LISTS = {
    "catalogue": "/trainings/?",
    "enrolments": "/trainings/enrolments/?whose=all&",
    "sessions": "/trainings/sessions/?past=on&",
    "certificates": "/trainings/certificates/?whose=all&",
    "outbox": "/trainings/outbox/?",
    "approvals": "/trainings/approvals/?",
    "API editions": "/api/v1/editions/?",
    "API enrolments": "/api/v1/enrolments/?",
    "API sessions": "/api/v1/sessions/?",
    "API attendance": "/api/v1/attendance/?",
    "API certificates": "/api/v1/certificates/?",
    "API messages": "/api/v1/messages/?",
    "API approvals": "/api/v1/approvals/?",
}

LISTS_OF: dict[str, Collection[str]] = {
    "sessions": {"sessions", "API sessions"},
    "editions": {"catalogue", "API editions"},
}
LISTS_OF["people"] = LISTS.keys() - LISTS_OF["sessions"] - LISTS_OF["editions"]


@dataclass
class Measured:
    """One list: how often it was asked what, over all sizes and pages."""

    asked: set[int] = field(default_factory=set)

    def verdict(self) -> str:
        """Few statements, and as many everywhere."""
        few = verdict_of(max(self.asked) <= STATEMENTS and len(self.asked) == 1)
        return f"{'/'.join(map(str, sorted(self.asked)))} statements on every page, target {STATEMENTS}: {few}"


def statements_of(path: str, headers: dict[str, str]) -> int:
    """What one page asks of the database, session and roles included."""
    from django.core.cache import cache  # noqa: PLC0415 -- apps must be ready
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    cache.clear()  # the length of a long list would be known
    with CaptureQueriesContext(connection) as asked:
        answer = Client(headers=headers).get(path)
    if answer.status_code != HTTPStatus.OK:
        raise SystemExit(f"{path} was answered {answer.status_code}")
    if os.environ.get("RATUSZ_BENCH_SQL"):
        print(path, *(f"  {query['time']} {query['sql'][:3000]}" for query in asked.captured_queries), sep="\n")
    return len(asked)


def asked_by(reader: Reader, path: str) -> dict[str, str]:
    """The headers of whose list it is."""
    if path == LISTS["sessions"]:
        return reader.trainer
    if "/approvals/" in path:
        return reader.town_api if path.startswith("/api") else reader.town
    return reader.api if path.startswith("/api") else reader.page


def values_of(address: str, headers: dict[str, str]) -> int:
    """How many values the API shows of a row; those of an object within it are values of the row."""
    return _leaves(json.loads(call(address, headers=headers))["results"][0])


def _leaves(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_leaves(part) for part in value.values())
    return sum(_leaves(part) for part in value) or 1 if isinstance(value, list) else 1


def beside(name: str, target: float, floor: Callable[[], object], ours: Callable[[], bytes]) -> None:
    """One line: the ratio, and how much is sent."""
    result = side_by_side(name, floor=floor, ours=ours, rounds=ROUNDS, target=target)
    print(result.line(f"{len(ours()) // 1024} KiB"))


def lists(
    names: Collection[str], size: int, sites: tuple[Server, Server], reader: Reader, found: dict[str, Measured]
) -> None:
    """Each of these at this size."""
    bare, ours = sites
    for name, path in LISTS.items():
        if ONLY not in name or name not in names:
            continue
        is_api = name.startswith("API")
        headers, target = asked_by(reader, path), API if is_api else PAGES
        bare_path = f"api?values={values_of(f'{ours.url}{path}', headers)}&" if is_api else "list?"
        for place, page in {"first": 1, "middle": max(1, size // 100), "last": size // 50}.items():
            floor = partial(call, f"{bare.url}/{bare_path}page={page}")
            mine = partial(call, f"{ours.url}{path}page={page}", headers=headers)
            beside(f"{name}, {size:,} rows, {place}", target, floor, mine)
            found.setdefault(name, Measured()).asked.add(statements_of(f"{path}page={page}", headers))


def rosters(archive: Archive, bare: Server, ours: Server, reader: Reader, found: dict[str, Measured]) -> None:
    """One page with everybody on it."""
    path = f"/trainings/{reader.roster}/roster/"
    for people in ROSTERS:
        archive.fill_roster(people)
        floor = partial(call, f"{bare.url}/list?rows={people}")
        beside(f"roster, {people:,} people", PAGES, floor, partial(call, f"{ours.url}{path}", headers=reader.page))
        found.setdefault("roster", Measured()).asked.add(statements_of(path, reader.page))


def warm(bare: Server, ours: Server, reader: Reader) -> None:
    """Let both workers of each read all they load at first, and PostgreSQL keep the plans of what it is asked again."""
    addresses = [(f"{ours.url}{path}", asked_by(reader, path)) for path in LISTS.values()]
    addresses += [(f"{bare.url}/{path}", {}) for path in ("list", "api")]
    at_once(lambda address: call(address[0], headers=address[1]), addresses * 12, clients=4)


def main() -> None:
    """Measure and print."""
    fresh_database()
    setup()
    archive = Archive()
    reader, found = archive.reader(), dict[str, Measured]()
    fill_editions(1)
    with served(FLOOR) as bare, served(OURS) as ours:
        warm(bare, ours, reader)
        growing = {"people": archive.grow, "sessions": archive.plan_sessions, "editions": archive.plan_editions}
        for what, grow in growing.items():
            for size in SIZES:
                grow(size)
                fill_editions(size)
                lists(LISTS_OF[what], size, (bare, ours), reader, found)
        if ONLY in "roster":
            archive.grow(max(ROSTERS) + 1)
            fill_editions(max(ROSTERS))
            rosters(archive, bare, ours, reader, found)
    for name, measured in found.items():
        print(f"{name:<44} {measured.verdict()}")


if __name__ == "__main__":
    main()

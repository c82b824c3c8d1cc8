"""Enrolling over HTTP beside a bare view that locks, counts and inserts: python -m benchmarks.enrol.

One after another: half of the answers came within p50; and the processor time of the server's processes. Then 32
clients at once, all for one edition and spread over fifty: how many a second.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from itertools import count, cycle, islice

from benchmarks.calls import CLIENTS, at_once, call
from benchmarks.servers import FLOOR, OURS, Server, fresh_database, served
from benchmarks.side_by_side import side_by_side, verdict_of
from benchmarks.site import Clerks, clerks, setup

ROUNDS = int(os.environ.get("RATUSZ_BENCH_ROUNDS", "300"))
BURSTS = int(os.environ.get("RATUSZ_BENCH_BURSTS", "5"))
BURST = 160
"""Enrolments of one burst: five for each client."""
SPREAD = 50
WARM = 24
STATEMENTS, TIMES, SHARE = 12, 5, 0.2
"""What is asked for: statements at most, times the floor at most, share of its throughput at least."""

Enrol = Callable[[int], object]
"""For an edition, in the order in which they were made."""


def statements_of_one(who: Clerks) -> list[str]:
    """What one enrolment asks of the database, session and token look-ups included."""
    from django.db import connection  # noqa: PLC0415 -- apps must be ready
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(headers={"authorization": next(who.tokens)})
    given = {"edition": who.editions[0]}
    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/api/v1/enrolments/", given, content_type="application/json")
    if answer.status_code != 201:
        raise SystemExit(f"The enrolment was answered {answer.status_code}: {answer.content.decode()}")
    quiet = ("BEGIN", "SAVEPOINT", "RELEASE", "SET ", "COMMIT")
    return [query["sql"] for query in asked.captured_queries if not query["sql"].startswith(quiet)]


def one_after_another(bare: Server, ours: Server, floor: Enrol, enrol: Enrol) -> None:
    """In turn: the wall time of each, the processor time of all."""
    before = bare.cpu_seconds(), ours.cpu_seconds()
    result = side_by_side(
        "one enrolment (API), p50", floor=lambda: floor(0), ours=lambda: enrol(0), rounds=ROUNDS, target=TIMES
    )
    spent = bare.cpu_seconds() - before[0], ours.cpu_seconds() - before[1]
    print(result.line())
    print(
        f"{'one enrolment (API), CPU of the processes':<44} {spent[1] / spent[0]:6.2f} x  "
        f"floor {spent[0] / (ROUNDS + 1) * 1000:9.2f} ms  ours {spent[1] / (ROUNDS + 1) * 1000:9.2f} ms  "
        f"target {TIMES:<5} {verdict_of(spent[1] <= TIMES * spent[0])}"
    )


def many_at_once(name: str, floor: Enrol, enrol: Enrol, editions: int) -> None:
    """Bursts in turn; the median of the shares."""
    speeds: dict[Enrol, list[float]] = {floor: [], enrol: []}
    things = list(islice(cycle(range(editions)), BURST))
    for turn in range(BURSTS):
        for work in (floor, enrol) if turn % 2 else (enrol, floor):
            speeds[work].append(at_once(work, things))
    share = statistics.median(m / f for f, m in zip(speeds[floor], speeds[enrol], strict=True))
    bare, mine = (statistics.median(speeds[work]) for work in (floor, enrol))
    print(
        f"{name:<44} {share:6.2f} of floor {bare:7.0f} /s  ours {mine:7.0f} /s  "
        f"target {SHARE:<5} {verdict_of(share >= SHARE)}"
    )


def main() -> None:
    """Measure and print."""
    fresh_database()
    setup()
    who = clerks(ROUNDS + 2 + WARM + 2 * BURSTS * BURST, editions=SPREAD)
    from benchmarks.floor_rows import floor_editions  # noqa: PLC0415 -- needs its own connection

    rows, people = floor_editions(SPREAD), count(1)
    statements = statements_of_one(who)
    with served(FLOOR) as bare, served(OURS) as ours:

        def floor(number: int) -> object:
            return call(f"{bare.url}/enrol", {"edition": rows[number], "person": next(people)})

        def enrol(number: int) -> object:
            given = {"edition": who.editions[number]}
            return call(f"{ours.url}/api/v1/enrolments/", given, {"Authorization": next(who.tokens)})

        for work in (floor, enrol):
            at_once(work, range(WARM), clients=4)
        one_after_another(bare, ours, floor, enrol)
        many_at_once(f"{CLIENTS} clients, one edition", floor, enrol, 1)
        many_at_once(f"{CLIENTS} clients, {SPREAD} editions", floor, enrol, SPREAD)
    print(
        f"{'one enrolment, statements':<44} {len(statements):6}    floor         3     "
        f"{'':>14} target {STATEMENTS:<5} {verdict_of(len(statements) <= STATEMENTS)}"
    )
    if os.environ.get("RATUSZ_BENCH_SQL"):
        print("\n".join(f"  {sql[:160]}" for sql in statements))


if __name__ == "__main__":
    main()

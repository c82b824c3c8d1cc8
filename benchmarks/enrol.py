"""One enrolment over HTTP beside a bare view that locks, counts and inserts: python -m benchmarks.enrol."""

from __future__ import annotations

import itertools
import os

import requests

from benchmarks.servers import fresh_database, served
from benchmarks.side_by_side import side_by_side
from benchmarks.site import people_with_tokens, setup

ROUNDS = int(os.environ.get("RATUSZ_BENCH_ROUNDS", "60"))


def statements_of_one(edition: int, town: int, token: str) -> list[str]:
    """What one enrolment asks of the database, session and token look-ups included."""
    from django.db import connection  # noqa: PLC0415 -- apps must be ready
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(headers={"authorization": token})
    given = {"edition": edition, "city": town}
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post("/api/v1/enrolments/", given, content_type="application/json")
    if answer.status_code != 201:
        raise SystemExit(f"The enrolment was answered {answer.status_code}: {answer.content.decode()}")
    quiet = ("BEGIN", "SAVEPOINT", "RELEASE", "SET ", "COMMIT")
    return [query["sql"] for query in asked.captured_queries if not query["sql"].startswith(quiet)]


def main() -> None:
    """Measure and print."""
    fresh_database()
    setup()
    edition, town, tokens = people_with_tokens(ROUNDS + 2)
    from benchmarks.floor_rows import floor_edition  # noqa: PLC0415 -- needs its own connection

    bare_edition = floor_edition(capacity=ROUNDS + 2)
    people, waiting = itertools.count(1), iter(tokens)
    statements = statements_of_one(edition, town, next(waiting))
    with (
        served("benchmarks.floor.settings", "benchmarks.floor.urls") as bare,
        served("config.settings.test", "config.wsgi") as ours,
    ):

        def floor() -> None:
            given = {"edition": bare_edition, "person": next(people)}
            requests.post(f"{bare.url}/enrol", json=given, timeout=30).raise_for_status()

        def enrol() -> None:
            requests.post(
                f"{ours.url}/api/v1/enrolments/",
                json={"edition": edition, "city": town},
                headers={"Authorization": next(waiting)},
                timeout=30,
            ).raise_for_status()

        before = bare.cpu_seconds(), ours.cpu_seconds()
        result = side_by_side("one enrolment (API)", floor=floor, ours=enrol, rounds=ROUNDS, target=5)
        cpu = (ours.cpu_seconds() - before[1]) / max(bare.cpu_seconds() - before[0], 0.01)
    print(result.line(f"{len(statements)} statements (12 at most), CPU {cpu:.1f} x"))
    if os.environ.get("RATUSZ_BENCH_SQL"):
        print("\n".join(f"  {sql[:160]}" for sql in statements))


if __name__ == "__main__":
    main()

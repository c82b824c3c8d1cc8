"""The catalogue at 100, 10,000 and 100,000 rows beside a bare Django list: python -m benchmarks.lists."""

from __future__ import annotations

import os

import requests

from benchmarks.floor_rows import fill_editions
from benchmarks.servers import fresh_database, served
from benchmarks.side_by_side import side_by_side
from benchmarks.site import editions_up_to, setup, signed_in

ROUNDS = int(os.environ.get("RATUSZ_BENCH_ROUNDS", "15"))
SIZES = [int(size) for size in os.environ.get("RATUSZ_BENCH_SIZES", "100,10000,100000").split(",")]


def statements_of(path: str, session: str) -> int:
    """What one page asks of the database, session and roles included."""
    from django.conf import settings  # noqa: PLC0415 -- apps must be ready
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} was answered {answer.status_code}")
    return len(asked.captured_queries)


def main() -> None:
    """Measure and print."""
    fresh_database()
    setup()
    who = signed_in()
    cookies = {who.cookie: who.session}
    with (
        served("benchmarks.floor.settings", "benchmarks.floor.urls") as bare,
        served("config.settings.test", "config.wsgi") as ours,
    ):
        for size in SIZES:
            fill_editions(size)
            editions_up_to(size, who.project)
            pages = {"first": 1, "middle": max(1, size // 100), "last": -(-size // 50)}
            for name, page in pages.items():
                path = f"/trainings/?page={page}"

                def fetch(address: str, **more: dict[str, str]) -> None:
                    requests.get(address, timeout=60, **more).raise_for_status()  # type: ignore[arg-type]

                def floor(page: int = page) -> None:
                    fetch(f"{bare.url}/list?page={page}")

                def mine(path: str = path) -> None:
                    fetch(f"{ours.url}{path}", cookies=cookies)

                result = side_by_side(
                    f"catalogue, {size:,} rows, {name} page", floor=floor, ours=mine, rounds=ROUNDS, target=4
                )
                weight = len(requests.get(f"{ours.url}{path}", cookies=cookies, timeout=60).content) // 1024
                print(result.line(f"{statements_of(path, who.session)} statements (8 at most), {weight} KiB"))


if __name__ == "__main__":
    main()

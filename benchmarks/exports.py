"""A list of 10,000 rows as XLSX beside bare openpyxl: python -m benchmarks.exports.

The floor appends ready tuples to a write-only workbook; ours reads rows of the database and guards every text. Then
how much more memory four times as many rows take.
"""

from __future__ import annotations

import io
import os
import tracemalloc
from collections.abc import Callable
from functools import partial

from benchmarks.servers import fresh_database
from benchmarks.side_by_side import side_by_side, verdict_of
from benchmarks.site import Archive, setup

ROUNDS = int(os.environ.get("RATUSZ_BENCH_ROUNDS", "5"))
ROWS = int(os.environ.get("RATUSZ_BENCH_ROWS", "10000"))
TIMES, MEMORY = 3, 1.25
"""Times the floor at most; how much memory may grow while the rows grow four times."""


def main() -> None:
    """Measure and print."""
    fresh_database()
    setup()
    archive = Archive()
    archive.plan_editions(ROWS)
    from openpyxl import Workbook  # noqa: PLC0415 -- as below

    from kernel.time import WARSAW  # noqa: PLC0415 -- apps must be ready
    from trainings.models import Edition  # noqa: PLC0415
    from trainings.queries import with_places  # noqa: PLC0415
    from trainings.services.exports import export_list  # noqa: PLC0415
    from trainings.services.exports.columns import EDITIONS  # noqa: PLC0415

    who = archive.user
    seen = with_places(Edition.objects.visible_to(who)).select_related("course").order_by("starts_at", "pk")
    plain = [
        [
            cell.astimezone(WARSAW).replace(tzinfo=None) if hasattr(cell, "astimezone") else cell
            for cell in (get(row) for get in EDITIONS.values())
        ]
        for row in seen[:ROWS]
    ]
    if len(plain) != ROWS:
        raise SystemExit(f"There are {len(plain)} rows, not {ROWS}.")

    def floor() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in plain:
            sheet.append(row)
        book.save(io.BytesIO())

    def ours(rows: int = ROWS) -> None:
        export_list(name="editions", rows=seen[:rows], ending="xlsx", by=who).close()

    print(side_by_side(f"XLSX of {ROWS:,} rows", floor=floor, ours=ours, rounds=ROUNDS, target=TIMES).line())
    few, many = (_peak(partial(ours, rows)) for rows in (ROWS // 4, ROWS))
    print(
        f"{'memory of Python, four times the rows':<44} {many / few:6.2f} x  {ROWS // 4:,} rows {few:6.1f} MiB  "
        f"{ROWS:,} rows {many:6.1f} MiB  target {MEMORY} {verdict_of(many <= MEMORY * few)}"
    )


def _peak(work: Callable[[], None]) -> float:
    """MiB at the peak, above what was there before."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 1024**2
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()

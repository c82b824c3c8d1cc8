"""A table of 10,000 rows as XLSX beside bare openpyxl: python -m benchmarks.exports.

The floor appends ready tuples to a write-only workbook; ours reads rows of the database and guards every text.
"""

from __future__ import annotations

import io
import os
import tracemalloc

from benchmarks.servers import fresh_database
from benchmarks.side_by_side import side_by_side
from benchmarks.site import editions_up_to, setup, signed_in

ROUNDS = int(os.environ.get("RATUSZ_BENCH_ROUNDS", "5"))
ROWS = int(os.environ.get("RATUSZ_BENCH_ROWS", "10000"))


def main() -> None:
    """Measure and print."""
    fresh_database()
    setup()
    project = signed_in().project
    editions_up_to(ROWS, project)
    from openpyxl import Workbook  # noqa: PLC0415 -- as below

    from accounts.models import User  # noqa: PLC0415 -- apps must be ready
    from kernel.time import WARSAW  # noqa: PLC0415
    from trainings.models import Edition  # noqa: PLC0415
    from trainings.queries import with_places  # noqa: PLC0415
    from trainings.services.exports import export_list  # noqa: PLC0415
    from trainings.services.exports.columns import EDITIONS  # noqa: PLC0415

    who = User.objects.get(project_roles__project=project)
    rows = with_places(Edition.objects.visible_to(who)).select_related("course").order_by("starts_at", "pk")
    plain = [
        [
            cell.astimezone(WARSAW).replace(tzinfo=None) if hasattr(cell, "astimezone") else cell
            for cell in (get(row) for get in EDITIONS.values())
        ]
        for row in rows
    ]

    def floor() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in plain:
            sheet.append(row)
        book.save(io.BytesIO())

    def ours() -> None:
        export_list(name="editions", rows=rows, ending="xlsx", by=who).close()

    print(side_by_side(f"XLSX of {ROWS:,} rows", floor=floor, ours=ours, rounds=ROUNDS, target=3).line())
    for part in (ROWS // 4, ROWS):
        tracemalloc.start()
        export_list(name="editions", rows=rows[:part], ending="xlsx", by=who).close()
        print(f"peak memory of Python at {part:>7,} rows {tracemalloc.get_traced_memory()[1] / 1024**2:8.1f} MiB")
        tracemalloc.stop()


if __name__ == "__main__":
    main()

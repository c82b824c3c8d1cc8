"""The donor report as PDF: what the job does beside plain WeasyPrint on the same page, in turn, in one process.

    python -m benchmarks.report [rounds]

The floor reads the same HTML and style sheet with WeasyPrint as it comes and writes the same kind of PDF; ours adds
what the job adds: our page from the snapshot, the checks, the tags, the file in the storage, the rows and the audit.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from benchmarks.side_by_side import side_by_side

TARGET = 1.15
MEMORY_TARGET = 250
"""MiB at the peak."""
ROUNDS = 9
ROWS = 180
"""Rows of evidence: with them the report has about twelve pages."""
LANGUAGE = "pl"


def main() -> None:
    """Time both, then each alone for its memory."""
    if sys.argv[1:2] == ["--alone"]:
        _alone(sys.argv[2])
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    _prepare()
    snapshots = _snapshots(rounds + 1)
    pages = 0

    def ours() -> None:
        nonlocal pages
        pages = _ours(next(snapshots))

    result = side_by_side("donor report PDF, tagged", floor=_floor(), ours=ours, rounds=rounds, target=TARGET)
    print(result.line(f"{pages} pages"))
    floor, mine = (_peak(what) for what in ("floor", "ours"))
    verdict = "within" if mine <= MEMORY_TARGET else "ABOVE"
    print(
        f"{'peak memory of a fresh process':<44} {mine / floor:6.2f} x  floor {floor:8.0f} MiB  "
        f"ours {mine:8.0f} MiB  target {MEMORY_TARGET:<5} {verdict}"
    )


def _prepare() -> None:
    """A database and a storage of its own, gone with the machine's temporary files."""
    os.environ["RATUSZ_VAR"] = tempfile.mkdtemp(prefix="ratusz-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ.pop("DATABASE_URL", None)
    sys.path[:0] = ["platform"]
    import django  # noqa: PLC0415 -- after the settings are named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- as above

    call_command("migrate", verbosity=0)


def _content(number: int) -> str:
    from kernel.text import canonical_json  # noqa: PLC0415 -- Django first
    from tests.reports import sample  # noqa: PLC0415 -- Django first

    content = sample.content(figures=[sample.trained(ROWS), sample.advised(), sample.agreed(), sample.unknown()])
    content["report"]["revision"] = number
    return canonical_json(content)


def _snapshots(count: int) -> Iterator[Any]:
    """One for each round: a file is made of each only once."""
    from config.factories.reports import ReportFactory  # noqa: PLC0415 -- Django first
    from kernel.text import new_code, sha256  # noqa: PLC0415 -- Django first
    from reports.models import Snapshot  # noqa: PLC0415 -- Django first

    report = ReportFactory()
    made = []
    for number in range(1, count + 1):
        content = _content(number)
        made.append(
            Snapshot.objects.create(
                report=report,
                revision=number,
                content=content,
                sha256=sha256(content),
                previous_sha256=made[-1].sha256 if made else "",
                schema_version=1,
                code=new_code(),
                created_by=report.created_by,
                created_at=datetime(2026, 7, 1, tzinfo=UTC),
            )
        )
    return iter(made)


def _ours(snapshot: Any) -> int:
    from reports.services import make_artifact  # noqa: PLC0415 -- Django first

    return make_artifact(snapshot=snapshot, language=LANGUAGE, progress=lambda *_: None).pages


def _floor() -> Any:
    """Plain WeasyPrint on what our page makes of the same content."""
    from django.template.loader import render_to_string  # noqa: PLC0415 -- Django first

    from reports.documents import report  # noqa: PLC0415 -- Django first
    from ui.documents import fonts  # noqa: PLC0415 -- Django first

    fonts.use_only_ours()
    page, sheet = report.html(_content(1), LANGUAGE), render_to_string("reports/pdf/report.css")
    return partial(_plain, page, sheet)


def _plain(page: str, sheet: str) -> bytes | None:
    import weasyprint  # noqa: PLC0415 -- the fonts first

    pdf: bytes | None = weasyprint.HTML(string=page).write_pdf(
        stylesheets=[weasyprint.CSS(string=sheet)], pdf_variant="pdf/a-3a"
    )
    return pdf


def _peak(what: str) -> float:
    """Of a process that makes one report and ends, in MiB."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.report", "--alone", what], capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def _alone(what: str) -> None:
    _prepare()
    if what == "ours":
        _ours(next(_snapshots(1)))
    else:
        _floor()()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()

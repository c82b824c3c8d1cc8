"""The report of the demo as files beside it: ordered, waited for, copied out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from config.demo.frame import PROJECT_CODE
from config.demo.processes import Child, DemoError
from files.services import open_file
from jobs.choices import State
from reports.models import Snapshot
from reports.services import Order, files_of, order_artifacts

WITHIN = 180
"""Seconds for both files."""


def submitted() -> Snapshot:
    """What was submitted with the demo."""
    return Snapshot.objects.filter(report__project__code=PROJECT_CODE, report__period__number=1).latest("revision")


def is_made(snapshot: Snapshot) -> bool:
    """Whether its file is there in each language."""
    return all(order.artifact for order in files_of(snapshot=snapshot))


def make(snapshot: Snapshot, worker: Child, tell: Callable[[str], None]) -> None:
    """Have the worker make what is missing, and tell how far it is. Raises DemoError."""
    order_artifacts(snapshot=snapshot, by=snapshot.created_by)
    until = time.monotonic() + WITHIN
    while True:
        orders = files_of(snapshot=snapshot)
        tell(", ".join(f"{order.language} {_progress(order)}" for order in orders))
        if all(order.artifact for order in orders):
            return
        _require_hope(orders, until, worker)
        time.sleep(0.3)


def copy_out(snapshot: Snapshot, folder: Path) -> list[Path]:
    """Put the PDFs where people look for them; a file that is the same already is left alone."""
    return [_copy(order, folder) for order in files_of(snapshot=snapshot)]


def _copy(order: Order, folder: Path) -> Path:
    target = folder / f"report-{order.language}.pdf"
    if order.artifact is None:
        raise DemoError(f"The report in {order.language} is not there.")
    with open_file(order.artifact.file) as source:
        content = source.read()
    if not target.exists() or target.read_bytes() != content:
        target.write_bytes(content)
    return target


def _progress(order: Order) -> str:
    if order.artifact:
        return "ready"
    return f"{order.job.progress} %" if order.job and order.job.state == State.RUNNING else "waiting"


def _require_hope(orders: list[Order], until: float, worker: Child) -> None:
    worker.require_alive()
    for order in orders:
        if not order.artifact and order.job and not order.job.is_open():
            raise DemoError(f"The report in {order.language} was not made: {order.job.error or order.job.state}")
    if time.monotonic() > until:
        raise DemoError(f"The report was not made within {WITHIN} seconds. See {worker.log}.")

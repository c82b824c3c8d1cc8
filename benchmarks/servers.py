"""A database of its own for a benchmark, and gunicorn in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
DATABASE_URL = os.environ.get("RATUSZ_BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/ratusz_bench")
REDIS_URL = os.environ.get("RATUSZ_BENCH_REDIS_URL", "redis://127.0.0.1:6379/8")
OURS, FLOOR = "benchmarks.settings", "benchmarks.floor.settings"
"""Settings of the two sites."""
_VAR = tempfile.mkdtemp(prefix="ratusz-bench-")

ENVIRONMENT = {
    **os.environ,
    "DATABASE_URL": DATABASE_URL,
    "REDIS_URL": REDIS_URL,
    "RATUSZ_VAR": _VAR,
    "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
}


def fresh_database() -> None:
    """Drop it, make it, migrate both schemas into it."""
    address = urlsplit(DATABASE_URL)
    name = address.path.lstrip("/")
    maintenance = urlunsplit(address._replace(path="/postgres"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    for settings, command in (
        (OURS, ["migrate", "--verbosity", "0"]),
        (FLOOR, ["migrate", "--run-syncdb", "--verbosity", "0"]),
    ):
        subprocess.run(
            [sys.executable, "-m", "django", *command],
            env={**ENVIRONMENT, "DJANGO_SETTINGS_MODULE": settings},
            cwd=ROOT,
            check=True,
        )


@dataclass(frozen=True)
class Server:
    """A running gunicorn."""

    url: str
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time of the master and its workers so far."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if self.pid in {int(stat.parent.name), int(fields[1])}:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(settings: str) -> Iterator[Server]:
    """Gunicorn with two sync workers on a free port."""
    application = "benchmarks.floor.urls" if settings == FLOOR else "config.wsgi"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2"]
        + ["--log-level", "error", "--no-control-socket"],
        env={**ENVIRONMENT, "DJANGO_SETTINGS_MODULE": settings},
        cwd=ROOT,
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(20)

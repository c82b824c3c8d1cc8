"""Real worker processes on the database of the test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url():
    """Where the test keeps its rows, for another process."""
    there = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{there['NAME']}"
    return f"postgres://{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"


def environment(var, broker, **more):
    """The environment of a worker: short leases, and the kinds of work that only tests know."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")]),
        "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": broker,
        "RATUSZ_VAR": str(var),
        "RATUSZ_JOB_LEASE": "2",
        "RATUSZ_JOB_WAKE_AFTER": "2",
        "RATUSZ_SWEEP_EVERY": "1",
        "RATUSZ_MAIL_LEASE": "2",
        "CELERY_SKIP_CHECKS": "1",  # they load every page; not what is tested here
        **more,
    }


@contextmanager
def worker(env, name):
    """A worker with its clock; killed with all its children at the end."""
    log = Path(env["RATUSZ_VAR"]) / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "config", "worker", "--beat", "--concurrency=1"),
                *("--queues=default,reports", f"--hostname={name}@test", f"--schedule={log.parent / name}.beat"),
            ],
            env=env,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill(process)


def kill(process):
    """SIGKILL for the worker and all its children: nobody gets to tidy up."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(holds, *, seconds, env):
    """Wait, and show what the workers said if it takes too long."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            logs = [log.read_text()[-3000:] for log in sorted(Path(env["RATUSZ_VAR"]).glob("*.log"))]
            raise AssertionError("\n".join(["It took too long. The workers said:", *logs]))
        time.sleep(0.1)

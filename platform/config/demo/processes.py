"""The web server and the worker as children of the demo: started, watched, and stopped with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import paths

STOP_WITHIN = 20
"""Seconds a child has to finish what it is at."""
ANSWER_WITHIN = 60
"""Seconds a web server may take to come up."""
LAST_WORDS = 1500
"""Characters of the log that are shown when a child dies."""


class DemoError(Exception):
    """Something stands in the way, and what to do about it."""


@dataclass(frozen=True)
class Child:
    """A running process and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def require_alive(self) -> None:
        """Raises DemoError with its last words."""
        if self.process.poll() is not None:
            words = self.log.read_text(errors="replace")[-LAST_WORDS:].strip()
            raise DemoError(f"The {self.name} stopped by itself. Its last words ({self.log}):\n{words}")

    def stop(self) -> None:
        """Ask it to end; end it with all its children if it does not."""
        self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def worker(folder: Path) -> Iterator[Child]:
    """A worker with the clock inside."""
    options = ("--beat", "--queues=default,reports", "--concurrency=2", "--loglevel=WARNING")
    with _child("worker", folder, "celery", "-A", "config", "worker", *options) as child:
        yield child


@contextmanager
def web_server(folder: Path, *, port: int) -> Iterator[Child]:
    """The pages and the API, once they answer. Raises DemoError."""
    options = (f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4", "--log-level=warning")
    with _child("web server", folder, "gunicorn", "config.wsgi:application", *options) as child:
        _wait_until_it_answers(child, port)
        yield child


def require_free(port: int) -> None:
    """Raises DemoError where somebody else listens already."""
    with socket.socket() as probe:
        # As the web server asks for it: a connection that is still closing is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise DemoError(
                f"Port {port} cannot be used: {error}. Stop what runs there, or take another one: "
                "make demo PORT=8001 (or SERVE=0 for the report alone)."
            ) from error


@contextmanager
def _child(name: str, folder: Path, *command: str) -> Iterator[Child]:
    log = folder / f"{name.replace(' ', '-')}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter, words of our own
            [sys.executable, "-m", *command],
            env={**os.environ, "PYTHONPATH": _search_path(), "CELERY_SKIP_CHECKS": "1"},
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is ours; we end the children in order
        )
    child = Child(name, process, log)
    try:
        yield child
    finally:
        child.stop()


def _search_path() -> str:
    """Where children find our packages, also in a checkout that was never installed."""
    roots = [str(paths.ROOT), str(paths.CONFIG.parent)]
    return os.pathsep.join([*roots, *filter(None, [os.environ.get("PYTHONPATH")])])


def _wait_until_it_answers(child: Child, port: int) -> None:
    until = time.monotonic() + ANSWER_WITHIN
    while not _answers(port):
        child.require_alive()
        if time.monotonic() > until:
            raise DemoError(f"The web server does not answer on port {port}. See {child.log}.")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/ready", timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 -- HTTP's OK
    except (urllib.error.URLError, OSError):
        return False

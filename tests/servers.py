"""A real server on the test database: gunicorn in processes of its own, for tests in which many come at once.

`tests.threads.at_once` sends the requests at one moment.
The test must be `django_db(transaction=True)`, so that the server sees what the test wrote.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from django.conf import settings
from django.db import connection
from django.test import Client
from knox.models import AuthToken

from accounts.models import User

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60
"""Seconds."""
CSRF = "c" * 32


def database_url() -> str:
    """The address of the database this test runs on."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    password = f":{here['PASSWORD']}" if here["PASSWORD"] else ""
    return f"postgres://{here['USER']}{password}@{here['HOST']}:{here['PORT'] or 5432}/{here['NAME']}"


@contextmanager
def web_server(workers: int = 2, threads: int = 8, **environment: str) -> Iterator[str]:
    """Gunicorn on a free port; gives its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(512)
        host, port = listener.getsockname()
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"fd://{listener.fileno()}"]
        command += ["--workers", str(workers), "--threads", str(threads), "--timeout", "120", "--log-level", "error"]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            pass_fds=[listener.fileno()],
            env={
                **os.environ,
                "DATABASE_URL": database_url(),
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
                "RATUSZ_VAR": str(settings.VAR),
                **environment,
            },
        )
        try:
            address = f"http://{host}:{port}"
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        try:
            if requests.get(f"{address}/healthz/ready", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def browser_of(user: User) -> requests.Session:
    """Signed in with a cookie, with the token that forms carry."""
    client = Client()
    client.force_login(user)
    session = requests.Session()
    session.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    session.cookies[settings.CSRF_COOKIE_NAME] = CSRF
    session.headers["X-CSRFToken"] = CSRF
    return session


def program_of(user: User) -> requests.Session:
    """Signed in with a token of the API."""
    session = requests.Session()
    session.headers["Authorization"] = f"Token {AuthToken.objects.create(user)[1]}"
    return session


def statuses(answers: Iterable[requests.Response]) -> dict[int, int]:
    """How often each status came."""
    return dict(Counter(answer.status_code for answer in answers))

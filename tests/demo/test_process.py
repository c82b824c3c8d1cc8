"""`manage.py demo` as a newcomer starts it: a process, an empty folder, twice; then served, and stopped by Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import pikepdf
import psycopg
import pytest
from django.conf import settings

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[2]


class Place:
    """A folder and a database that only these tests use."""

    def __init__(self, var, database_url):
        self.var = var
        self.database_url = database_url
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "RATUSZ_URL"},
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "RATUSZ_VAR": str(var),
            "DATABASE_URL": database_url,
        }

    def demo(self, *options):
        """The command, run to its end."""
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "demo", *options],
            env=self.environment,
            cwd=self.var,
            capture_output=True,
            text=True,
            timeout=400,
        )

    def pdf(self, language):
        return self.var / "demo" / f"report-{language}.pdf"

    def contents(self):
        """How many rows each table has, and the bytes of the reports."""
        with closing(self._connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(self._tables)
            names = sorted(name for (name,) in cursor.fetchall())
            rows = {name: cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
        reports = {language: sha256(self.pdf(language).read_bytes()).hexdigest() for language in ("pl", "en")}
        return rows | reports

    def _connect(self):
        if self.database_url.startswith("sqlite"):
            return sqlite3.connect(self.var / "ratusz.sqlite3")
        return psycopg.connect(self.database_url)

    @property
    def _tables(self):
        if self.database_url.startswith("sqlite"):
            return "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        return "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


@contextmanager
def database(var):
    """Where the demo keeps its rows: a file of its own, or a database of its own beside that of the suite."""
    here = settings.DATABASES["default"]
    if here["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{var / 'ratusz.sqlite3'}"
        return
    server = f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}"
    name = f"test_demo_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """After the first run."""
    var = tmp_path_factory.mktemp("a demo")  # with a space, as homes have them
    with database(var) as url:
        place = Place(var, url)
        first = place.demo("--no-serve")
        assert first.returncode == 0, first.stdout + first.stderr
        place.said = first.stdout
        yield place


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def still_running(place):
    """Processes that live in the folder of these tests."""
    mark = f"RATUSZ_VAR={place.var}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(folder.name)
        except OSError:
            continue
    return found


def test_it_says_where_the_report_is_and_who_signs_in(place):
    for language in ("pl", "en"):
        assert str(place.pdf(language)) in place.said
    for key in ("clerk", "organiser", "advisor", "partnerships", "manager", "donor"):
        assert f"{key}@example.org" in place.said


def test_nothing_runs_on_when_it_has_ended(place):
    assert still_running(place) == []


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_report_is_a_tagged_pdf_that_names_its_language(place, language):
    with pikepdf.open(place.pdf(language)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).split("-")[0] == language


@pytest.mark.parametrize("language", ["pl", "en"])
def test_each_page_of_the_report_carries_its_code(place, language):
    code = re.search(r"code ([0-9A-Z]{5}-[0-9A-Z]{5})", place.said).group(1)
    text = subprocess.run(
        ["pdftotext", "-layout", place.pdf(language), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.removesuffix("\f").split("\f")
    assert len(pages) > 2
    for page in pages:
        footer = page.strip().splitlines()[-1]
        assert footer.startswith(code)


def test_a_second_run_is_quick_and_changes_nothing(place):
    before, started = place.contents(), time.monotonic()
    again = place.demo("--no-serve")
    assert again.returncode == 0, again.stderr
    assert "nothing was changed" in again.stdout
    assert place.contents() == before
    assert time.monotonic() - started < 60


def test_a_port_in_use_is_said_in_a_sentence(place):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = place.demo("--port", str(other.getsockname()[1]))
    assert refused.returncode == 1
    assert "make demo PORT=" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 128 + signal.SIGTERM)])
def test_it_serves_until_it_is_stopped_and_takes_its_children_with_it(place, sent, code):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(port)],
        env=place.environment,
        cwd=place.var,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Ratusz is running"):
                break
        assert f"http://localhost:{port}" in said, said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/auth/login/", timeout=30) as page:
            assert page.status == 200
        assert len(still_running(place)) > 3
        process.send_signal(sent)
        rest, _none = process.communicate(timeout=60)
        assert process.returncode == code, rest
    finally:
        process.kill()
    assert still_running(place) == []

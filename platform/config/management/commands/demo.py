"""demo [--no-serve] [--port N]: everything from an empty folder to a running platform with a donor report."""

from __future__ import annotations

import os
import signal
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.choices import RoleCode
from config.demo import printing
from config.demo.cast import CAST, Part
from config.demo.loading import require_allowed
from config.demo.processes import Child, DemoError, require_free, web_server, worker
from config.factories.accounts import PASSWORD
from kernel.errors import Refused
from reports.models import Snapshot
from trainings.models import Certificate

STOPPED = 128
"""Added to the signal in the exit code, as shells do."""


class Command(BaseCommand):
    """Puts the pieces together; each of them can be run twice without harm."""

    help = "Load the demo, make its donor report, serve the platform until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--no-serve, --port."""
        parser.add_argument("--no-serve", action="store_true", help="stop once the report is made")
        parser.add_argument("--port", type=int, default=8000, help="where to serve; 8000 if not said")

    def handle(self, *args: Any, **given: Any) -> None:
        """From an empty folder to a report, and on to a running platform."""
        # A shell that starts us in the background has Ctrl-C ignored; here it always means stop.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _leave)
        try:
            require_allowed()
            self._run(serve=not given["no_serve"], port=given["port"])
        except (DemoError, Refused) as reason:
            raise CommandError(str(reason.message if isinstance(reason, Refused) else reason)) from reason
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")

    def _run(self, *, serve: bool, port: int) -> None:
        folder = Path(settings.VAR) / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        if serve:
            require_free(port)
            _set_address(port)
        self._fill_database()
        snapshot = printing.submitted()
        with ExitStack() as children:
            running: list[Child] = []
            if serve or not printing.is_made(snapshot):
                running.append(children.enter_context(worker(folder)))
                printing.make(snapshot, running[0], self._tell)
                self._tell("")
            if serve:
                running.append(children.enter_context(web_server(folder, port=port)))
            self._say_where(snapshot, printing.copy_out(snapshot, folder), serve=serve)
            while serve:
                for child in running:
                    child.require_alive()
                time.sleep(1)

    def _fill_database(self) -> None:
        self.stdout.write("Preparing the database")
        self.stdout.flush()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("loaddemo", stdout=self.stdout)

    _told = ""

    def _tell(self, progress: str) -> None:
        """One line that changes, on a terminal; elsewhere a line for each change. Empty: that was all."""
        if progress == self._told:
            return
        self._told = progress
        if self.stdout.isatty():
            self.stdout.write(
                f"\r\033[KMaking the report: {progress}" if progress else "", ending="" if progress else "\n"
            )
        elif progress:
            self.stdout.write(f"Making the report: {progress}")
        self.stdout.flush()

    def _say_where(self, snapshot: Snapshot, files: list[Path], *, serve: bool) -> None:
        wide = [max(map(len, column)) for column in zip(*[(part.email, _role(part)) for part in CAST], strict=True)]
        self.stdout.write(f"\nPeople of the demo, all with the password {PASSWORD}:")
        for part in CAST:
            self.stdout.write(f"  {part.email:{wide[0]}}  {_role(part):{wide[1]}}  {part.first_name} {part.last_name}")
        self.stdout.write(f"\nThe donor report, code {snapshot.shown_code}:")
        for file in files:
            self.stdout.write(f"  {file}")
        certificate = Certificate.objects.valid().select_related("enrolment__person").earliest("number")
        self.stdout.write(f"\nA certificate of {certificate.enrolment.person}, code {certificate.shown_code}")
        self.stdout.write(
            f"\nRatusz is running at {settings.SITE_URL} (Ctrl-C stops it)."
            if serve
            else "\nTo look at it in a browser: make demo"
        )
        self.stdout.flush()


def _role(part: Part) -> str:
    with translation.override("en"):
        role = RoleCode(part.role).label
        return f"{role}, {part.town}" if part.town else str(role)


def _set_address(port: int) -> None:
    """The report and the messages name the address that is served, unless one was given."""
    address = os.environ.setdefault("RATUSZ_URL", f"http://localhost:{port}")
    settings.SITE_URL = address


def _leave(number: int, _frame: object) -> NoReturn:
    raise SystemExit(STOPPED + number)

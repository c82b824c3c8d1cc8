"""import_terc FILE [--on YYYY-MM-DD]: bring the register of municipalities to the state of a TERC file."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kernel.errors import Refused
from organisations.services import import_terc


class Command(BaseCommand):
    """A thin door to the service; acts as the system itself."""

    help = "Import municipalities and counties from a TERC file of GUS (CSV, UTF-8). Running it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --on, --many-may-end."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day the register holds from; else that of the file"
        )
        parser.add_argument(
            "--many-may-end", action="store_true", help="let more than one code in twenty end: the file is whole"
        )

    def handle(self, *args: Any, **given: Any) -> None:
        """Import, and say what it did."""
        try:
            with given["file"].open(encoding="utf-8-sig", newline="") as lines:
                outcome = import_terc(lines=lines, by=None, on=given["on"], many_may_end=given["many_may_end"])
        except OSError as error:
            raise CommandError(f"{given['file']}: {error.strerror}") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if not outcome:
            self.stdout.write(
                _("Nothing changed: all %(count)s units are as in the file.") % {"count": outcome.unchanged}
            )
            return
        self.stdout.write(
            _("%(day)s: %(entered)s entered, %(recoded)s changed, %(ended)s ended, %(unchanged)s unchanged.")
            % {
                "day": outcome.day.isoformat(),
                "entered": outcome.entered,
                "recoded": outcome.recoded,
                "ended": outcome.ended,
                "unchanged": outcome.unchanged,
            }
        )

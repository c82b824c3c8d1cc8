"""loaddemo [--scale small|full]: real facts with their sources, and an invented project that runs today."""

from __future__ import annotations

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from accounts.models import User
from advisory.models import Consultation
from config.demo.loading import Scale, load
from kernel.errors import Refused
from organisations.models import Organisation
from partnerships.models import Partnership
from reports.models import Report
from trainings.models import Attendance, Edition, Enrolment

COUNTED: dict[str, type[Model]] = {
    "organisations": Organisation,
    "people": User,
    "editions": Edition,
    "enrolments": Enrolment,
    "records of attendance": Attendance,
    "consultations": Consultation,
    "partnerships": Partnership,
    "reports": Report,
}


class Command(BaseCommand):
    """A thin door to `config.demo.loading`."""

    help = "Load the demo. Running it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--scale."""
        parser.add_argument(
            "--scale",
            choices=[scale.value for scale in Scale],
            default=Scale.SMALL.value,
            help="full: also a project of 54 towns, 1,512 people, 270 workshops and 1,700 consultations",
        )

    def handle(self, *args: Any, **given: Any) -> None:
        """Load, and say what there is."""
        started = monotonic()
        try:
            loaded = load(Scale(given["scale"]))
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        if not loaded:
            self.stdout.write("The demo is loaded already; nothing was changed.")
            return
        counts = ", ".join(f"{_count(model):,} {name}" for name, model in COUNTED.items())
        self.stdout.write(f"The demo is loaded ({monotonic() - started:.1f} s): {counts}.")


def _count(model: type[Model]) -> int:
    manager = model._meta.default_manager
    return manager.count() if manager else 0

"""The demo as a whole: once, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from audit.services import record
from config.demo import cast, frame, volume
from config.demo.advice import play_advice
from config.demo.alliances import play_partnerships
from config.demo.asking import play_evaluation
from config.demo.at_the_door import play_at_the_door
from config.demo.courses import create_courses
from config.demo.days import Days
from config.demo.deciding import play_deciding
from config.demo.keeping import play_keeping
from config.demo.online import play_online
from config.demo.past_trainings import play_past_trainings
from config.demo.real import load_real
from config.demo.reporting import draft_report, submit_past_report
from config.demo.settled import play_certificates, play_settlement
from config.demo.stage import Stage
from config.demo.take_home import play_materials
from config.demo.texts import play_texts
from config.demo.trainings_now import play_trainings_now
from config.demo.travelling import play_travel
from grants.models import Project
from kernel.errors import Refused
from kernel.time import today
from organisations.models import Organisation


class Scale(StrEnum):
    """How much of it."""

    SMALL = "small"
    FULL = "full"


@dataclass(frozen=True)
class Loaded:
    """What was new."""

    small: bool
    full: bool

    def __bool__(self) -> bool:
        return self.small or self.full


def require_allowed() -> None:
    """Raises Refused demo_in_production: everybody knows the passwords, one of them an administrator's."""
    if settings.PRODUCTION:
        raise Refused("demo_in_production", _("The demo does not belong on a production system."))


@transaction.atomic
def load(scale: Scale = Scale.SMALL) -> Loaded:
    """What is missing of the demo. Raises Refused demo_in_production."""
    if settings.PRODUCTION:
        # Everybody knows the passwords of its people, one of them an administrator.
        raise Refused("demo_in_production", _("The demo does not belong on a production system."))
    there = set(
        Project.objects.filter(code__in=[frame.PROJECT_CODE, volume.PROJECT_CODE]).values_list("code", flat=True)
    )
    missing = Loaded(
        small=frame.PROJECT_CODE not in there, full=scale == Scale.FULL and volume.PROJECT_CODE not in there
    )
    with translation.override(settings.LANGUAGE_CODE):
        if missing.small:
            _load_small(Days(today()))
        if missing.full:
            volume.load_volume(Days(today()))
    return missing


def _load_small(days: Days) -> None:
    towns = load_real()
    stage = _set_stage(towns, days)
    play_texts(stage)
    play_keeping(stage)
    courses = create_courses(stage)
    play_past_trainings(stage, courses)
    play_trainings_now(stage, courses)
    play_materials(stage, courses)
    play_deciding(stage, courses)
    play_at_the_door(stage, courses["SASIEDZI"])
    play_online(stage, courses["DANE"])
    play_evaluation(stage, courses)
    settled = play_settlement(stage, courses["DIALOG"])
    play_travel(stage, settled)
    play_advice(stage)
    play_partnerships(stage)
    submit_past_report(stage)
    draft_report(stage)
    # Last, so that the worker makes the report before so many files.
    play_certificates(stage, settled)
    record(action="config.demo.loaded", about=stage.project, by=None, after={"scale": Scale.SMALL})


def _set_stage(towns: dict[str, Organisation], days: Days) -> Stage:
    bodies = frame.invent_bodies()
    programme = frame.invent_programme(bodies.donor)
    project = frame.invent_project(programme, bodies.association, towns.values(), days)
    frame.promise(project, 120, 300, 29, 6)
    since = project.starts_on
    return Stage(
        project=project,
        days=days,
        bodies=bodies,
        towns=towns,
        people=cast.engage_cast(project=project, association=bodies.association, towns=towns),
        officials=cast.officials(since=since, towns=towns),
        second_trainer=cast.outsider(
            key="trainer2", number=60, role=RoleCode.TRAINER, since=since, body=bodies.association
        ),
        second_advisor=cast.outsider(
            key="advisor2", number=61, role=RoleCode.ADVISOR, since=since, body=bodies.association
        ),
    )

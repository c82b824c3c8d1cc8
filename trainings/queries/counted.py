"""The counts of a project and a period as people read them: the same on the page, in the file and in the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.choices import Sex
from accounts.models import User
from accounts.permissions import reads_everything
from grants.models import Project
from kernel.text import Text
from kernel.time import today
from organisations.choices import Kind
from organisations.models import Organisation, TerytCode, valid_on
from trainings.models import Certificate, Enrolment
from trainings.models.courses import MANAGING_ROLES
from trainings.queries.counting import Counts, attended_places

SEXES: dict[str, Text] = {Sex.FEMALE: _("women"), Sex.MALE: _("men"), "": _("not told")}


@dataclass(frozen=True)
class Line:
    """People of one part."""

    axis: str
    """sex, kind or town."""
    code: str
    label: Text
    attended: int
    """People, each with the first place of the period."""
    completed: int
    """People among those who completed, each with the first place that was completed."""


def countable_projects(user: User) -> QuerySet[Project]:
    """Those of which `can_see_settlement` lets the user know the counts, the latest first."""
    rows = Project.objects.visible_to(user)
    found = rows if reads_everything(user) else rows.in_which(user, *MANAGING_ROLES)
    return found.order_by("-starts_on", "code")


def lines_of(counts: Counts) -> list[Line]:
    """By sex, by kind of body, by town: each part in which there is anybody, towns by their name. One statement."""
    return [*_by_sex(counts), *_by_kind(counts), *_by_town(counts)]


def _by_sex(counts: Counts) -> Iterator[Line]:
    for code, label in SEXES.items():
        yield _line("sex", code, label, counts.attended.by_sex, counts.completed.by_sex)


def _by_kind(counts: Counts) -> Iterator[Line]:
    for kind in Kind:
        line = _line("kind", kind.value, kind.label, counts.attended.by_kind, counts.completed.by_kind)
        if line.attended or line.completed:
            yield line


def _by_town(counts: Counts) -> Iterator[Line]:
    seen = counts.attended.by_town.keys() | counts.completed.by_town.keys()
    for town in Organisation.objects.filter(pk__in=seen).order_by("name", "pk"):
        yield _line("town", town.pk, town.name, counts.attended.by_town, counts.completed.by_town)


def _line(axis: str, code: Any, label: Text, attended: Any, completed: Any) -> Line:
    return Line(axis, str(code), label, attended.get(code, 0), completed.get(code, 0))


def usual_days(project: Project) -> dict[str, date]:
    """The latest reporting period that has begun; of a project without one, all its days."""
    period = project.periods.filter(starts_on__lte=today()).order_by("-starts_on").first()
    whole = period or project
    return {"first_day": whole.starts_on, "last_day": whole.ends_on}


def participants(*, project_id: int, first_day: date, last_day: date) -> QuerySet[Enrolment]:
    """Who attended, place by place, with the code of the body on the last day and the number of a valid certificate."""
    codes = TerytCode.objects.filter(valid_on(last_day), organisation=OuterRef("city"))
    held = Certificate.objects.valid().filter(enrolment=OuterRef("pk")).order_by("-pk")
    rows = attended_places(project_id=project_id, first_day=first_day, last_day=last_day)
    facts = {"teryt": Subquery(codes.values("code")[:1]), "certificate_number": Subquery(held.values("number")[:1])}
    return rows.annotate(**facts).select_related("person", "city", "edition__course")

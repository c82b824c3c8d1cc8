"""What holds for a kind of data, and how much of it has had its time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet, Value
from django.db.models.fields import CharField, IntegerField

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import reads_everything
from grants.models import Project, projects_of
from kernel.time import today
from retention.models import RetentionRule, RetentionRun
from retention.registry import Cut, Length, Matter, matter_of, matters


@dataclass(frozen=True)
class Row:
    """A kind of data as a reader sees it."""

    matter: Matter
    length: Length
    """Where no project has its own rule."""
    own: list[tuple[RetentionRule, Length]]
    """Rules of projects in sight."""
    due: int
    last: datetime | None
    """When something of it was erased last."""


def overview(user: User) -> list[Row]:
    """Everything that is kept for a time, as the user may know of it: five statements, whatever there is of it."""
    found: dict[str, list[RetentionRule]] = {}
    for rule in RetentionRule.objects.visible_to(user).select_related("project"):
        found.setdefault(rule.matter, []).append(rule)
    due = due_counts(asked_by(user))
    last = _last_effects(RetentionRun.objects.visible_to(user))
    return [
        Row(
            matter=matter,
            length=length_of(matter, next((rule for rule in found.get(matter.code, []) if not rule.project), None)),
            own=[(rule, length_of(matter, rule)) for rule in found.get(matter.code, []) if rule.project],
            due=due.get(matter.code, 0),
            last=last.get(matter.code),
        )
        for matter in matters()
    ]


def asked_by(user: User) -> list[int] | None:
    """The projects of which the user may know how much is due; None for all."""
    return None if reads_everything(user) else projects_of(user, RoleCode.PROJECT_MANAGER)


def rules_by_project(matter: Matter) -> dict[int | None, RetentionRule]:
    """The rules of a matter; None is the general one."""
    return {rule.project_id: rule for rule in RetentionRule.objects.filter(matter=matter.code)}


def length_of(matter: Matter, rule: RetentionRule | None) -> Length:
    """How long it is kept by a rule; without one, by what the platform begins with."""
    return Length(rule.number, matter.default.unit) if rule else matter.default


def standing(code: str, project: Project | int) -> tuple[Length, date | None]:
    """How long something is kept in a project, and the day until which nothing of it is erased at all."""
    matter = matter_of(code)
    assert matter is not None, code  # noqa: S101 -- the app that asks has named it
    rules = rules_by_project(matter)
    rule = rules.get(project.pk if isinstance(project, Project) else project) or rules.get(None)
    return length_of(matter, rule), rule.hold_until if rule else None


def cuts(matter: Matter, rules: dict[int | None, RetentionRule], only: Iterable[int] | None = None) -> list[Cut]:
    """What has had its time today, rule by rule; where an audit goes on, nothing. `only` are projects asked about."""
    asked = None if only is None or not matter.by_project else frozenset(only)
    apart = frozenset(project for project in rules if project is not None)
    found = []
    for project in [None, *sorted(apart if asked is None else apart & asked)]:
        rule = rules.get(project)
        if rule is None or not rule.is_held():
            latest = length_of(matter, rule).latest(today())
            found.append(Cut(latest, project) if project else Cut(latest, None, apart, asked))
    return found


def due_counts(only: Iterable[int] | None = None) -> dict[str, int]:
    """How many rows of each matter have had their time and are still there: two statements.

    `only` are projects asked about; what belongs to no project is always counted.
    """
    asked = None if only is None else frozenset(only)
    by_matter: dict[str, dict[int | None, RetentionRule]] = {}
    for rule in RetentionRule.objects.all():
        by_matter.setdefault(rule.matter, {})[rule.project_id] = rule
    parts = [
        _counted(matter, matter.due(cut))
        for matter in matters()
        for cut in cuts(matter, by_matter.get(matter.code, {}), asked)
    ]
    found: dict[str, int] = {}
    if parts:
        for code, number in parts[0].union(*parts[1:], all=True):
            found[code] = found.get(code, 0) + number
    return found


def _counted(matter: Matter, rows: QuerySet[Any]) -> QuerySet[Any, tuple[str, int]]:
    named = rows.order_by().annotate(code_of_matter=Value(matter.code, output_field=CharField()))
    counted = named.values("code_of_matter").annotate(number_due=Count("pk", output_field=IntegerField()))
    found: QuerySet[Any, tuple[str, int]] = counted.values_list("code_of_matter", "number_due")
    return found


def _last_effects(runs: QuerySet[RetentionRun]) -> dict[str, datetime]:
    """When something of each matter was erased last, by its code."""
    return dict(runs.filter(erased__gt=0).order_by().values_list("matter").annotate(last=Max("at")))

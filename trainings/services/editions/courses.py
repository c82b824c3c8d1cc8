"""What is taught."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from grants.models import Project
from kernel.errors import Refused
from trainings.models import Course
from trainings.permissions import can_organise
from trainings.services.editions.codes import code_once

PERCENT = range(1, 101)


SETTLED = ("threshold_percent", "paper_prevails", "needs_post_test", "pass_percent")
"""What decides on who took part: it stays once attendance is recorded."""


class CourseFacts(TypedDict, total=False):
    """What a course says of itself and asks of people; what is not named stays."""

    title_en: str
    goals: str
    target_group: str
    outline: str
    knowledge: str
    skills: str
    social: str
    threshold_percent: int
    needs_post_test: bool
    pass_percent: int
    paper_prevails: bool
    attests_attendance: bool
    """Whether who came but did not complete gets a certificate of attendance, from the next run on."""
    people_may_transfer: bool


@transaction.atomic
def create_course(*, project: Project, code: str, title_pl: str, by: User, **facts: Unpack[CourseFacts]) -> Course:
    """Add a course to a project. Raises Refused organiser_only (403), code_taken, threshold, pass_percent."""
    can_organise(by, project).require()
    course = Course(project=project, code=code, title_pl=title_pl, **facts)
    _require_percents(course)
    with code_once():
        course.save()
    record(action="trainings.course.created", about=course, by=by, after={"code": code, "title_pl": title_pl})
    return course


@transaction.atomic
def change_course(
    *, course: Course, title_pl: str, by: User, version: int | None = None, **facts: Unpack[CourseFacts]
) -> Course:
    """Change what a course says of itself.

    Raises Refused organiser_only (403), threshold, pass_percent, threshold_settled, stale.
    """
    course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    can_organise(by, course.project_id).require()
    values: dict[str, Any] = {"title_pl": title_pl, **facts}
    changed = {name: value for name, value in values.items() if getattr(course, name) != value}
    settled = [name for name in SETTLED if name in changed]
    if settled and course.editions.filter(sessions__attendances__isnull=False).exists():
        raise Refused(
            "threshold_settled",
            _("Attendance is recorded already: what decides on who took part can no longer change."),
            field=settled[0],
        )
    before = {name: getattr(course, name) for name in changed}
    course.next_version(version)
    for name, value in changed.items():
        setattr(course, name, value)
    _require_percents(course)
    course.save(update_fields=[*changed, "version"])
    record(action="trainings.course.changed", about=course, by=by, before=before, after=changed)
    return course


def _require_percents(course: Course) -> None:
    if course.threshold_percent not in PERCENT:
        raise Refused(
            "threshold", _("The required attendance is between 1 and 100 percent."), field="threshold_percent"
        )
    if course.pass_percent not in PERCENT:
        raise Refused("pass_percent", _("To pass takes between 1 and 100 percent."), field="pass_percent")

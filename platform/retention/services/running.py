"""Erasing what has had its time: by the clock, or by hand what cannot be had again."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grants.models import Project
from kernel.errors import Refused
from kernel.time import now, start_of, today
from retention.models import RetentionRun
from retention.permissions import can_rule
from retention.queries import cuts, length_of, rules_by_project
from retention.registry import Cut, Length, Matter, matter_of, matters

log = logging.getLogger(__name__)


def run_by_clock() -> int:
    """Erase all that has had its time, matter by matter; how much.

    What fails is logged, and the next matter goes on: it stays due, and the page says so. Of every rule there is a row
    a day, also where nothing was due: proof that somebody looked.
    """
    erased = 0
    for matter in matters():
        if matter.by_clock:
            try:
                erased += _run_all(matter)
            except Exception:
                log.exception("Data that have had their time could not be erased: %s", matter.code)
    return erased


def _run_all(matter: Matter) -> int:
    rules = rules_by_project(matter)
    looked = set(
        RetentionRun.objects.filter(matter=matter.code, at__gte=start_of(today())).values_list("project", flat=True)
    )
    erased = 0
    for cut in cuts(matter, rules):
        with transaction.atomic():
            number = matter.erase(matter.due(cut), None)
            if number or cut.project not in looked:
                _write(matter, cut, length_of(matter, rules.get(cut.project)), number)
        erased += number
    return erased


@transaction.atomic
def run_by_hand(*, matter: str, project: Project | None, reason: str, by: User) -> RetentionRun:
    """Erase what has had its time and cannot be had again; of a project, or of the whole platform.

    Raises Refused rules_for_managers, general_rules_for_administrators (403), matter_unknown, matter_by_clock,
    project_missing, matter_of_no_project, reason_missing, held, nothing_due.
    """
    can_rule(by, project).require()
    known = matter_of(matter)
    if known is None:
        raise Refused("matter_unknown", _("Choose one of the kinds of data."), field="matter")
    if known.by_clock:
        raise Refused("matter_by_clock", _("These data are erased by themselves when their time is over."))
    if known.by_project and project is None:
        raise Refused("project_missing", _("Say of which project."), field="project")
    if project is not None and not known.by_project:
        raise Refused("matter_of_no_project", _("These data belong to no project."), field="project")
    if not reason.strip():
        raise Refused("reason_missing", _("Say who decided on it and when; auditors read it."), field="reason")
    rules = rules_by_project(known)
    rule = rules.get(project.pk if project else None) or rules.get(None)
    if rule is not None and rule.is_held():
        raise Refused("held", _("Nothing of this is erased for now: an audit or a dispute goes on."))
    length = length_of(known, rule)
    cut = Cut(length.latest(today()), project.pk if project else None)
    number = known.erase(known.due(cut), by)
    if not number:
        raise Refused("nothing_due", _("Nothing has had its time yet."))
    return _write(known, cut, length, number, by=by, reason=reason.strip())


def _write(matter: Matter, cut: Cut, length: Length, erased: int, **why: Any) -> RetentionRun:
    return RetentionRun.objects.create(
        matter=matter.code,
        project_id=cut.project,
        at=now(),
        number=length.number,
        unit=length.unit,
        erased=erased,
        **why,
    )

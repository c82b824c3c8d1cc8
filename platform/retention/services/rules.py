"""Setting how long data of one kind are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from grants.models import Project
from kernel.errors import Refused
from kernel.time import now, today
from retention.models import RetentionRule
from retention.permissions import can_rule
from retention.registry import Length, Matter, matter_of


def set_rule(
    *, matter: str, project: Project | None, number: int, basis: str, hold_until: date | None = None, by: User
) -> RetentionRule:
    """Say how long something is kept in a project, or wherever no project says so.

    Raises Refused rules_for_managers, general_rules_for_administrators (403), matter_unknown, length_fixed,
    length_outside, matter_of_no_project, basis_missing, hold_past, rule_there.
    """
    can_rule(by, project).require()
    known = _changeable(matter)
    if project is not None and not known.by_project:
        raise Refused(
            "matter_of_no_project", _("These data belong to no project: there is one rule for all."), field="project"
        )
    rule = RetentionRule(matter=known.code, project=project)
    _take(rule, known, number=number, basis=basis, hold_until=hold_until, by=by)
    try:
        with transaction.atomic():
            rule.save()
            record(action="retention.rule.set", about=rule, by=by, after={**_where(rule), **_facts(rule)})
            _follow(known)
    except IntegrityError as error:
        raise Refused("rule_there", _("There is such a rule already: change it."), field="project") from error
    return rule


@transaction.atomic
def change_rule(
    *,
    rule: RetentionRule,
    number: int,
    basis: str,
    hold_until: date | None = None,
    by: User,
    version: int | None = None,
) -> RetentionRule:
    """Say it anew. Raises Refused as `set_rule`, and stale."""
    rule = _locked(rule, by)
    known = _changeable(rule.matter)
    before = _facts(rule)
    _take(rule, known, number=number, basis=basis, hold_until=hold_until, by=by)
    rule.next_version(version)
    rule.save()
    record(action="retention.rule.changed", about=rule, by=by, before=before, after=_facts(rule))
    _follow(known)
    return rule


@transaction.atomic
def drop_rule(*, rule: RetentionRule, by: User, version: int | None = None) -> None:
    """Let the general rule hold again; of the general one, what the platform begins with.

    Raises Refused rules_for_managers, general_rules_for_administrators (403), rule_holds, stale.
    """
    rule = _locked(rule, by)
    rule.next_version(version)
    if rule.is_held():
        raise Refused("rule_holds", _("This rule holds erasure up: take the day out first, and say why."))
    record(action="retention.rule.dropped", about=rule, by=by, before={**_where(rule), **_facts(rule)})
    known = matter_of(rule.matter)
    rule.delete()
    if known:
        _follow(known)


def _locked(rule: RetentionRule, by: User) -> RetentionRule:
    found: RetentionRule = RetentionRule.objects.select_for_update(of=("self",), no_key=True).get(pk=rule.pk)
    can_rule(by, found.project_id).require()
    return found


def _changeable(code: str) -> Matter:
    matter = matter_of(code)
    if matter is None:
        raise Refused("matter_unknown", _("Choose one of the kinds of data."), field="matter")
    if matter.is_fixed:
        raise Refused("length_fixed", _("The platform sets this time; nobody changes it."), field="number")
    return matter


def _take(rule: RetentionRule, matter: Matter, *, number: int, basis: str, hold_until: date | None, by: User) -> None:
    if number not in matter.bounds:
        least, most = (str(Length(edge, matter.default.unit)) for edge in (matter.bounds[0], matter.bounds[-1]))
        text = _("These data may be kept for %(least)s at least and %(most)s at most.")
        raise Refused("length_outside", text % {"least": least, "most": most}, field="number")
    if not basis.strip():
        raise Refused("basis_missing", _("Say on what the time rests: a law, an agreement."), field="basis")
    if hold_until and hold_until != rule.hold_until and hold_until < today():
        raise Refused("hold_past", _("This day is over: nothing can be held up until then."), field="hold_until")
    rule.number, rule.basis, rule.hold_until = number, basis.strip(), hold_until
    rule.changed_by, rule.changed_at = by, now()


def _where(rule: RetentionRule) -> dict[str, Any]:
    return {"matter": rule.matter, "project": rule.project_id}


def _facts(rule: RetentionRule) -> dict[str, Any]:
    return {"number": rule.number, "basis": rule.basis, "hold_until": rule.hold_until}


def _follow(matter: Matter) -> None:
    if matter.follow:
        matter.follow()

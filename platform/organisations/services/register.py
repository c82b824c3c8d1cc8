"""The register follows a TERC file: what is new is entered, what changed goes on, what vanished ends.

A body keeps its identity by the six digits before the type: a rural municipality that gains town rights on 1 January
(type 2 becomes 3) stays the same organisation, its old code ends that day and the new one begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from audit.services import Change, record_each
from kernel.errors import Refused
from organisations.models import Organisation, TerytCode
from organisations.permissions import can_keep_register
from organisations.terc import Register, Unit, key_of, read

CLOSING_LIMIT = 20
CLOSING_SHARE = 20
"""More than 20 codes, and more than one in twenty, do not vanish at once: the file is rather cut short."""
BATCH = 1000


@dataclass(frozen=True)
class Outcome:
    """What an import did."""

    day: date
    entered: int
    recoded: int
    """Bodies with another code, name, voivodeship or county."""
    ended: int
    unchanged: int

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.entered or self.recoded or self.ended)


@dataclass
class _Plan:
    """What has to be written."""

    new: list[Unit] = field(default_factory=list)
    reopened: list[tuple[Organisation, Unit]] = field(default_factory=list)
    recoded: list[tuple[TerytCode, Unit]] = field(default_factory=list)
    relabelled: list[Change] = field(default_factory=list)
    """Bodies whose code stays, with what of their labels was and is."""
    touched: list[Organisation] = field(default_factory=list)
    vanished: list[TerytCode] = field(default_factory=list)
    unchanged: int = 0

    @property
    def closings(self) -> list[TerytCode]:
        """The codes that end."""
        return [*(code for code, _unit in self.recoded), *self.vanished]


@transaction.atomic
def import_terc(
    *,
    lines: Iterable[str],
    by: AbstractBaseUser | None,
    on: date | None = None,
    many_may_end: bool = False,
) -> Outcome:
    """Bring the register to the state of a TERC file, all or nothing. `on` is the day it holds from, else `stan_na`.

    Raises Refused terc_malformed, terc_encoding, terc_day, terc_older, terc_cut_short, terc_meanwhile.
    """
    can_keep_register(by).require()
    register = read(lines)
    day = _day(register, on)
    # Bodies of the demo have invented codes: no register speaks of them.
    known = TerytCode.objects.filter(organisation__fictitious=False)
    latest = known.aggregate(began=Max("valid_from"), ended=Max("valid_to"))
    plan = _compare(register, list(known.select_for_update(of=("self",)).select_related("organisation")))
    _require_later(plan, day, [moment for moment in latest.values() if moment])
    if not many_may_end:
        _require_whole(plan)
    try:
        _write(plan, register, day, by)
    except IntegrityError as error:
        raise Refused(
            "terc_meanwhile", _("Somebody else changed the register meanwhile. Nothing was imported: run it again.")
        ) from error
    return Outcome(
        day=day,
        entered=len(plan.new) + len(plan.reopened),
        recoded=len(plan.recoded) + len(plan.relabelled),
        ended=len(plan.vanished),
        unchanged=plan.unchanged,
    )


def _day(register: Register, on: date | None) -> date:
    if on is None and len(register.days) > 1:
        raise Refused(
            "terc_day", _("The rows are of different days (stan_na): say from which day they hold."), status=400
        )
    return on or min(register.days)


def _compare(register: Register, codes: list[TerytCode]) -> _Plan:
    """What distinguishes the file from the codes we know."""
    plan = _Plan()
    is_open = {key_of(code.code): code for code in codes if code.valid_to is None}
    bodies = {key_of(code.code): code.organisation for code in sorted(codes, key=lambda code: code.valid_from)}
    for key, unit in register.units.items():
        current = is_open.pop(key, None)
        labels = _relabel(bodies[key], unit, register) if key in bodies else None
        if labels:
            plan.touched.append(bodies[key])
        if current is None and key in bodies:
            plan.reopened.append((bodies[key], unit))
        elif current is None:
            plan.new.append(unit)
        elif (current.code, current.name) != (unit.code, unit.name):
            plan.recoded.append((current, unit))
        elif labels:
            plan.relabelled.append((bodies[key], *labels))
        else:
            plan.unchanged += 1
    plan.vanished = list(is_open.values())
    return plan


def _relabel(body: Organisation, unit: Unit, register: Register) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Give the body the labels of the file; what they were and are, or None if they were the same."""
    labels = {"name": unit.name, "voivodeship": unit.voivodeship, "county": register.county_of(unit)}
    before = {label: getattr(body, label) for label in labels}
    if before == labels:
        return None
    for label, value in labels.items():
        setattr(body, label, value)
    body.remember_names(before["name"])
    body.version += 1
    return before, labels


def _require_later(plan: _Plan, day: date, moments: list[date]) -> None:
    """An older register, or another one of the same day, would write history anew."""
    changes = plan.new or plan.reopened or plan.recoded or plan.relabelled or plan.vanished
    newest = max(moments, default=day)
    if (changes and day < newest) or any(code.valid_from >= day for code in plan.closings):
        raise Refused(
            "terc_older",
            _("A register of %(newest)s is in already and says otherwise. Import one of a later day.")
            % {"newest": date_format(newest, "SHORT_DATE_FORMAT")},
            newest=newest.isoformat(),
        )


def _require_whole(plan: _Plan) -> None:
    known = plan.unchanged + len(plan.relabelled) + len(plan.closings)
    if len(plan.vanished) > CLOSING_LIMIT and len(plan.vanished) * CLOSING_SHARE > known:
        raise Refused(
            "terc_cut_short",
            _("%(gone)s of %(known)s codes are missing from the file: is it whole? Nothing was imported.")
            % {"gone": len(plan.vanished), "known": known},
            missing=len(plan.vanished),
        )


def _write(plan: _Plan, register: Register, day: date, by: AbstractBaseUser | None) -> None:
    """Few statements, whatever the number of rows; old codes end before new ones begin."""
    TerytCode.objects.filter(pk__in=[code.pk for code in plan.closings]).update(valid_to=day)
    Organisation.objects.bulk_update(
        plan.touched, ["name", "voivodeship", "county", "sought", "version"], batch_size=BATCH
    )
    fresh = Organisation.objects.bulk_create(_body(unit, register) for unit in plan.new)
    entered = [*zip(fresh, plan.new, strict=True), *plan.reopened]
    begun = [*entered, *((code.organisation, unit) for code, unit in plan.recoded)]
    TerytCode.objects.bulk_create(
        TerytCode(organisation=body, code=unit.code, unit_type=unit.unit_type, name=unit.name, valid_from=day)
        for body, unit in begun
    )
    source = f"TERC {day.isoformat()}"
    told: list[tuple[str, list[Change]]] = [
        ("organisations.organisation.entered", [(body, None, _told(unit)) for body, unit in entered]),
        (
            "organisations.organisation.recoded",
            [(code.organisation, {"teryt": code.code, "name": code.name}, _told(unit)) for code, unit in plan.recoded],
        ),
        ("organisations.organisation.relabelled", plan.relabelled),
        (
            "organisations.organisation.ended",
            [(code.organisation, {"teryt": code.code}, {"teryt": None}) for code in plan.vanished],
        ),
    ]
    for action, changes in told:
        record_each(action=action, changes=changes, by=by, reason=source)


def _body(unit: Unit, register: Register) -> Organisation:
    body = Organisation(kind=unit.kind, name=unit.name, voivodeship=unit.voivodeship, county=register.county_of(unit))
    body.remember_names()
    return body


def _told(unit: Unit) -> dict[str, Any]:
    return {"teryt": unit.code, "name": unit.name}

"""Who may come to an edition and how places are given."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refused
from organisations.models import Organisation
from trainings.choices import Mode, Selection, Steps
from trainings.models import Edition

FROZEN = ("selection", "approval_steps", "cities")
"""What decides on the fate of people who are enrolled already."""
DAYS = range(1, 61)
"""Working days for an office to decide."""


class Rules(TypedDict, total=False):
    """What is not named stays: of a new edition, first come, first served for every town of the project."""

    min_participants: int
    per_city_limit: int | None
    cities: Sequence[Organisation]
    selection: str
    approval_steps: int
    approval_holds_seat: bool
    approval_days: int
    may_be_aid: bool
    pays_travel: bool
    km_rate: Decimal | None
    travel_limit: Decimal | None


def values_of(rules: Rules) -> dict[str, object]:
    """The columns: all but the cities, which are rows of their own."""
    return {name: value for name, value in rules.items() if name != "cities"}


def cities_of(edition: Edition) -> list[int]:
    """The ids of the only cities it is open to, in order."""
    return sorted(edition.cities.values_list("pk", flat=True))


def changed_cities(edition: Edition, rules: Rules) -> tuple[list[int], list[int]] | None:
    """The ids before and after, if the cities change."""
    if "cities" not in rules:
        return None
    before, after = cities_of(edition), sorted({city.pk for city in rules["cities"]})
    return None if before == after else (before, after)


def require_unfrozen(edition: Edition, changed: Sequence[str]) -> None:
    """Raise Refused people_enrolled for what would change the fate of people who are in."""
    frozen = [name for name in FROZEN if name in changed]
    if frozen and edition.enrolments.active().exists():
        raise Refused(
            "people_enrolled",
            _("People are enrolled already: how places are given, who approves and which towns may come stays."),
            field=frozen[0],
        )


def require_rules(edition: Edition) -> None:
    """Raise Refused for what cannot be.

    min_participants, per_city_limit, approval_days, selection, online_capacity, travel_online, travel_not_paid,
    travel_amount.
    """
    if edition.selection not in Selection.values or edition.approval_steps not in Steps.values:
        raise Refused("selection", _("Choose how places are given and who approves."), field="selection")
    if edition.min_participants > edition.capacity:
        raise Refused("min_participants", _("There are not so many places."), field="min_participants")
    if edition.per_city_limit is not None and edition.per_city_limit < 1:
        raise Refused("per_city_limit", _("Leave it empty, or let at least one come."), field="per_city_limit")
    if edition.approval_days not in DAYS:
        raise Refused("approval_days", _("Give an office 1 to 60 working days to decide."), field="approval_days")
    if edition.online_capacity is not None and edition.mode != Mode.HYBRID:
        raise Refused(
            "online_capacity",
            _("Places online are counted apart here: change the number of places first."),
            field="mode",
        )
    _require_travel(edition)


def _require_travel(edition: Edition) -> None:
    """Raise Refused travel_online, travel_not_paid, travel_amount."""
    for name in ("km_rate", "travel_limit"):
        amount = getattr(edition, name)
        if amount is None:
            continue
        if not edition.pays_travel:
            raise Refused(
                "travel_not_paid", _("Say that travel is paid back, or leave rate and limit empty."), field=name
            )
        if amount <= 0:
            raise Refused("travel_amount", _("Give an amount above zero, or leave it empty."), field=name)
    if edition.pays_travel and edition.mode == Mode.ONLINE:
        raise Refused("travel_online", _("Nobody travels to an online training."), field="pays_travel")

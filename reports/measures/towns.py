"""Towns that were reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from grants.choices import Unit
from organisations.choices import Kind
from organisations.models import Organisation
from reports.measures.base import Counted, Measure, Part, Row, register
from reports.measures.facts import Facts

_WAYS = {
    "training": _("training only"),
    "advice": _("advice only"),
    "both": _("training and advice"),
}


def _towns(facts: Facts) -> Counted:
    trained = _first_days((e.city, facts.day_of(e)) for e in facts.participations)
    advised = _first_days((c.city, facts.day_of(c)) for c in facts.consultations)
    reached = _first_days([*trained.items(), *advised.items()])
    ways: Counter[str] = Counter(_way(city, trained, advised) for city in reached)
    return Counted(
        tuple(_row(facts, city, day) for city, day in sorted(reached.items(), key=lambda r: (r[1], r[0].pk))),
        tuple(Part("way", code, label, Decimal(ways[code])) for code, label in _WAYS.items()),
    )


def _first_days(visits: Iterable[tuple[Organisation | None, date]]) -> dict[Organisation, date]:
    first: dict[Organisation, date] = {}
    for city, day in visits:
        if city is not None and city.kind == Kind.MUNICIPALITY:
            first[city] = min(day, first.get(city, day))
    return first


def _way(city: Organisation, trained: Container[Organisation], advised: Container[Organisation]) -> str:
    if city in trained and city in advised:
        return "both"
    return "training" if city in trained else "advice"


def _row(facts: Facts, city: Organisation, day: date) -> Row:
    town = facts.town(city, day)
    return Row(
        kind="organisations.organisation",
        id=city.pk,
        day=day,
        reference="",
        name_pl="",
        name_en="",
        town=town.name,
        teryt=town.teryt,
        amount=1,
    )


TOWNS_REACHED = register(
    Measure(
        code="towns_reached",
        name=_("Towns reached"),
        definition=_(
            "Different towns whose people took part in a training of the project that ended in the period, or that "
            "received a consultation that took place in the period and was accepted. A town is counted once, by "
            "its TERYT code, however often it was reached. Each row is one town with the first day of the period "
            "on which it was reached."
        ),
        unit=Unit.TOWN,
        count=_towns,
    )
)

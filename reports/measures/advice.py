"""Hours of advice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from grants.choices import Unit
from reports.measures.base import Counted, Measure, Row, register
from reports.measures.facts import Facts


def _hours(facts: Facts) -> Counted:
    rows = []
    for consultation in facts.consultations:
        day = facts.day_of(consultation)
        town = facts.town(consultation.city, day)
        rows.append(
            Row(
                kind="advisory.consultation",
                id=consultation.pk,
                day=day,
                reference=consultation.reference,
                name_pl="",
                name_en="",
                town=town.name,
                teryt=town.teryt,
                amount=consultation.minutes_counted,
            )
        )
    return Counted(tuple(rows))


ADVICE_HOURS = register(
    Measure(
        code="advice_hours",
        name=_("Hours of advice"),
        definition=_(
            "Hours of consultations of the project that took place in the period and were accepted. Every "
            "consultation counts with its minutes; the sum of minutes is divided by 60 and rounded once, half up, "
            "to two places."
        ),
        unit=Unit.HOUR,
        count=_hours,
        row_unit="minute",
        per=60,
        places=2,
    )
)

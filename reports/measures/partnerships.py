"""Partnerships that came to an agreement."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from grants.choices import Unit
from reports.measures.base import Counted, Measure, Row, register
from reports.measures.facts import Facts


def _signed(facts: Facts) -> Counted:
    return Counted(
        tuple(
            Row(
                kind="partnerships.partnership",
                id=partnership.pk,
                day=day,
                reference=partnership.code,
                name_pl=partnership.name_pl,
                name_en=partnership.name_en,
                town="",
                teryt="",
                amount=1,
            )
            for day, partnership in facts.partnerships
        )
    )


PARTNERSHIPS_WITH_AGREEMENT = register(
    Measure(
        code="partnerships_with_agreement",
        name=_("Partnerships with a signed agreement"),
        definition=_(
            "Local partnerships of the project whose agreement was signed on the last day of the period or earlier, "
            "since the project began. It tells how many there are on that day, not how many were added in the period. "
            "Each row is one partnership with the day its agreement was signed."
        ),
        unit=Unit.PARTNERSHIP,
        count=_signed,
    )
)

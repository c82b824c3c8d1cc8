"""What happened in a project from a day to a day, read once for all measures of a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import cast

from advisory.models import Consultation
from advisory.queries import accepted_consultations
from kernel.time import local_day, today
from organisations.models import Organisation, TerytCode
from partnerships.models import Partnership
from partnerships.queries import partnerships_with_agreement
from trainings.models import Enrolment
from trainings.queries import participations


@dataclass(frozen=True)
class Town:
    """A town as it was called on a day."""

    name: str
    teryt: str


class Facts:
    """Lazily the rows of the apps below; a handful of statements however many there are."""

    def __init__(self, *, project_id: int, first_day: date, last_day: date) -> None:
        self.project_id = project_id
        self.first_day = first_day
        self.last_day = last_day

    @property
    def begun(self) -> bool:
        """Whether anything can be known yet."""
        return self.first_day <= today()

    @cached_property
    def participations(self) -> list[Enrolment]:
        """Enrolments that count as taking part, the earliest first."""
        found = participations(
            project_id=self.project_id, first_day=self.first_day, last_day=self.last_day
        ).select_related("person", "city", "edition__course")
        return sorted(found, key=lambda e: (self.day_of(e), e.pk))

    @cached_property
    def consultations(self) -> list[Consultation]:
        """Accepted consultations, the earliest first."""
        found = accepted_consultations(
            project_id=self.project_id, first_day=self.first_day, last_day=self.last_day
        ).select_related("city")
        return sorted(found, key=lambda c: (c.starts_at, c.pk))

    @cached_property
    def partnerships(self) -> list[tuple[date, Partnership]]:
        """Partnerships with a signed agreement on the last day, since the project began, by the day of signing."""
        found = partnerships_with_agreement(project_id=self.project_id, last_day=self.last_day)
        signed = [(partnership.signed_on, partnership) for partnership in found if partnership.signed_on]
        return sorted(signed, key=lambda one: (one[0], one[1].pk))

    def day_of(self, fact: Enrolment | Consultation) -> date:
        """The Warsaw day on which it counts: the last day of an edition, the day of a consultation."""
        ended = fact.edition.ends_at if isinstance(fact, Enrolment) else fact.starts_at
        return local_day(cast("datetime", ended))

    def town(self, city: Organisation | None, day: date) -> Town:
        """Name and code as valid on the day; today's name without a code where none was."""
        if city is None:
            return Town("", "")
        for code in self._codes[city.pk]:
            if code.valid_from <= day and (code.valid_to is None or day < code.valid_to):
                return Town(code.name, code.code)
        return Town(city.name, "")

    @cached_property
    def _codes(self) -> dict[int, list[TerytCode]]:
        cities = _ids(e.city for e in self.participations) | _ids(c.city for c in self.consultations)
        codes = defaultdict(list)
        for code in TerytCode.objects.filter(organisation__in=cities):
            codes[code.organisation_id].append(code)
        return codes


def _ids(cities: Iterable[Organisation | None]) -> set[int]:
    return {city.pk for city in cities if city is not None}

"""How many people were trained, for a project and a period: the numbers behind reports, and what each of them means.

- **The period** is of Warsaw days, both included; an edition belongs to the day its last session ends. Drafts and
  cancelled editions are left out.
- **Attended**: confirmed places whose person was there for at least one counted minute. **Completed**: those of
  `queries.participations`, that is who completed the course. Each is counted in the same way:
- **Participations** are places: one person in two editions makes two.
- **People** are persons: one person in two editions, or for two towns, makes one. Two accounts of one person
  count as one once they are merged (`services.merging` moves the places).
- **By sex, by town, by kind of body** people are split so that the parts sum up to the people: each is counted with
  the town for which the person came first in the period. Unknown sex is a part of its own, "".
- **Minutes** are attended ones, after breaks; disputed ones count for nothing.
- **Satisfaction** and **knowledge gain** are those of `queries.evaluation`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from trainings.models import Enrolment
from trainings.queries import ended_places, participations
from trainings.queries.evaluation import KnowledgeGain, Satisfaction, knowledge_gain, satisfaction
from trainings.queries.outcomes import took_part

CHUNK = 2000
"""Rows read at once."""


class Place(NamedTuple):
    """One place, as far as it is counted."""

    person: int
    sex: str
    town: int
    kind: str
    """Of the body."""
    minutes: int


@dataclass(frozen=True)
class Tally:
    """Places and the people who had them."""

    participations: int
    people: int
    by_sex: Mapping[str, int]
    """People; by `accounts.choices.Sex`, "" where it is not known."""
    by_town: Mapping[int, int]
    """People; by the id of the town."""
    by_kind: Mapping[str, int]
    """People; by `organisations.choices.Kind`."""
    minutes: int


@dataclass(frozen=True)
class Counts:
    """What a project trained in a period."""

    attended: Tally
    completed: Tally
    satisfaction: Satisfaction
    knowledge_gain: KnowledgeGain


def counts(*, project_id: int, first_day: date, last_day: date) -> Counts:
    """All of it: four statements, whatever the number of people; memory grows with persons, not with places."""
    period: dict[str, Any] = {"project_id": project_id, "first_day": first_day, "last_day": last_day}
    return Counts(
        attended=tally(_places(attended_places(**period))),
        completed=tally(_places(participations(**period))),
        satisfaction=satisfaction(**period),
        knowledge_gain=knowledge_gain(**period),
    )


def attended_places(*, project_id: int, first_day: date, last_day: date) -> QuerySet[Enrolment]:
    """The places behind `attended`: with minutes, in the order in which they ended."""
    rows = ended_places(project_id=project_id, first_day=first_day, last_day=last_day)
    return rows.filter(Q(attended_minutes__gt=0) | took_part())


def tally(places: Iterable[Place]) -> Tally:
    """The count of places that come in the order in which they ended."""
    first: dict[int, tuple[str, int, str]] = {}
    count = minutes = 0
    for place in places:
        count += 1
        minutes += place.minutes
        first.setdefault(place.person, (place.sex, place.town, place.kind))
    sexes, towns, kinds = (Counter(facts) for facts in zip(*first.values(), strict=True)) if first else ({}, {}, {})
    return Tally(count, len(first), dict(sexes), dict(towns), dict(kinds), minutes)


def _places(rows: QuerySet[Enrolment]) -> Iterable[Place]:
    facts = ["person", "person__sex", "city", "city__kind", "attended_minutes"]
    return (Place(*row) for row in rows.values_list(*facts).iterator(chunk_size=CHUNK))

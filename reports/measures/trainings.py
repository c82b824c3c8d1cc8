"""People who took part in trainings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.choices import Sex
from grants.choices import Unit
from organisations.choices import Kind
from reports.measures.base import Counted, Measure, Part, Row, register
from reports.measures.facts import Facts
from trainings.models import Enrolment


def _officials(facts: Facts) -> Counted:
    return _people(facts, [row for row in facts.participations if row.city.kind == Kind.MUNICIPALITY])


def _partners(facts: Facts) -> Counted:
    return _people(facts, [row for row in facts.participations if row.city.kind != Kind.MUNICIPALITY])


def _people(facts: Facts, participations: Iterable[Enrolment]) -> Counted:
    seen: set[int] = set()
    sexes: Counter[str] = Counter()
    rows = []
    for enrolment in participations:
        first_time = enrolment.person_id not in seen
        rows.append(_row(facts, enrolment, amount=int(first_time)))
        if first_time:
            seen.add(enrolment.person_id)
            sexes[enrolment.person.sex] += 1
    return Counted(tuple(rows), _by_sex(sexes))


def _row(facts: Facts, enrolment: Enrolment, amount: int) -> Row:
    edition, day = enrolment.edition, facts.day_of(enrolment)
    town = facts.town(enrolment.city, day)
    return Row(
        kind="trainings.enrolment",
        id=enrolment.pk,
        day=day,
        reference=edition.code,
        name_pl=edition.course.title_pl,
        name_en=edition.course.title_en,
        town=town.name,
        teryt=town.teryt,
        amount=amount,
    )


def _by_sex(sexes: Counter[str]) -> tuple[Part, ...]:
    labels = {Sex.FEMALE: _("women"), Sex.MALE: _("men"), "": _("not told")}
    return tuple(Part("sex", code, label, Decimal(sexes[code])) for code, label in labels.items())


OFFICIALS_TRAINED = register(
    Measure(
        code="officials_trained",
        name=_("Officials trained"),
        definition=_(
            "Different people who took part in at least one training edition of the project that ended in the "
            "period. Taking part means having attended the required share of the training. A person is counted "
            "once, however many trainings they attended. Each row is one participation; a later one of a person "
            "already counted adds 0."
        ),
        unit=Unit.PERSON,
        count=_officials,
    )
)


PARTNERS_TRAINED = register(
    Measure(
        code="partners_trained",
        name=_("Social partners trained"),
        definition=_(
            "Different people of bodies other than towns who took part in at least one training edition of the "
            "project that ended in the period. Taking part means having attended the required share of the training. "
            "A person is counted once, however many trainings they attended. Each row is one participation; a later "
            "one of a person already counted adds 0."
        ),
        unit=Unit.PERSON,
        count=_partners,
    )
)

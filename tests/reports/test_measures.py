"""What is counted, what is not, and that every figure is the sum of its rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from accounts.choices import Sex
from config.factories.accounts import UserFactory
from config.factories.grants import ProjectFactory
from config.factories.organisations import MunicipalityFactory, OrganisationFactory, TerytCodeFactory
from kernel.errors import Refused
from organisations.choices import Kind, UnitType
from reports import measures
from tests.reports.facts import advised, at, edition, signed, took_part

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def figure(code, project, first=FIRST, last=LAST):
    return measures.get(code).figure(measures.Facts(project_id=project.pk, first_day=first, last_day=last))


def parts(found):
    return {part.code: part.amount for part in found.parts}


def test_a_person_in_two_trainings_is_one_person(project):
    anna, jan = UserFactory(sex=Sex.FEMALE), UserFactory(sex=Sex.MALE)
    first, second = edition(project, at(3, 1)), edition(project, at(4, 1))
    for held, person in [(first, anna), (first, jan), (second, anna)]:
        took_part(held, person)
    found = figure("officials_trained", project)
    assert (found.value, [row.amount for row in found.rows]) == (Decimal(2), [1, 1, 0])
    assert parts(found) == {"f": 1, "m": 1, "": 0}


def test_whose_sex_was_not_told_is_a_part_of_its_own(project):
    took_part(edition(project, at(3, 1)), UserFactory(sex=""))
    assert parts(figure("officials_trained", project)) == {"f": 0, "m": 0, "": 1}


def test_who_left_early_did_not_take_part(project):
    took_part(edition(project, at(3, 1)), minutes=191)  # of 240: 192 are 80 %
    assert figure("officials_trained", project).value == 0


def test_a_training_counts_on_the_warsaw_day_it_ended(project):
    took_part(edition(project, at(6, 30, 21, 59)))  # 23:59 in Warsaw
    took_part(edition(project, at(6, 30, 22, 0)))  # midnight: the next half-year
    found = figure("officials_trained", project)
    assert [row.day for row in found.rows] == [date(2026, 6, 30)]


def test_another_projects_people_are_not_ours(project):
    took_part(edition(ProjectFactory(), at(3, 1)))
    assert figure("officials_trained", project).value == 0


def test_the_evidence_names_nobody(project):
    person = UserFactory(first_name="Zuzanna", last_name="Tajna", email="tajna@example.org")
    took_part(edition(project, at(3, 1), code="STR-1"), person)
    told = repr(figure("officials_trained", project).rows)
    assert "STR-1" in told
    assert not any(secret in told for secret in ("Zuzanna", "Tajna", "tajna@"))


def test_minutes_are_summed_before_they_become_hours(project):
    for day in (1, 2, 3):
        advised(project, at(2, day), 20)
    found = figure("advice_hours", project)
    # Three times a third of an hour is one hour, not 0.99.
    assert (found.value, found.total, [row.amount for row in found.rows]) == (Decimal("1.00"), 60, [20, 20, 20])


@pytest.mark.parametrize(("minutes", "hours"), [(1, "0.02"), (75, "1.25"), (50, "0.83"), (100, "1.67")])
def test_hours_have_two_places_rounded_half_up(project, minutes, hours):
    advised(project, at(2, 1), minutes)
    assert str(figure("advice_hours", project).value) == hours


def test_a_consultation_that_was_not_accepted_does_not_count(project):
    advised(project, at(2, 1), 60, state="submitted", decided_by=None, decided_at=None)
    assert figure("advice_hours", project).value == 0


def test_a_town_is_reached_once_however_often(project):
    trained, both = MunicipalityFactory(), MunicipalityFactory()
    held = edition(project, at(3, 1))
    for city in (trained, both, both):
        took_part(held, city=city)
    advised(project, at(2, 1), 60, city=both)
    advised(project, at(5, 1), 60)
    found = figure("towns_reached", project)
    assert (found.value, parts(found)) == (Decimal(3), {"training": 1, "advice": 1, "both": 1})
    assert {row.id: row.day for row in found.rows}[both.pk] == date(2026, 2, 1)


def test_a_town_is_named_by_the_code_valid_on_the_day(project):
    town = OrganisationFactory(kind=Kind.MUNICIPALITY, name="Nowe")
    for code, since, until in [("9900012", FIRST, date(2026, 3, 1)), ("9900013", date(2026, 3, 1), None)]:
        TerytCodeFactory(
            organisation=town,
            code=code,
            unit_type=UnitType(code[-1]),
            valid_from=since,
            valid_to=until,
            name=f"Nowe {code}",
        )
    for month in (2, 3):
        advised(project, at(month, 1), 60, city=town)
    found = figure("advice_hours", project)
    assert [(row.town, row.teryt) for row in found.rows] == [("Nowe 9900012", "9900012"), ("Nowe 9900013", "9900013")]


def test_partnerships_count_from_the_signature_to_the_last_day(project):
    old = signed(project, date(2025, 11, 5))
    new = signed(project, LAST)
    signed(project, date(2026, 7, 1))
    found = figure("partnerships_with_agreement", project)
    assert (found.value, [row.id for row in found.rows]) == (Decimal(2), [old.pk, new.pk])


@pytest.mark.parametrize("code", sorted(measures.REGISTRY))
def test_nothing_that_happened_is_zero_and_what_lies_ahead_is_unknown(project, code):
    with time_machine.travel(at(7, 1), tick=False):
        assert figure(code, project).value == 0
        ahead = figure(code, project, date(2027, 1, 1), date(2027, 6, 30))
    assert (ahead.value, ahead.rows, ahead.parts) == (None, (), ())


@pytest.mark.parametrize("code", sorted(measures.REGISTRY))
def test_every_figure_is_the_sum_of_its_rows_and_of_its_parts(project, code):
    held = edition(project, at(3, 1))
    for sex in ("f", "f", "m", ""):
        took_part(held, UserFactory(sex=sex))
    took_part(held, city=OrganisationFactory(kind=Kind.NGO))
    advised(project, at(2, 1), 50)
    signed(project, LAST)
    measure, found = measures.get(code), figure(code, project)
    assert found.value is not None
    assert found.value > 0
    assert found.value == measure.value(sum(row.amount for row in found.rows))
    assert not found.parts or found.value == sum(part.amount for part in found.parts)


@pytest.mark.parametrize("people", [1, 20])
def test_all_figures_together_ask_few_questions_whatever_the_size(project, people, django_assert_max_num_queries):
    held = edition(project, at(3, 1))
    for _ in range(people):
        took_part(held)
        advised(project, at(2, 1), 50)
    facts = measures.Facts(project_id=project.pk, first_day=FIRST, last_day=LAST)
    with django_assert_max_num_queries(4):
        for measure in measures.REGISTRY.values():
            measure.figure(facts)


def test_an_unknown_measure_is_refused_by_its_name():
    with pytest.raises(Refused) as caught:
        measures.get("nonsense")
    assert (caught.value.code, caught.value.facts) == ("measure_unknown", {"measure": "nonsense"})


def test_every_measure_says_in_words_what_it_counts():
    assert sorted(measures.REGISTRY) == [
        "advice_hours",
        "officials_trained",
        "partners_trained",
        "partnerships_with_agreement",
        "towns_reached",
    ]
    assert all(len(str(measure.definition)) > 100 for measure in measures.REGISTRY.values())


def test_people_of_other_bodies_are_social_partners_and_their_body_is_no_town(project):
    held = edition(project, at(3, 1))
    ngo = OrganisationFactory(kind=Kind.NGO)
    anna = UserFactory(sex=Sex.FEMALE)
    took_part(held, anna, ngo)
    took_part(edition(project, at(4, 1)), anna, ngo)
    took_part(held)
    assert figure("officials_trained", project).value == 1
    found = figure("partners_trained", project)
    assert (found.value, [row.amount for row in found.rows], parts(found)["f"]) == (1, [1, 0], 1)
    assert figure("towns_reached", project).value == 1

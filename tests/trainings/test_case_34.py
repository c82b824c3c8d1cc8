"""A municipality gets another code on 1 January: what happened keeps the code of its day."""

from __future__ import annotations

from datetime import date

import pytest

from config.factories.accounts import UserFactory
from config.factories.grants import ProjectFactory
from config.factories.organisations import OrganisationFactory, TerytCodeFactory
from organisations.choices import Kind, UnitType
from reports import measures
from tests.reports.facts import at, edition, took_part

pytestmark = pytest.mark.django_db


def test_case_34_reports_join_by_the_city_and_print_the_code_of_the_day():
    project = ProjectFactory(starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31))
    town = OrganisationFactory(kind=Kind.MUNICIPALITY, name="Nowe")
    for code, since, until in [("9900012", date(2020, 1, 1), date(2026, 1, 1)), ("9900013", date(2026, 1, 1), None)]:
        TerytCodeFactory(
            organisation=town, code=code, unit_type=UnitType(code[-1]), valid_from=since, valid_to=until, name="Nowe"
        )
    official = UserFactory()
    took_part(edition(project, at(12, 31).replace(year=2025)), official, city=town)
    took_part(edition(project, at(1, 2)), official, city=town)
    facts = measures.Facts(project_id=project.pk, first_day=date(2025, 7, 1), last_day=date(2026, 6, 30))
    trained = measures.get("officials_trained").figure(facts)
    assert [(row.teryt, row.amount) for row in trained.rows] == [("9900012", 1), ("9900013", 0)]
    assert measures.get("towns_reached").figure(facts).value == 1

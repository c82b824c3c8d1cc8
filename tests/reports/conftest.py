"""A project with a report on the first half of 2026."""

from __future__ import annotations

from datetime import date

import pytest

from config.factories.grants import IndicatorFactory, PeriodFactory, ProjectFactory, ProjectRoleFactory
from grants.choices import Unit
from reports import services
from reports.models import Report

MEASURES = {
    "officials_trained": Unit.PERSON,
    "advice_hours": Unit.HOUR,
    "towns_reached": Unit.TOWN,
    "partnerships_with_agreement": Unit.PARTNERSHIP,
}


@pytest.fixture
def project():
    return ProjectFactory(code="PL-PROBA-9001")


@pytest.fixture
def manager(project):
    return ProjectRoleFactory(project=project).user


@pytest.fixture
def period(project):
    return PeriodFactory(
        project=project, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), due_on=date(2026, 7, 31)
    )


@pytest.fixture
def indicators(project):
    return [
        IndicatorFactory(project=project, code=f"I.{at}", position=at, measure=measure, unit=unit)
        for at, (measure, unit) in enumerate(MEASURES.items(), 1)
    ]


@pytest.fixture
def report(period, manager, indicators):
    opened = services.open_report(period=period, by=manager)
    texts = {
        "narrative_pl": "Zrobiliśmy, co obiecaliśmy.\n\nResztę zrobimy jesienią.",
        "narrative_en": "We did what we promised.\n\nThe rest follows in autumn.",
    }
    Report.objects.filter(pk=opened.pk).update(**texts)
    return Report.objects.get(pk=opened.pk)

"""Invented reports."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from config.factories.accounts import UserFactory
from config.factories.grants import PeriodFactory
from reports.models import Report


class ReportFactory(DjangoModelFactory[Report]):
    """The draft of an interim report; its number lies beyond those that `open_report` gives."""

    class Meta:
        model = Report

    period = factory.SubFactory(PeriodFactory)
    project = factory.SelfAttribute("period.project")
    number = factory.Sequence(lambda n: 1001 + n)
    narrative_pl = "Zrobiliśmy, co obiecaliśmy.\n\nResztę zrobimy jesienią."
    narrative_en = "We did what we promised.\n\nThe rest follows in autumn."
    created_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)

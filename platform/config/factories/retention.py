"""Invented rules and runs."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from config.factories.accounts import UserFactory
from kernel.time import now
from retention.choices import Unit
from retention.models import RetentionRule, RetentionRun


class RetentionRuleFactory(DjangoModelFactory[RetentionRule]):
    """Ten days, in every project without its own rule."""

    class Meta:
        model = RetentionRule

    matter = "trainings.receipts"
    number = 10
    basis = "Umowa o dofinansowanie, próbna"
    changed_by = factory.SubFactory(UserFactory)
    changed_at = factory.LazyFunction(now)


class RetentionRunFactory(DjangoModelFactory[RetentionRun]):
    """The clock erased three rows."""

    class Meta:
        model = RetentionRun

    matter = "trainings.receipts"
    at = factory.LazyFunction(now)
    number = 10
    unit = Unit.DAYS
    erased = 3

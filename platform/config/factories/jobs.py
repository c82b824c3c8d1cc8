"""Invented work for later."""

from __future__ import annotations

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from config.factories.accounts import UserFactory
from jobs.choices import State
from jobs.models import Job
from kernel.time import now


class JobFactory(DjangoModelFactory[Job]):
    """A job that waits for a worker."""

    class Meta:
        model = Job

    kind = "tests.nothing"
    params = factory.LazyFunction(dict)
    dedupe_key = factory.Sequence(lambda n: f"tests.nothing:{n}")
    requested_by = factory.SubFactory(UserFactory)
    queued_at = factory.LazyFunction(now)
    not_before = factory.SelfAttribute("queued_at")

    class Params:
        held = factory.Trait(
            state=State.RUNNING,
            token="a" * 32,
            attempt=1,
            lease_until=factory.LazyFunction(lambda: now() + timedelta(minutes=1)),
            started_at=factory.SelfAttribute("queued_at"),
        )
        """In the hands of a worker."""
        done = factory.Trait(state=State.DONE, attempt=1, progress=100, finished_at=factory.LazyFunction(now))
        """Done in the first try."""

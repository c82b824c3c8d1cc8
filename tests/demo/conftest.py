"""The demo, loaded once for the tests of a module that only look at it."""

from __future__ import annotations

import pytest
from django.db import transaction

from config.demo.loading import load
from config.demo.volume import Size

SMALLER = Size(towns=31, team=4, workshops=46, consultations=124)
"""Two towns are invented; everything else is in it too."""


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """A transaction for the whole module, rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(database):
    """The small demo."""
    load()

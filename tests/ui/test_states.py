"""A state without a colour of its own is a state that somebody forgot."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import TextChoices

from ui import states


def state_lists() -> Iterator[type[TextChoices]]:
    for app in apps.get_app_configs():
        try:
            module = import_module(f"{app.name}.choices")
        except ModuleNotFoundError:
            continue
        for name, value in vars(module).items():
            if (
                isinstance(value, type)
                and issubclass(value, TextChoices)
                and name.endswith(("State", "Status", "Standing"))
            ):
                yield value


@pytest.mark.parametrize(
    "states_of", list(state_lists()), ids=lambda choices: f"{choices.__module__}.{choices.__name__}"
)
def test_every_state_was_given_a_colour(states_of):
    assert set(states_of.values) - set(states._COLOR_OF) == set()


def test_no_state_has_two_colours():
    given = [state for group in states._COLORS.values() for state in group.split()]
    assert len(given) == len(set(given))

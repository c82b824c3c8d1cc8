"""What the acts of the demo share: the project, its people and towns, the days."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from config.demo.cast import Official
from config.demo.days import Days
from config.demo.frame import Bodies
from grants.models import Project
from organisations.models import Organisation


@dataclass(frozen=True)
class Stage:
    """On which everything happens."""

    project: Project
    days: Days
    bodies: Bodies
    towns: dict[str, Organisation]
    people: dict[str, User]
    """Who signs in, by key."""
    officials: list[Official]
    second_trainer: User
    """Beside the one who signs in."""
    second_advisor: User

    def as_official(self, key: str, town: str) -> Official:
        """Somebody who signs in, as somebody who takes part."""
        return Official(self.people[key], self.towns[town])

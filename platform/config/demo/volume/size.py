"""How many of everything."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import User
from config.demo.cast import Official
from config.demo.days import FRIDAY, month
from grants.models import Project

BEHIND, AHEAD = 24, 12
"""Months of the project before and after this one."""
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Size:
    """As in the real project; tests take less."""

    towns: int = 54
    team: int = 28
    workshops: int = 270
    consultations: int = 1700


@dataclass(frozen=True)
class Scene:
    """What workshops and advice need."""

    project: Project
    size: Size
    today: date
    teams: list[list[Official]]
    """One for each town; the first coordinates it."""
    trainers: list[User]
    advisors: list[User]
    organiser: User
    dice: random.Random = field(default_factory=lambda: random.Random(20190501))  # noqa: S311 -- the same every time
    """Decides, always alike."""

    @property
    def workdays(self) -> list[date]:
        """From the first day of the project to yesterday."""
        first = month(self.today, -BEHIND)
        days = [first + number * ONE for number in range((self.today - first).days)]
        return [day for day in days if day.weekday() <= FRIDAY]

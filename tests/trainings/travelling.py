"""Short ways to somebody who was at a training and claims the way back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from accounts.choices import RoleCode
from accounts.models import User
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import AttendanceFactory
from kernel.time import local_day
from tests.files.samples import PDF
from tests.trainings.asking import participants
from tests.trainings.conftest import World
from trainings.models import Edition, Enrolment, TravelClaim, TravelLine
from trainings.services import travel

ACCOUNT = "61 1090 1014 0000 0712 1981 2874"
DIGITS = ACCOUNT.replace(" ", "")


def receipt(words: str = "", name: str = "bilet.pdf") -> ContentFile:
    return ContentFile(PDF + words.encode(), name=name)


@dataclass
class Trip:
    """A training that pays 1.15 a kilometre, somebody who was there, and who decides and pays."""

    world: World
    edition: Edition
    enrolment: Enrolment
    finance: User
    manager: User

    @property
    def person(self) -> User:
        return self.enrolment.person

    @property
    def organiser(self) -> User:
        return self.world.organiser

    @property
    def session(self):
        return self.edition.sessions.order_by("ordinal").first()

    def draft(self) -> TravelClaim:
        return travel.begin(enrolment=self.enrolment, by=self.person)[0]

    def journey(self, **given: Any) -> dict[str, Any]:
        facts = {"session": self.session, "travelled_on": local_day(self.session.starts_at)}
        return {**facts, "from_place": "Cieszyn", "to_place": "Kraków", "by": self.person, **given}

    def ticket(self, claim: TravelClaim, price: str = "48.50", **given: Any) -> TravelLine:
        facts = {"ticket_amount": Decimal(price), "file": receipt(price), **given}
        return travel.add_line(claim=claim, kind="ticket", **self.journey(**facts))

    def car(self, claim: TravelClaim, km: int = 100, **given: Any) -> TravelLine:
        return travel.add_line(claim=claim, kind="car", **self.journey(km=km, **given))

    def submitted(self) -> TravelClaim:
        """A ticket for 48.50 and a hundred kilometres."""
        claim = self.draft()
        self.ticket(claim)
        self.car(claim)
        return travel.submit(claim=claim, account=ACCOUNT, by=self.person)

    def approved(self) -> TravelClaim:
        return travel.approve(claim=self.submitted(), by=self.organiser)

    def attended(self, minutes: int) -> None:
        """What the records say by now."""
        self.enrolment.attendances.update(minutes=minutes, status="present" if minutes else "absent")


def trip(world: World, **edition: Any) -> Trip:
    """Everything, in the database."""
    facts = {"pays_travel": True, "km_rate": Decimal("1.15"), **edition}
    made = world.edition(**facts)
    row = participants(world, made, 1)[0]
    AttendanceFactory(enrolment=row)
    finance, manager = (
        ProjectRoleFactory(project=world.project, role=role).user
        for role in (RoleCode.FINANCE_OFFICER, RoleCode.PROJECT_MANAGER)
    )
    return Trip(world, made, row, finance, manager)

"""A training that is over, and short ways to the end of it."""

from __future__ import annotations

from datetime import timedelta

from accounts.choices import RoleCode
from config.factories.accounts import AdministratorFactory
from config.factories.grants import ProjectPartnerFactory, ProjectRoleFactory
from config.factories.organisations import OrganisationFactory
from config.factories.trainings import START, AttendanceFactory, EnrolmentFactory, SessionFactory
from grants.choices import PartnerRole
from trainings.choices import SessionState
from trainings.models import Enrolment
from trainings.services import settlement

AFTER = START + timedelta(days=5)


class Ended:
    """Three sessions of 90, 180 and 330 minutes, held; `now` is two days after the last one."""

    def __init__(self, world, clock, **given) -> None:
        self.world = world
        self.manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
        self.administrator = AdministratorFactory().user
        if not world.project.partners.filter(role=PartnerRole.PROMOTER).exists():
            promoter = OrganisationFactory(name="Związek Miast")
            ProjectPartnerFactory(project=world.project, organisation=promoter, role=PartnerRole.PROMOTER)
        self.edition = world.edition(session=False, ends_at=START + timedelta(days=2, minutes=330), **given)
        self.sessions = []
        for day, minutes in enumerate((90, 180, 330)):
            starts_at = START + timedelta(days=day)
            self.sessions.append(
                SessionFactory(
                    edition=self.edition,
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=minutes),
                    breaks_min=0,
                    state=SessionState.HELD,
                )
            )
        clock(AFTER)

    def person(self, *minutes, **given) -> Enrolment:
        """Somebody of the town with these minutes in the sessions; None is no record."""
        row = EnrolmentFactory(edition=self.edition, **{"person": self.world.clerk(), "city": self.world.town, **given})
        for session, attended in zip(self.sessions, minutes, strict=False):
            if attended is not None:
                AttendanceFactory(enrolment=row, session=session, minutes=attended)
        return row

    def verify(self) -> None:
        """The organiser verifies each session."""
        for session in self.sessions:
            settlement.verify_session(session=session, by=self.world.organiser)

    def settle(self) -> None:
        """All the way."""
        self.verify()
        settlement.complete(edition=self.edition, by=self.world.organiser)
        settlement.settle(edition=self.edition, by=self.manager)
        self.edition.refresh_from_db()

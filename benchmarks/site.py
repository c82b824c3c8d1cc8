"""Rows for a benchmark in the database of `benchmarks.servers`, made as the demo makes them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.multiply import FIRST, analyze, multiply
from benchmarks.servers import ENVIRONMENT, OURS, ROOT


def setup() -> None:
    """Make this process one of the platform, on the benchmark's database."""
    sys.path += [str(ROOT), str(ROOT / "platform")]
    os.environ.update(ENVIRONMENT, DJANGO_SETTINGS_MODULE=OURS)
    import django  # noqa: PLC0415 -- only now the settings are known

    django.setup()


@dataclass(frozen=True)
class Clerks:
    """Open editions, a town that takes part, and for each of its clerks the value of a header."""

    editions: list[int]
    town: int
    tokens: Iterator[str]


def clerks(number: int, *, editions: int) -> Clerks:
    """So many clerks of one town, each with a token; every edition has a place for each of them."""
    from accounts.services.tokens import issue_token  # noqa: PLC0415 -- apps must be ready
    from config.factories.accounts import RoleFactory  # noqa: PLC0415
    from config.factories.grants import PeriodFactory, ProjectPartnerFactory  # noqa: PLC0415
    from config.factories.organisations import MunicipalityFactory  # noqa: PLC0415
    from config.factories.trainings import CourseFactory, EditionFactory  # noqa: PLC0415
    from kernel.time import now  # noqa: PLC0415

    course = CourseFactory()
    start = now() + timedelta(days=20)
    rows = EditionFactory.create_batch(editions, course=course, starts_at=start, capacity=number)
    PeriodFactory(project=course.project)
    town = MunicipalityFactory()
    ProjectPartnerFactory(project=course.project, organisation=town)
    tokens = []
    for _ in range(number):
        clerk = RoleFactory(organisation=town, user__password=None).user
        tokens.append(f"Token {issue_token(name='bench', days=30, by=clerk)[1]}")
    return Clerks([row.pk for row in rows], town.pk, iter(tokens))


@dataclass(frozen=True)
class Reader:
    """Who organises a project, teaches in it, answers for a town: the headers with which pages and API are asked."""

    page: dict[str, str]
    api: dict[str, str]
    trainer: dict[str, str]
    town: dict[str, str]
    """Whose office of the town decides."""
    town_api: dict[str, str]
    roster: int
    """An edition to which more and more people come."""


PEOPLE, SESSIONS = 25, 4
"""In one edition."""


def _one_after_the_other(step: str) -> dict[str, str]:
    """The two ends of row number n, as expressions of SQL."""
    return {name: f"t.{name} + n * interval '{step}'" for name in ("starts_at", "ends_at")}


class Archive:
    """Every list of trainings at any length, in the proportions of life: 25 people and 4 sessions in an edition.

    So the lists of people, of sessions and of editions are each filled apart.
    """

    def __init__(self) -> None:
        from accounts.choices import RoleCode  # noqa: PLC0415 -- apps must be ready
        from accounts.models import Role  # noqa: PLC0415
        from config.factories import grants, mail, trainings  # noqa: PLC0415
        from config.factories.accounts import RoleFactory  # noqa: PLC0415
        from kernel.time import now  # noqa: PLC0415
        from trainings.models import Approval  # noqa: PLC0415
        from trainings.services.notices import subject_of  # noqa: PLC0415

        role = grants.ProjectRoleFactory(role=RoleCode.ORGANISER)
        start = now() + timedelta(days=20)
        edition = trainings.EditionFactory(course__project=role.project, starts_at=start)
        self.user = role.user
        self.place = trainings.EnrolmentFactory(edition=edition)
        self.work = Role.objects.create(
            user=self.place.person, role=RoleCode.CLERK, organisation=self.place.city, valid_from=start.date()
        )
        self.taught = trainings.SessionTrainerFactory(session=edition.sessions.get())
        self.minutes = trainings.AttendanceFactory(enrolment=self.place)
        self.certificate = trainings.CertificateFactory(enrolment=self.place)
        self.question = Approval.objects.create(
            enrolment=self.place, city=self.place.city, step=1, asked_at=now(), due_at=now() + timedelta(days=7)
        )
        self.approver = RoleFactory(role=RoleCode.APPROVER, organisation=self.place.city).user
        self.message = mail.MessageFactory(
            to=self.place.person, template="trainings_confirmed", about=subject_of(edition)
        )
        self.roster = trainings.EditionFactory(course=edition.course, starts_at=start, code="LONG")

    def grow(self, upto: int) -> None:
        """People, and all that is written of them, until there are so many."""
        from trainings.queries.outbox import within  # noqa: PLC0415 -- apps must be ready

        self._plan_sessions(SESSIONS * -(-upto // PEOPLE))
        upto -= 1  # what they are copied from is one of them
        place, which = self.place, f"(n + {PEOPLE - 1}) / {PEOPLE}"
        theirs, first_session = f"{FIRST} + {which}", f"{FIRST} + ({which} - 1) * {SESSIONS} + 1"
        multiply(place.person, upto, email="'p' || n || '@example.org'", last_name="'Nazwisko ' || n")
        multiply(self.work, upto, user_id=f"{FIRST} + n")
        multiply(place, upto, person_id=f"{FIRST} + n", edition_id=theirs, queue_no="n")
        multiply(self.question, upto, enrolment_id=f"{FIRST} + n", due_at="t.due_at + n * interval '1 minute'")
        multiply(self.minutes, upto, enrolment_id=f"{FIRST} + n", session_id=first_session)
        multiply(
            self.certificate,
            upto,
            enrolment_id=f"{FIRST} + n",
            edition_id=theirs,
            number="'SZK/2026/B' || n",
            code="lpad(n::text, 10, '0')",
        )
        multiply(
            self.message,
            upto,
            to_id=f"{FIRST} + n",
            about=f"'{within(place.edition.course.project_id)}' || ({theirs})",
            dedupe_key="'bench' || n",
            message_id="'<bench' || n || '@example.org>'",
        )
        analyze()

    def plan_sessions(self, upto: int) -> None:
        """Sessions, and the editions they belong to, until the trainer teaches so many."""
        self._plan_sessions(upto - 1)
        analyze()

    def plan_editions(self, upto: int) -> None:
        """Editions until there are so many, with the one of the roster."""
        self._plan_editions(upto - 2)
        analyze()

    def _plan_sessions(self, upto: int) -> None:
        self._plan_editions(-(-upto // SESSIONS))
        whose = f"{FIRST} + (n + {SESSIONS - 1}) / {SESSIONS}"
        times = _one_after_the_other("8 hours")
        multiply(self.taught.session, upto, edition_id=whose, ordinal=f"mod(n - 1, {SESSIONS}) + 1", **times)
        multiply(self.taught, upto, session_id=f"{FIRST} + n")

    def _plan_editions(self, upto: int) -> None:
        multiply(self.place.edition, upto, code="'B-' || n", **_one_after_the_other("1 minute"))

    def fill_roster(self, people: int) -> None:
        """Let the first so many people come to one edition."""
        multiply(
            self.place,
            people,
            first=2 * FIRST,
            edition_id=str(self.roster.pk),
            person_id=f"{FIRST} + n",
            queue_no="n",
        )
        analyze()

    def reader(self) -> Reader:
        """Sign in."""
        from django.conf import settings  # noqa: PLC0415 -- apps must be ready
        from django.test import Client  # noqa: PLC0415

        from accounts.services.tokens import issue_token  # noqa: PLC0415

        def cookie_of(user: Any) -> dict[str, str]:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            return {"Cookie": f"{name}={client.cookies[name].value}"}

        def token_of(user: Any) -> dict[str, str]:
            return {"Authorization": f"Token {issue_token(name='bench', days=30, by=user)[1]}"}

        return Reader(
            page=cookie_of(self.user),
            api=token_of(self.user),
            trainer=cookie_of(self.taught.user),
            town=cookie_of(self.approver),
            town_api=token_of(self.approver),
            roster=self.roster.pk,
        )

"""Rows for a benchmark in the database of `benchmarks.servers`, made as the demo makes them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

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
class SignedIn:
    """An organiser's session cookie, and the project."""

    cookie: str
    session: str
    project: int


def signed_in() -> SignedIn:
    """Somebody who sees every edition of a new project."""
    from django.conf import settings  # noqa: PLC0415 -- apps must be ready
    from django.test import Client  # noqa: PLC0415

    from accounts.choices import RoleCode  # noqa: PLC0415
    from config.factories.grants import ProjectRoleFactory  # noqa: PLC0415

    role = ProjectRoleFactory(role=RoleCode.ORGANISER)
    client = Client()
    client.force_login(role.user)
    name = settings.SESSION_COOKIE_NAME
    return SignedIn(name, client.cookies[name].value, role.project_id)


def editions_up_to(number: int, project: int) -> None:
    """Add editions until there are so many, one a minute, and let PostgreSQL look at them."""
    from django.db import connection  # noqa: PLC0415 -- apps must be ready

    from config.factories.trainings import CourseFactory, EditionFactory  # noqa: PLC0415
    from kernel.time import now  # noqa: PLC0415
    from trainings.models import Edition  # noqa: PLC0415

    course = CourseFactory(project_id=project)
    start = now()
    have = Edition.objects.count()
    Edition.objects.bulk_create(
        [
            EditionFactory.build(course=course, session=False, starts_at=start + timedelta(minutes=n), code=f"B-{n}")
            for n in range(have, number)
        ],
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

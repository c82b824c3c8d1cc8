"""The demo in full size, made smaller here: the same every time, by the same rules, on whatever day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction

from accounts.models import BusyTime, Role, User
from advisory.models import Assignment, Consultation, ConsultationEvent
from config.demo.days import Days
from config.demo.loading import load
from config.demo.volume import Size, load_volume
from grants.models import Indicator, Project, ProjectPartner, ReportingPeriod
from kernel.time import today
from organisations.models import Organisation, TerytCode
from reports.models import Report
from reports.services import figures_of
from tests.demo import invariants
from tests.demo.conftest import SMALLER
from tests.demo.contents import natural
from trainings.models import (
    Attendance,
    Course,
    Edition,
    Enrolment,
    EnrolmentEvent,
    PlaceOffer,
    Session,
    SessionTrainer,
)

TABLES = [
    *(Organisation, TerytCode, User, Role, BusyTime, Project, ProjectPartner, ReportingPeriod, Indicator),
    *(Course, Edition, Session, SessionTrainer, Enrolment, EnrolmentEvent, PlaceOffer, Attendance),
    *(Assignment, Consultation, ConsultationEvent),
]
pytestmark = pytest.mark.django_db

SOME_DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def loaded(at, size=SMALLER, look=lambda: natural(*TABLES)):
    """What is there after loading both, which is rolled back."""
    with time_machine.travel(at, tick=False), transaction.atomic():
        load()
        load_volume(Days(today()), size)
        found = look()
        transaction.set_rollback(True)
    return found


def test_two_runs_give_the_same_rows():
    first, second = loaded(SOME_DAY), loaded(SOME_DAY)
    assert [label for label in first if first[label] != second[label]] == []


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 12, 31, 22, 30, tzinfo=UTC),  # the last minutes of the year in Warsaw
        datetime(2026, 12, 31, 23, 30, tzinfo=UTC),  # New Year's Day in Warsaw, not yet in UTC
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),  # the clock has just been put forward
        datetime(2028, 2, 29, 12, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # the hour that comes twice
    ],
    ids=str,
)
def test_every_rule_holds_on_whatever_day_it_is_loaded(at):
    def look():
        invariants.check_places()
        invariants.check_ways()
        invariants.check_attendance()
        invariants.check_consultations()
        return [
            figure["value"] for figure in figures_of(report=Report.objects.get(project__code="PL-DEMO-0001", number=1))
        ]

    assert loaded(at, look=look) == ["25", "40.50", "10", "1"]


def test_there_is_as_much_as_was_asked_for():
    def look():
        project = Project.objects.get(code="PL-DEMO-0002")
        return {
            "towns": project.partners.filter(role="city").count(),
            "invented": project.partners.filter(role="city", organisation__fictitious=True).count(),
            "people": User.objects.filter(email__startswith="team").count(),
            "workshops": Edition.objects.filter(course__project=project).count(),
            "consultations": project.consultations.count(),
            "advisors": project.advisor_assignments.values("advisor").distinct().count(),
            "able to sign in": sum(user.has_usable_password() for user in User.objects.filter(email__contains="-")),
        }

    assert loaded(SOME_DAY, look=look) == {
        "towns": 31,
        "invented": 2,
        "people": 124,
        "workshops": 46,
        "consultations": 124,
        "advisors": 31,
        "able to sign in": 0,
    }


def test_the_size_is_that_of_the_real_project():
    size = Size()
    assert (size.towns, size.towns * size.team, size.workshops, size.consultations) == (54, 1512, 270, 1700)

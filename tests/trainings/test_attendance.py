"""Minutes of people in sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.trainings import (
    START,
    AttendanceFactory,
    EnrolmentFactory,
    SessionFactory,
    SessionTrainerFactory,
)
from grants.choices import PeriodState
from grants.models import ReportingPeriod
from tests.trainings.conftest import refusal
from trainings.choices import EnrolmentState, SessionState
from trainings.models import Attendance
from trainings.services import attendance
from trainings.services.attendance import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world, clock):
    """A session that has just begun."""
    edition = world.edition()
    clock(START)
    return edition.sessions.get()


@pytest.fixture
def trainer(session):
    return SessionTrainerFactory(session=session).user


@pytest.fixture
def row(session):
    return EnrolmentFactory(edition=session.edition)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"minutes": 360}, "present"),
        ({"minutes": 359}, "partial"),
        ({"minutes": 1}, "partial"),
        ({"minutes": 0}, "absent"),
        ({"minutes": 0, "excused": True}, "excused"),
    ],
)
def test_the_minutes_tell_the_status(session, trainer, row, given, status):
    found = attendance.record(session=session, enrolment=row, by=trainer, **given)
    assert (found.status, found.minutes, found.recorded_by, found.version) == (status, given["minutes"], trainer, 1)


@pytest.mark.parametrize("minutes", [-1, 361])
def test_nobody_is_there_for_longer_than_the_session_counts(session, trainer, row, minutes):
    refused = refusal(attendance.record, session=session, enrolment=row, minutes=minutes, by=trainer)
    assert (refused.code, refused.field) == ("minutes_range", f"minutes_{row.pk}")


def test_who_was_there_is_not_excused(session, trainer, row):
    given = {"session": session, "enrolment": row, "minutes": 10, "excused": True, "by": trainer}
    assert refusal(attendance.record, **given).code == "excused_present"


def test_before_the_start_there_is_nothing_to_record(session, trainer, row, clock):
    clock(START - timedelta(seconds=1))
    refused = refusal(attendance.record, session=session, enrolment=row, minutes=10, by=trainer)
    assert refused.code == "session_not_started"


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.VERIFIED])
def test_a_closed_session_takes_no_minutes(session, trainer, row, state):
    type(session).objects.update(state=state)
    refused = refusal(attendance.record, session=session, enrolment=row, minutes=10, by=trainer)
    assert refused.code == "session_closed"


def test_after_the_report_went_out_minutes_stay(session, trainer, row):
    ReportingPeriod.objects.update(state=PeriodState.LOCKED)
    refused = refusal(attendance.record, session=session, enrolment=row, minutes=10, by=trainer)
    assert refused.code == "period_locked"


def test_the_day_is_that_of_warsaw(world, trainer, clock):
    late = START.replace(month=12, day=31, hour=23, minute=30)
    edition = world.edition(starts_at=late)
    clock(late + timedelta(hours=1))
    row = EnrolmentFactory(edition=edition)
    found = attendance.record(session=edition.sessions.get(), enrolment=row, minutes=5, by=world.organiser)
    assert found.minutes == 5  # 1 January would be in no period


@pytest.mark.parametrize("state", [EnrolmentState.WAITLISTED, EnrolmentState.OFFERED, EnrolmentState.WITHDRAWN])
def test_only_confirmed_people_are_on_the_list(session, trainer, state):
    row = EnrolmentFactory(edition=session.edition, state=state)
    refused = refusal(attendance.record, session=session, enrolment=row, minutes=10, by=trainer)
    assert refused.code == "not_on_roster"


def test_people_of_other_editions_are_not_on_the_list(session, trainer):
    row = EnrolmentFactory()
    refused = refusal(attendance.record, session=session, enrolment=row, minutes=10, by=trainer)
    assert refused.code == "not_on_roster"


def test_a_trainer_records_only_the_own_sessions(session, row, world):
    other = SessionTrainerFactory(session=SessionFactory()).user
    for by in (other, world.coordinator, row.person, RoleFactory(role=RoleCode.TRAINER).user):
        refused = refusal(attendance.record, session=session, enrolment=row, minutes=10, by=by)
        assert (refused.code, refused.status) == ("cannot_record", 403)


def test_the_organiser_records_too(session, row, world):
    assert attendance.record(session=session, enrolment=row, minutes=10, by=world.organiser).minutes == 10


def test_a_correction_needs_the_current_version(session, trainer, row):
    attendance.record(session=session, enrolment=row, minutes=10, by=trainer)
    given = {"session": session, "enrolment": row, "minutes": 20, "by": trainer}
    assert refusal(attendance.record, **given).code == "stale"
    assert refusal(attendance.record, **given, version=7).code == "stale"
    assert attendance.record(**given, version=1).version == 2


def test_the_same_minutes_again_change_nothing(session, trainer, row):
    for _ in range(2):
        attendance.record(session=session, enrolment=row, minutes=10, by=trainer)
    assert Attendance.objects.get().version == 1
    assert Event.objects.filter(action="trainings.attendance.recorded").count() == 1


def test_a_list_is_recorded_all_or_none(session, trainer, row):
    gone = EnrolmentFactory(edition=session.edition, state=EnrolmentState.WITHDRAWN)
    entries = [Entry(row.pk, 360), Entry(gone.pk, 360)]
    assert refusal(attendance.record_roster, session=session, entries=entries, by=trainer).code == "not_on_roster"
    assert Attendance.objects.count() == 0


def test_a_list_is_on_record_with_before_and_after(session, trainer, row):
    other = EnrolmentFactory(edition=session.edition)
    AttendanceFactory(session=session, enrolment=row, minutes=10)
    entries = [Entry(row.pk, 20, version=1), Entry(other.pk, 0, excused=True)]
    assert attendance.record_roster(session=session, entries=entries, by=trainer) == 2
    event = Event.objects.get(action="trainings.attendance.recorded")
    assert event.before == {str(row.pk): 10, str(other.pk): None}
    assert event.after == {str(row.pk): 20, str(other.pk): 0}


def test_the_first_record_marks_the_session_as_held(session, trainer, row):
    attendance.record(session=session, enrolment=row, minutes=10, by=trainer)
    session.refresh_from_db()
    assert session.state == SessionState.HELD


@pytest.mark.parametrize("people", [2, 60])
def test_a_list_takes_the_same_statements_whatever_its_length(session, trainer, people, django_assert_max_num_queries):
    rows = EnrolmentFactory.create_batch(people, edition=session.edition)
    with django_assert_max_num_queries(14):
        attendance.record_roster(session=session, entries=[Entry(row.pk, 360) for row in rows], by=trainer)


def test_the_database_refuses_minutes_that_do_not_fit_the_status(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceFactory(enrolment=row, minutes=0, status="present")


def test_the_database_keeps_one_record_for_a_person_and_a_session(row):
    AttendanceFactory(enrolment=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceFactory(enrolment=row)

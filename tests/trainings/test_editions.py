"""Courses and editions from draft to published or cancelled; sessions and who teaches them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import RoleCode
from accounts.models import BusyTime
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.trainings import (
    START,
    AttendanceFactory,
    CourseFactory,
    EditionFactory,
    EnrolmentFactory,
    SessionFactory,
)
from grants.choices import PeriodState
from grants.models import ReportingPeriod
from kernel.time import WARSAW
from mail.models import Message
from tests.trainings.conftest import ENROLMENT_OPEN, refusal
from tests.trainings.legal import hold, hold_both
from trainings.choices import EditionState, LegalKind, Mode
from trainings.models import Edition
from trainings.services import editions

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WINDOW = {
    "mode": Mode.ONSITE,
    "opens_at": ENROLMENT_OPEN,
    "closes_at": START - timedelta(days=3),
    "withdraw_until": START - timedelta(days=7),
}


@pytest.fixture
def draft(world) -> Edition:
    return world.edition(state=EditionState.DRAFT, starts_at=None, ends_at=None, **_without_mode(WINDOW))


def _without_mode(window):
    return {name: value for name, value in window.items() if name != "mode"}


def plan(world, edition, starts_at=START, minutes=420, **given):
    ends_at = starts_at + timedelta(minutes=minutes)
    return editions.plan_session(edition=edition, starts_at=starts_at, ends_at=ends_at, by=world.organiser, **given)


# -- courses ---------------------------------------------------------------------------------------


def test_an_organiser_adds_a_course(world):
    course = editions.create_course(project=world.project, code="PZP", title_pl="Zamówienia", by=world.organiser)
    assert (course.threshold_percent, course.version) == (80, 1)
    assert Event.objects.get().action == "trainings.course.created"


def test_a_code_is_given_once(world):
    given = {"project": world.project, "title_pl": "Zamówienia", "by": world.organiser}
    refused = refusal(editions.create_course, code=world.course.code, **given)
    assert (refused.code, refused.field) == ("code_taken", "code")


@pytest.mark.parametrize("percent", [0, 101])
def test_the_threshold_is_a_percentage(world, percent):
    given = {"title_pl": "x", "threshold_percent": percent, "by": world.organiser}
    assert refusal(editions.change_course, course=world.course, **given).code == "threshold"


def test_the_threshold_stays_once_somebody_was_there(world):
    AttendanceFactory(enrolment__edition=world.edition())
    given = {"title_pl": "x", "threshold_percent": 50, "by": world.organiser}
    assert refusal(editions.change_course, course=world.course, **given).code == "threshold_settled"


def test_a_change_says_only_what_changed(world):
    given = {"title_pl": "Nowy", "title_en": world.course.title_en, "by": world.organiser, "version": 1}
    course = editions.change_course(course=world.course, **given)
    assert (course.title_pl, course.version) == ("Nowy", 2)
    assert Event.objects.get().after == {"title_pl": "Nowy"}


def test_organisers_of_other_projects_change_nothing(world):
    other = CourseFactory()
    refused = refusal(editions.change_course, course=other, title_pl="x", by=world.organiser)
    assert (refused.code, refused.status) == ("organiser_only", 403)


# -- editions --------------------------------------------------------------------------------------


def test_an_edition_begins_as_a_draft(world):
    edition = editions.create_edition(course=world.course, code="A", capacity=20, by=world.organiser, **WINDOW)
    assert (edition.state, edition.next_queue_no, edition.offer_hours) == (EditionState.DRAFT, 1, 48)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"capacity": 0}, "capacity", "capacity"),
        ({"closes_at": ENROLMENT_OPEN}, "window", "closes_at"),
        ({"offer_hours": 0}, "offer_hours", "offer_hours"),
        ({"last_offer_hours_before": 745}, "offer_hours", "last_offer_hours_before"),
    ],
)
def test_an_edition_makes_sense_from_the_start(world, given, code, field):
    given = {"course": world.course, "code": "A", "capacity": 20, "by": world.organiser, **WINDOW, **given}
    refused = refusal(editions.create_edition, **given)
    assert (refused.code, refused.field) == (code, field)


def test_a_code_of_an_edition_is_given_once(world, draft):
    given = {"course": world.course, "capacity": 20, "by": world.organiser, **WINDOW}
    assert refusal(editions.create_edition, code=draft.code, **given).code == "code_taken"


def test_a_draft_with_a_session_and_texts_is_published(world, draft):
    plan(world, draft)
    hold_both(world)
    edition = editions.publish(edition=draft, by=world.organiser)
    assert (edition.state, edition.starts_at) == (EditionState.PUBLISHED, START)
    event = Event.objects.get(action="trainings.edition.published")
    assert (event.before, event.after) == ({"state": "draft"}, {"state": "published"})


def test_without_texts_to_accept_nothing_is_published(world, draft):
    plan(world, draft)
    refused = refusal(editions.publish, edition=draft, by=world.organiser)
    assert (refused.code, refused.facts["kinds"]) == ("texts_missing", ["regulation", "information"])
    hold(world, LegalKind.REGULATION)
    refused = refusal(editions.publish, edition=draft, by=world.organiser)
    assert (refused.code, refused.facts["kinds"]) == ("texts_missing", ["information"])
    hold(world, LegalKind.INFORMATION)
    assert editions.publish(edition=draft, by=world.organiser).state == EditionState.PUBLISHED


def test_texts_that_hold_from_the_day_enrolment_opens_will_do(world, draft):
    plan(world, draft)
    opens = ENROLMENT_OPEN + timedelta(days=5)
    Edition.objects.filter(pk=draft.pk).update(opens_at=opens)
    for kind in (LegalKind.REGULATION, LegalKind.INFORMATION):
        hold(world, kind, valid_from=opens.date() + timedelta(days=kind == LegalKind.INFORMATION))
    assert refusal(editions.publish, edition=draft, by=world.organiser).facts["kinds"] == ["information"]
    Edition.objects.filter(pk=draft.pk).update(opens_at=opens + timedelta(days=1))
    assert editions.publish(edition=draft, by=world.organiser).state == EditionState.PUBLISHED


def test_without_a_session_nothing_is_published(world, draft):
    assert refusal(editions.publish, edition=draft, by=world.organiser).code == "no_sessions"


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"closes_at": START + HOUR}, "window", "closes_at"),
        ({"withdraw_until": START + HOUR}, "window", "withdraw_until"),
        ({"opens_at": ENROLMENT_OPEN - 2 * HOUR, "closes_at": ENROLMENT_OPEN}, "too_late", "closes_at"),
    ],
)
def test_only_sane_dates_are_published(world, draft, changed, code, field):
    plan(world, draft)
    hold_both(world)
    Edition.objects.filter(pk=draft.pk).update(**changed)
    refused = refusal(editions.publish, edition=draft, by=world.organiser)
    assert (refused.code, refused.field) == (code, field)


def test_only_a_draft_is_published(world):
    assert refusal(editions.publish, edition=world.edition(), by=world.organiser).code == "edition_state"


def test_only_the_organiser_publishes(world, draft):
    plan(world, draft)
    assert refusal(editions.publish, edition=draft, by=world.coordinator).code == "organiser_only"


def test_the_database_refuses_to_publish_what_has_no_dates(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(state=EditionState.PUBLISHED)


def test_a_published_edition_may_move_its_window_within_reason(world):
    edition = world.edition()
    changed = editions.change_edition(
        edition=edition, by=world.organiser, version=1, **{**WINDOW, "closes_at": START - HOUR, "venue": "Aula"}
    )
    assert (changed.closes_at, changed.venue, changed.version) == (START - HOUR, "Aula", 2)
    event = Event.objects.get(action="trainings.edition.changed")
    assert (event.before["venue"], event.after["venue"]) == ("Sala próbna 1", "Aula")
    refused = refusal(
        editions.change_edition, edition=edition, by=world.organiser, **{**WINDOW, "closes_at": START + HOUR}
    )
    assert refused.code == "window"


def test_what_is_cancelled_cannot_change(world):
    edition = world.edition(state=EditionState.CANCELLED)
    assert refusal(editions.change_edition, edition=edition, by=world.organiser, **WINDOW).code == "edition_closed"


# -- cancelling ------------------------------------------------------------------------------------


def test_cancelling_needs_a_reason(world):
    refused = refusal(editions.cancel_edition, edition=world.edition(), reason=" ", by=world.organiser)
    assert (refused.code, refused.field) == ("reason_missing", "reason")


def test_a_training_where_people_were_is_not_cancelled(world, clock):
    row = EnrolmentFactory(edition=world.edition())
    AttendanceFactory(enrolment=row)
    clock(START + HOUR)
    assert (
        refusal(editions.cancel_edition, edition=row.edition, reason="x", by=world.organiser).code == "has_attendance"
    )


def test_after_the_report_went_out_nothing_is_cancelled(world, clock):
    edition = world.edition()
    ReportingPeriod.objects.update(state=PeriodState.LOCKED)
    clock(START)
    assert refusal(editions.cancel_edition, edition=edition, reason="x", by=world.organiser).code == "period_locked"


@pytest.mark.parametrize("state", [EditionState.COMPLETED, EditionState.SETTLED])
def test_what_took_place_is_not_cancelled(world, state):
    edition = world.edition(state=state)
    assert refusal(editions.cancel_edition, edition=edition, reason="x", by=world.organiser).code == "edition_state"


# -- sessions --------------------------------------------------------------------------------------


def test_the_counted_minutes_are_those_that_pass_less_the_breaks(world, draft):
    assert plan(world, draft, minutes=420, breaks_min=60).counted_min == 360


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "minutes"),
    [
        (datetime(2026, 10, 24, 22, 0, tzinfo=WARSAW), datetime(2026, 10, 25, 6, 0, tzinfo=WARSAW), 540),
        (datetime(2027, 3, 27, 22, 0, tzinfo=WARSAW), datetime(2027, 3, 28, 6, 0, tzinfo=WARSAW), 420),
    ],
)
def test_minutes_are_real_over_a_change_of_the_clock(world, draft, starts_at, ends_at, minutes):
    session = editions.plan_session(edition=draft, starts_at=starts_at, ends_at=ends_at, by=world.organiser)
    assert session.counted_min == minutes


@pytest.mark.parametrize(
    ("minutes", "breaks_min", "code"),
    [(0, 0, "session_dates"), (-5, 0, "session_dates"), (1441, 0, "session_dates"), (60, 60, "session_breaks")],
)
def test_a_session_lasts_and_leaves_time_besides_its_breaks(world, draft, minutes, breaks_min, code):
    given = {"world": world, "edition": draft, "minutes": minutes, "breaks_min": breaks_min}
    assert refusal(plan, **given).code == code


@pytest.mark.parametrize(("offset", "fits"), [(-420, True), (420, True), (-419, False), (419, False), (10, False)])
def test_sessions_of_an_edition_touch_but_never_overlap(world, draft, offset, fits):
    plan(world, draft)
    given = {"world": world, "edition": draft, "starts_at": START + timedelta(minutes=offset)}
    if fits:
        plan(**given)
    else:
        assert refusal(plan, **given).code == "session_overlaps"


def test_the_database_refuses_an_overlap_whoever_writes_it(world):
    edition = world.edition()
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionFactory(edition=edition, starts_at=START + HOUR)


def test_sessions_are_numbered_by_their_start_and_span_the_edition(world, draft):
    second = plan(world, draft, START + timedelta(days=1))
    first = plan(world, draft, START)
    third = plan(world, draft, START + timedelta(days=2))
    assert [first.ordinal, third.ordinal] == [1, 3]
    draft.refresh_from_db()
    assert (draft.starts_at, draft.ends_at) == (first.starts_at, third.ends_at)
    editions.remove_session(session=first, by=world.organiser)
    draft.refresh_from_db()
    second.refresh_from_db()
    assert (second.ordinal, draft.starts_at) == (1, second.starts_at)


def test_the_sessions_of_a_published_edition_stay(world):
    edition = world.edition()
    given = {"world": world, "edition": edition, "starts_at": START + timedelta(days=1)}
    assert refusal(plan, **given).code == "edition_published"
    refused = refusal(editions.remove_session, session=edition.sessions.get(), by=world.organiser)
    assert refused.code == "edition_published"


# -- trainers --------------------------------------------------------------------------------------


@pytest.fixture
def trainer(world):
    return RoleFactory(role=RoleCode.TRAINER).user


def test_assigning_a_trainer_books_the_time(world, trainer):
    session = world.edition().sessions.get()
    for _ in range(2):
        editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    booked = BusyTime.objects.get()
    assert (booked.user, booked.starts_at, booked.ends_at) == (trainer, session.starts_at, session.ends_at)


def test_nobody_teaches_two_sessions_at_once(world, trainer):
    editions.assign_trainer(session=world.edition().sessions.get(), user=trainer, by=world.organiser)
    other = EditionFactory(course=world.course, starts_at=START + HOUR).sessions.get()
    assert refusal(editions.assign_trainer, session=other, user=trainer, by=world.organiser).code == "person_busy"
    assert other.trainers.count() == 0


def test_only_trainers_teach(world):
    session = world.edition().sessions.get()
    refused = refusal(editions.assign_trainer, session=session, user=world.clerk(), by=world.organiser)
    assert (refused.code, refused.field) == ("not_a_trainer", "user")


def test_who_taught_stays(world, trainer, clock):
    session = world.edition().sessions.get()
    editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    clock(session.ends_at)
    refused = refusal(editions.unassign_trainer, session=session, user=trainer, by=world.organiser)
    assert refused.code == "session_over"


def test_taking_a_trainer_off_frees_the_time(world, trainer):
    session = world.edition().sessions.get()
    editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    editions.unassign_trainer(session=session, user=trainer, by=world.organiser)
    editions.unassign_trainer(session=session, user=trainer, by=world.organiser)
    assert (session.trainers.count(), BusyTime.objects.count()) == (0, 0)


def test_cancelling_frees_the_trainers_and_tells_them_once(world, draft, trainer):
    for day in range(2):
        session = plan(world, draft, START + timedelta(days=day))
        editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    hold_both(world)
    editions.publish(edition=draft, by=world.organiser)
    editions.cancel_edition(edition=draft, reason="Brak chętnych", by=world.organiser)
    assert BusyTime.objects.count() == 0
    assert Message.objects.get(template="trainings_cancelled").to == trainer


def test_removing_a_session_frees_its_trainers(world, draft, trainer):
    session = plan(world, draft)
    editions.assign_trainer(session=session, user=trainer, by=world.organiser)
    editions.remove_session(session=session, by=world.organiser)
    assert BusyTime.objects.count() == 0

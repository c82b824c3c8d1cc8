"""From the last session to a settled training."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import Event
from config.factories.grants import PeriodFactory
from config.factories.trainings import START, AttendanceFactory
from grants.choices import PeriodState
from grants.models import ReportingPeriod
from mail.models import Message
from tests.trainings.browsing import html, signed_in, url
from tests.trainings.conftest import ENROLMENT_OPEN, refusal
from tests.trainings.ended import AFTER, Ended
from trainings.choices import (
    AttendanceStatus,
    CertificateState,
    EditionState,
    EnrolmentState,
    Mode,
    Outcome,
    PlaceKind,
    SessionState,
    SheetState,
    SurveyKind,
)
from trainings.models import (
    AttendanceSheet,
    Certificate,
    Course,
    Edition,
    Enrolment,
    Questionnaire,
    Session,
    Survey,
)
from trainings.queries import participations
from trainings.services import attendance, certificates, editions, settlement
from trainings.services.editions import warn_of_few
from ui.format import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(world, clock):
    return Ended(world, clock)


def missing(call, **given):
    """What the refusal says is missing."""
    refused = refusal(call, **given)
    assert refused.code == "not_ready"
    return refused.facts["missing"]


# -- sessions ---------------------------------------------------------------------------------------


def test_a_session_is_held_verified_and_given_back(ended, world):
    session = ended.sessions[0]
    Session.objects.update(state=SessionState.PLANNED)
    assert settlement.hold_session(session=session, by=world.organiser).state == SessionState.HELD
    verified = settlement.verify_session(session=session, by=world.organiser)
    assert (verified.state, verified.verified_by, verified.verified_at) == ("verified", world.organiser, AFTER)
    back = settlement.unverify_session(session=session, reason="Zły podpis", by=ended.manager)
    assert (back.state, back.verified_by, back.verified_at) == ("held", None, None)
    actions = Event.objects.filter(object_type="trainings.session").order_by("pk").values_list("action", flat=True)
    assert [action.rpartition(".")[2] for action in actions] == ["held", "verified", "unverified"]


def test_repeating_a_step_changes_nothing(ended, world):
    for _ in range(2):
        session = settlement.verify_session(session=ended.sessions[0], by=world.organiser)
    assert session.version == ended.sessions[0].version + 1


@pytest.mark.parametrize(
    ("state", "call", "who", "code"),
    [
        ("planned", "verify_session", "organiser", "session_state"),
        ("held", "verify_session", "coordinator", "organiser_only"),
        ("held", "unverify_session", "manager", "session_state"),
        ("verified", "unverify_session", "organiser", "manager_only"),
        ("verified", "hold_session", "organiser", "session_state"),
        ("cancelled", "hold_session", "organiser", "session_state"),
        ("planned", "hold_session", "coordinator", "cannot_record"),
    ],
)
def test_what_is_refused(ended, world, *, state, call, who, code):
    Session.objects.update(state=state)
    by = ended.manager if who == "manager" else getattr(world, who)
    given = {"reason": "Bo tak"} if call == "unverify_session" else {}
    refused = refusal(getattr(settlement, call), session=ended.sessions[0], by=by, **given)
    assert refused.code == code
    assert not Event.objects.filter(object_type="trainings.session").exists()


def test_a_session_is_neither_held_before_it_starts_nor_verified_before_it_ends(ended, world, clock):
    session = ended.sessions[0]
    clock(session.starts_at + timedelta(minutes=30))
    assert refusal(settlement.verify_session, session=session, by=world.organiser).code == "session_running"
    Session.objects.update(state=SessionState.PLANNED)
    clock(session.starts_at - timedelta(minutes=1))
    assert refusal(settlement.hold_session, session=session, by=world.organiser).code == "session_not_started"


def test_disputed_attendance_is_decided_before_it_is_verified(ended, world):
    row = ended.person(None, 180, 330)
    disputed = {"minutes": 90, "status": AttendanceStatus.DISPUTED, "note": "Bez podpisu"}
    AttendanceFactory(enrolment=row, session=ended.sessions[0], **disputed)
    refused = refusal(settlement.verify_session, session=ended.sessions[0], by=world.organiser)
    assert (refused.code, refused.facts) == ("attendance_disputed", {"disputed": 1})


def test_verifying_is_offered_once_nothing_is_disputed(ended, world):
    row = ended.person(None, 180, 330)
    sore = AttendanceFactory(
        enrolment=row, session=ended.sessions[0], minutes=90, status=AttendanceStatus.DISPUTED, note="Bez podpisu"
    )
    desk, verify = signed_in(world.organiser), url("session-verify", ended.sessions[0].pk)
    page = html(desk, "settlement", ended.edition.pk)
    assert ("1 record disputed" in page, verify in page) == (True, False)
    assert url("session-verify", ended.sessions[1].pk) in page
    type(sore).objects.update(status=AttendanceStatus.PRESENT)
    page = html(desk, "settlement", ended.edition.pk)
    assert ("record disputed" in page, verify in page) == (False, True)


def test_what_was_online_is_settled_without_a_list_though_paper_prevails(world, clock):
    ended = Ended(world, clock, mode=Mode.ONLINE)
    Course.objects.update(paper_prevails=True)
    ended.person(90, 180, 330, place_kind=PlaceKind.ONLINE)
    ended.settle()
    assert ended.edition.state == EditionState.SETTLED


def test_who_verifies_reads_how_many_are_without_a_record(ended, world):
    ended.person(90, None, 330)
    ended.person(90, 180, None)
    ended.person(90, None, None)
    desk = signed_in(world.organiser)
    assert [s.unrecorded for s in desk.get(url("settlement", ended.edition.pk)).context["sessions"]] == [0, 2, 2]
    page = html(desk, "settlement", ended.edition.pk)
    assert (page.count("2 people without a record"), page.count("counts as absent")) == (2, 2)


def test_the_last_step_is_offered_once_nothing_is_missing(ended, world):
    ended.person(90, 180, 330)
    settlement.complete(edition=ended.edition, by=world.organiser)
    manager = signed_in(ended.manager)
    assert url("edition-settle", ended.edition.pk) not in html(manager, "settlement", ended.edition.pk)
    ended.verify()
    assert url("edition-settle", ended.edition.pk) in html(manager, "settlement", ended.edition.pk)


def test_a_session_is_chosen_by_its_number_and_start(ended):
    row = ended.person(90, 180, 330)
    ended.settle()
    page = html(signed_in(ended.manager), "enrolment-minutes", row.pk)
    assert f">1. {moment(START)}</option>" in page


def test_to_give_a_session_back_needs_a_reason_and_an_open_period(ended, world):
    ended.verify()
    given = {"session": ended.sessions[0], "by": ended.manager}
    assert refusal(settlement.unverify_session, reason=" ", **given).field == "reason"
    ReportingPeriod.objects.update(state=PeriodState.LOCKED)
    assert refusal(settlement.unverify_session, reason="Błąd", **given).code == "period_locked"


def test_verified_attendance_no_longer_changes(ended, world):
    row = ended.person(90)
    ended.verify()
    given = {"session": ended.sessions[0], "enrolment": row, "minutes": 10, "version": 1, "by": world.organiser}
    assert refusal(attendance.record, **given).code == "session_closed"


# -- completed and settled ----------------------------------------------------------------------------


def test_an_organiser_completes_what_is_over(ended, world):
    done = settlement.complete(edition=ended.edition, by=world.organiser)
    assert done.state == EditionState.COMPLETED
    again = settlement.complete(edition=ended.edition, by=world.organiser)
    assert again.version == done.version
    assert Event.objects.filter(action="trainings.edition.completed").count() == 1


def test_what_is_not_over_is_not_completed(ended, world, clock):
    ended.person(state=EnrolmentState.WAITLISTED)
    ended.person(state=EnrolmentState.AWAITING_APPROVAL)
    Session.objects.filter(ordinal__gte=2).update(state=SessionState.PLANNED)
    clock(START + timedelta(days=1))
    found = missing(settlement.complete, edition=ended.edition, by=world.organiser)
    assert found == {"not_over": 1, "sessions_planned": 2, "places_open": 2}


def test_a_cancelled_session_does_not_stand_in_the_way(ended, world):
    Session.objects.filter(ordinal=2).update(state=SessionState.CANCELLED)
    assert settlement.complete(edition=ended.edition, by=world.organiser).state == EditionState.COMPLETED


@pytest.mark.parametrize(
    ("state", "call", "who", "code"),
    [
        ("draft", "complete", "organiser", "edition_state"),
        ("cancelled", "complete", "organiser", "edition_state"),
        ("published", "complete", "coordinator", "organiser_only"),
        ("published", "settle", "manager", "edition_state"),
        ("completed", "settle", "organiser", "manager_only"),
        ("completed", "reopen", "administrator", "edition_state"),
        ("settled", "reopen", "manager", "administrator_only"),
    ],
)
def test_who_may_not_or_not_yet(ended, world, *, state, call, who, code):
    Edition.objects.update(state=state)
    by = getattr(ended, who, None) or getattr(world, who)
    given = {"reason": "Bo tak"} if call == "reopen" else {}
    assert refusal(getattr(settlement, call), edition=ended.edition, by=by, **given).code == code


def test_settling_says_all_that_is_missing(ended, world):
    Course.objects.update(paper_prevails=True, needs_post_test=True)
    row = ended.person(None, 180, 330)
    AttendanceFactory(
        enrolment=row, session=ended.sessions[0], minutes=90, status=AttendanceStatus.DISPUTED, note="Bez podpisu"
    )
    settlement.complete(edition=ended.edition, by=world.organiser)
    settlement.verify_session(session=ended.sessions[1], by=world.organiser)
    AttendanceSheet.objects.create(
        session=ended.sessions[1],
        number=1,
        roster=[],
        state=SheetState.VERIFIED,
        made_by=world.organiser,
        made_at=AFTER,
    )
    assert missing(settlement.settle, edition=ended.edition, by=ended.manager) == {
        "sessions_unverified": 2,
        "attendance_disputed": 1,
        "scans_missing": 2,
        "test_open": 1,
    }
    assert not Enrolment.objects.exclude(outcome="").exists()


def test_the_test_must_be_closed(ended, world, clock):
    Course.objects.update(needs_post_test=True)
    paper = Questionnaire.objects.create(course=world.course, kind=SurveyKind.POST_TEST, title_pl="Test")
    closes_at = AFTER + timedelta(days=2)
    Survey.objects.create(edition=ended.edition, questionnaire=paper, opens_at=START, closes_at=closes_at)
    ended.verify()
    settlement.complete(edition=ended.edition, by=world.organiser)
    assert missing(settlement.settle, edition=ended.edition, by=ended.manager) == {"test_open": 1}
    clock(closes_at)
    assert settlement.settle(edition=ended.edition, by=ended.manager).state == EditionState.SETTLED


def test_settling_writes_what_came_of_each_place(ended, world):
    rows = [ended.person(90, 180, 330), ended.person(90, 0, 330), ended.person(), ended.person(0, 0, 0)]
    gone = ended.person(90, 180, 330, state=EnrolmentState.WITHDRAWN)
    ended.settle()
    outcomes = [Enrolment.objects.get(pk=row.pk).outcome for row in [*rows, gone]]
    assert outcomes == ["completed", "incomplete", "no_show", "no_show", ""]
    event = Event.objects.get(action="trainings.edition.settled")
    assert event.after["outcomes"] == {"completed": 1, "incomplete": 1, "no_show": 2}


def test_a_locked_period_takes_no_settlement(ended, world):
    ended.verify()
    settlement.complete(edition=ended.edition, by=world.organiser)
    ReportingPeriod.objects.update(state=PeriodState.LOCKED)
    assert refusal(settlement.settle, edition=ended.edition, by=ended.manager).code == "period_locked"


def test_an_old_version_settles_nothing(ended, world):
    ended.verify()
    done = settlement.complete(edition=ended.edition, by=world.organiser)
    stale = {"edition": ended.edition, "by": ended.manager, "version": done.version - 1}
    assert refusal(settlement.settle, **stale).code == "stale"


def test_a_scan_that_came_back_is_verified_before_the_settlement(ended, world):
    ended.person(90, 180, 330)
    ended.verify()
    settlement.complete(edition=ended.edition, by=world.organiser)
    sheet = AttendanceSheet.objects.create(
        session=ended.sessions[0],
        number=1,
        roster=[],
        state=SheetState.UPLOADED,
        made_by=world.organiser,
        made_at=AFTER,
    )
    assert missing(settlement.settle, edition=ended.edition, by=ended.manager) == {"scans_unverified": 1}
    AttendanceSheet.objects.filter(pk=sheet.pk).update(state=SheetState.VERIFIED)
    assert settlement.settle(edition=ended.edition, by=ended.manager).state == EditionState.SETTLED


def test_case_21_a_late_joiner_may_be_exempt_from_what_came_before(ended, world):
    late, exempt = ended.person(None, 170, 300), ended.person(None, 170, 300)
    Course.objects.update(threshold_percent=90)
    attendance.exempt(session=ended.sessions[0], enrolment=exempt, note="Miejsce po 1. sesji", by=world.organiser)
    ended.settle()
    late.refresh_from_db()
    exempt.refresh_from_db()
    assert (late.outcome, exempt.outcome) == (Outcome.INCOMPLETE, Outcome.COMPLETED)
    (certificate,) = certificates.issue(edition=ended.edition, by=world.organiser)
    assert certificate.enrolment_id == exempt.pk
    # The exempt session is in no hours; why somebody was exempt stands in the list, not on the certificate.
    assert certificate.data["minutes"] == {"attended": 470, "programme": 600}
    assert "Miejsce po 1. sesji" not in str(certificate.data)


def test_reports_count_as_settled(ended, world):
    row = ended.person(90, 180, 330)
    ended.settle()
    year = {"project_id": world.project.pk, "first_day": START.date(), "last_day": AFTER.date()}
    assert list(participations(**year)) == [row]
    settlement.correct_outcome(enrolment=row, outcome=Outcome.INCOMPLETE, reason="Podpis obcy", by=ended.manager)
    assert list(participations(**year)) == []


# -- after the settlement ------------------------------------------------------------------------------


def corrected(ended, row, minutes, *, session=1, reason="Na liście nie ma podpisu", **given):
    given = {"by": ended.manager, "session": ended.sessions[session], **given}
    settlement.correct_minutes(enrolment=row, minutes=minutes, reason=reason, **given)
    row.refresh_from_db()
    return row


def held_by(row) -> list[tuple[str, int]]:
    """State of each certificate and the minutes it says."""
    rows = Certificate.objects.filter(enrolment=row).order_by("pk")
    return [(found.state, found.data["minutes"]["attended"]) for found in rows]


def test_corrected_minutes_correct_the_outcome_and_revoke_what_is_lost(ended, world):
    row = ended.person(90, 180, 330)
    ended.settle()
    certificates.issue(edition=ended.edition, by=world.organiser)
    corrected(ended, row, 0)
    attended = row.attendances.get(session=ended.sessions[1])
    assert (attended.status, attended.minutes, attended.note) == ("absent", 0, "Na liście nie ma podpisu")
    assert (row.outcome, held_by(row)) == ("incomplete", [("revoked", 600)])
    event = Event.objects.get(action="trainings.attendance.corrected")
    pk = str(row.pk)
    assert (event.before, event.after) == ({pk: 180}, {pk: 0})
    assert (event.actor_id, event.reason) == (ended.manager.pk, "Na liście nie ma podpisu")
    assert Message.objects.filter(template="trainings_certificate_revoked", to=row.person).count() == 1


def test_a_certificate_that_says_other_minutes_is_replaced(ended, world):
    row, other = ended.person(90, 180, 330), ended.person(90, 180, 330)
    ended.settle()
    certificates.issue(edition=ended.edition, by=world.organiser)
    corrected(ended, row, 120)
    assert (row.outcome, held_by(row)) == ("completed", [("replaced", 600), ("issued", 540)])
    assert held_by(other) == [("issued", 600)]
    assert Message.objects.filter(template="trainings_certificate_replaced", to=row.person).count() == 1
    # The same again is no change.
    version = row.version
    corrected(ended, row, 120)
    assert (row.version, len(held_by(row))) == (version, 2)


def test_a_certificate_won_by_corrected_minutes_comes_with_the_next_run(ended, world):
    row = ended.person(90, None, 330)
    ended.settle()
    assert certificates.issue(edition=ended.edition, by=world.organiser) == []
    assert corrected(ended, row, 180).outcome == "completed"
    certificates.issue(edition=ended.edition, by=world.organiser)
    assert held_by(row) == [("issued", 600)]


def test_whose_and_which_minutes_may_be_corrected(ended, world):
    row = ended.person(90, 180, 330)
    ended.verify()
    given = {"enrolment": row, "session": ended.sessions[0], "minutes": 10, "reason": "Podpis"}
    assert refusal(settlement.correct_minutes, **given, by=ended.manager).code == "not_settled"
    settlement.complete(edition=ended.edition, by=world.organiser)
    settlement.settle(edition=ended.edition, by=ended.manager)
    elsewhere = world.edition(state=EditionState.SETTLED).sessions.get()
    before = Event.objects.count()
    for changed, code in [
        ({"by": world.organiser}, "manager_only"),
        ({"reason": " "}, "reason_missing"),
        ({"minutes": 91}, "minutes_range"),
        ({"minutes": -1}, "minutes_range"),
        ({"session": elsewhere}, "not_of_edition"),
        ({"version": row.version + 5}, "stale"),
    ]:
        assert refusal(settlement.correct_minutes, **{"by": ended.manager, **given, **changed}).code == code
    ReportingPeriod.objects.update(state=PeriodState.LOCKED)
    assert refusal(settlement.correct_minutes, **given, by=ended.manager).code == "period_locked"
    assert Event.objects.count() == before
    assert row.attendances.get(session=ended.sessions[0]).minutes == 90


def test_case_23_a_correction_after_the_settlement_revokes_what_is_lost(ended, world):
    row, other = ended.person(90, 180, 330), ended.person(90, 180, 330)
    ended.settle()
    held = certificates.issue(edition=ended.edition, by=world.organiser)
    given = {"enrolment": row, "outcome": Outcome.INCOMPLETE}
    assert refusal(settlement.correct_outcome, **given, reason="Podpis", by=world.organiser).code == "manager_only"
    assert refusal(settlement.correct_outcome, **given, reason=" ", by=ended.manager).code == "reason_missing"
    settlement.correct_outcome(**given, reason="Na liście nie ma podpisu", by=ended.manager)
    lost, kept = (Certificate.objects.get(pk=certificate.pk) for certificate in held)
    assert (lost.state, lost.reason) == (CertificateState.REVOKED, "Na liście nie ma podpisu")
    assert (kept.enrolment_id, kept.state) == (other.pk, CertificateState.ISSUED)
    notice = Message.objects.get(template="trainings_certificate_revoked")
    assert (notice.to, notice.context["reason"]) == (row.person, "Na liście nie ma podpisu")
    event = Event.objects.get(action="trainings.enrolment.outcome_corrected")
    assert (event.actor_id, event.before, event.after) == (
        ended.manager.pk,
        {"outcome": "completed"},
        {"outcome": "incomplete"},
    )
    # Won back, it is another certificate: the revoked one stays what it is.
    settlement.correct_outcome(enrolment=row, outcome=Outcome.COMPLETED, reason="Lista się znalazła", by=ended.manager)
    (new,) = certificates.issue(edition=ended.edition, by=world.organiser)
    assert (new.enrolment_id, new.number != lost.number) == (row.pk, True)
    assert Certificate.objects.get(pk=lost.pk).state == CertificateState.REVOKED


def test_before_the_settlement_there_is_no_outcome_to_correct(ended):
    row = ended.person(90, 180, 330)
    given = {"enrolment": row, "outcome": Outcome.INCOMPLETE, "reason": "Błąd", "by": ended.manager}
    assert refusal(settlement.correct_outcome, **given).code == "not_settled"


def test_opened_again_corrected_and_settled_anew(ended, world):
    row = ended.person(90, 180, 330)
    ended.settle()
    (certificate,) = certificates.issue(edition=ended.edition, by=world.organiser)
    assert refusal(settlement.reopen, edition=ended.edition, reason="", by=ended.administrator).field == "reason"
    settlement.reopen(edition=ended.edition, reason="Lista z innego dnia", by=ended.administrator)
    settlement.unverify_session(session=ended.sessions[2], reason="Lista z innego dnia", by=ended.manager)
    attendance.record(session=ended.sessions[2], enrolment=row, minutes=100, version=1, by=world.organiser)
    settlement.verify_session(session=ended.sessions[2], by=world.organiser)
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ISSUED
    settlement.settle(edition=ended.edition, by=ended.manager)
    row.refresh_from_db()
    certificate.refresh_from_db()
    assert (row.outcome, certificate.state) == (Outcome.INCOMPLETE, CertificateState.REVOKED)


def test_settled_anew_with_other_minutes_a_certificate_is_replaced_and_the_person_told(ended, world):
    longer, same = ended.person(90, 180, 300), ended.person(90, 180, 330)
    ended.settle()
    old, kept = certificates.issue(edition=ended.edition, by=world.organiser)
    settlement.reopen(edition=ended.edition, reason="Lista z innego dnia", by=ended.administrator)
    settlement.unverify_session(session=ended.sessions[2], reason="Lista z innego dnia", by=ended.manager)
    attendance.record(session=ended.sessions[2], enrolment=longer, minutes=270, version=1, by=world.organiser)
    settlement.verify_session(session=ended.sessions[2], by=world.organiser)
    settlement.settle(edition=ended.edition, by=ended.manager)
    for row in (old, kept):
        row.refresh_from_db()
    assert (old.state, kept.state) == (CertificateState.REPLACED, CertificateState.ISSUED)
    assert old.reason
    new = Certificate.objects.valid().get(enrolment=longer)
    assert (new.replaces, new.kind, new.data["minutes"]["attended"]) == (old, old.kind, 540)
    assert new.data["replaces"] == old.number
    assert Certificate.objects.filter(enrolment=same).count() == 1
    told = Message.objects.filter(template="trainings_certificate_replaced")
    assert [message.to for message in told] == [longer.person]
    assert certificates.issue(edition=ended.edition, by=world.organiser) == []


def test_settled_anew_who_completed_after_all_gets_a_certificate_of_it_besides(ended, world):
    Course.objects.update(attests_attendance=True)
    row = ended.person(90, 180, 100)
    ended.settle()
    (attended,) = certificates.issue(edition=ended.edition, by=world.organiser)
    settlement.reopen(edition=ended.edition, reason="Lista z innego dnia", by=ended.administrator)
    settlement.unverify_session(session=ended.sessions[2], reason="Lista z innego dnia", by=ended.manager)
    attendance.record(session=ended.sessions[2], enrolment=row, minutes=330, version=1, by=world.organiser)
    settlement.verify_session(session=ended.sessions[2], by=world.organiser)
    settlement.settle(edition=ended.edition, by=ended.manager)
    certificates.issue(edition=ended.edition, by=world.organiser)
    attended.refresh_from_db()
    assert attended.state == CertificateState.REPLACED
    valid = Certificate.objects.valid().filter(enrolment=row).order_by("kind")
    assert [(one.kind, one.data["minutes"]["attended"]) for one in valid] == [("attendance", 600), ("completion", 600)]


# -- too few people -------------------------------------------------------------------------------------


def test_case_26_two_days_before_the_organiser_is_warned_of_too_few_people(world, clock):
    edition = world.edition(min_participants=3)
    world.enrol(edition, 2)
    before = edition.starts_at - timedelta(hours=48)
    clock(before - timedelta(minutes=1))
    assert warn_of_few() == 0
    clock(before)
    assert (warn_of_few(), warn_of_few()) == (1, 0)
    warning = Message.objects.get(template="trainings_few")
    assert (warning.to, warning.context["confirmed"], warning.context["fewest"]) == (world.organiser, 2, 3)
    edition.refresh_from_db()
    assert edition.state == EditionState.PUBLISHED
    assert Enrolment.objects.confirmed().filter(edition=edition).count() == 2
    assert Event.objects.filter(action="trainings.edition.few").count() == 1


def test_enough_people_no_minimum_or_no_training_no_warning(world, clock):
    full = world.edition(min_participants=1)
    world.enrol(full)
    world.edition(min_participants=0, starts_at=START + timedelta(hours=10))
    clock(ENROLMENT_OPEN)
    world.edition(min_participants=5, starts_at=START + timedelta(hours=20), state=EditionState.CANCELLED)
    clock(START - timedelta(hours=1))
    assert warn_of_few() == 0


# -- a training over two periods -------------------------------------------------------------------------


@pytest.fixture
def over_two_periods(world, clock):
    """The first two sessions lie in a period whose report was sent, the last one in the next period."""
    edge = (START + timedelta(days=2)).date()
    ReportingPeriod.objects.update(ends_on=edge - timedelta(days=1), state=PeriodState.LOCKED)
    PeriodFactory(project=world.project, number=2, starts_on=edge, ends_on=edge.replace(month=12, day=31))
    return Ended(world, clock)


def test_a_training_counts_by_its_last_day_and_is_settled_although_it_began_in_a_closed_period(over_two_periods):
    row = over_two_periods.person(90, 180, 330)
    over_two_periods.settle()
    assert over_two_periods.edition.state == EditionState.SETTLED
    given = {"enrolment": row, "session": over_two_periods.sessions[0], "minutes": 80, "reason": "Podpis"}
    settlement.correct_minutes(**given, by=over_two_periods.manager)
    assert row.attendances.get(session=over_two_periods.sessions[0]).minutes == 80


def test_while_a_training_runs_its_period_may_still_be_planned(world, clock):
    ReportingPeriod.objects.update(state=PeriodState.PLANNED)
    ended = Ended(world, clock)
    row = ended.person()
    clock(START + timedelta(hours=1))
    given = {"session": ended.sessions[0], "enrolment": row, "by": world.organiser}
    assert attendance.record(**given, minutes=60).minutes == 60
    clock(AFTER)
    assert refusal(attendance.record, **given, minutes=70, version=1).code == "period_not_open"


def test_calling_the_last_session_off_does_not_move_a_training_into_a_closed_period(over_two_periods, world, clock):
    clock(START + timedelta(days=1, hours=5))
    last = over_two_periods.sessions[2]
    type(last).objects.filter(pk=last.pk).update(state=SessionState.PLANNED)
    refused = refusal(editions.cancel_session, session=last, reason="Powódź", by=world.organiser)
    assert refused.code == "period_locked"


def test_once_the_report_was_sent_the_page_says_so_and_offers_nothing(ended, world):
    ended.person(90, 180, 330)
    client = signed_in(world.organiser)
    verify = url("session-verify", ended.sessions[0].pk)
    assert verify in html(client, "settlement", ended.edition.pk)
    ReportingPeriod.objects.update(state=PeriodState.LOCKED)
    page = html(client, "settlement", ended.edition.pk)
    assert verify not in page
    assert "The report on the period in which this training ended was sent" in page

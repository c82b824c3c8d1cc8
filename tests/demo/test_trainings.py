"""What the small demo shows of trainings: each thing is there, made as the platform makes it, and visibly invented."""

from __future__ import annotations

import pytest
from django.db.models import F

from accounts.models import User
from config.reader import Reader
from config.todo import todos
from jobs.choices import State
from jobs.models import Job
from kernel.text import read_code
from trainings.choices import (
    ApprovalState,
    AttendanceSource,
    BatchState,
    Cause,
    EditionState,
    EnrolmentState,
    Mode,
    Outcome,
    SessionState,
    SheetState,
    Source,
    SurveyKind,
    TravelState,
)
from trainings.models import (
    Approval,
    AttendanceSheet,
    Certificate,
    CityAllocation,
    Edition,
    Enrolment,
    LoginReport,
    SelectionBatch,
    Survey,
    TravelClaim,
)
from trainings.queries.evaluation import survey_result
from trainings.queries.outbox import organised_outbox
from trainings.services import certificates


def person(key: str) -> User:
    return User.objects.get(email=f"{key}@example.org")


def test_one_edition_is_settled_with_verified_attendance_and_outcomes(demo):
    edition = Edition.objects.get(state=EditionState.SETTLED)
    assert {session.state for session in edition.sessions.all()} == {SessionState.VERIFIED}
    sheets = AttendanceSheet.objects.filter(session__edition=edition)
    assert {sheet.state for sheet in sheets} == {SheetState.VERIFIED}
    assert all(sheet.scans.exists() for sheet in sheets)
    outcomes = set(edition.enrolments.confirmed().values_list("outcome", flat=True))
    assert {Outcome.COMPLETED, Outcome.INCOMPLETE} <= outcomes <= set(Outcome)


def test_nobody_waits_for_a_training_that_is_over(demo):
    for edition in Edition.objects.exclude(state__in=[EditionState.DRAFT, EditionState.PUBLISHED]):
        assert not edition.enrolments.filter(state=EnrolmentState.WAITLISTED).exists()
    turned_away = Enrolment.objects.get(state=EnrolmentState.REJECTED, edition__code="STRATEGIA-1")
    step = turned_away.events.get(to_state=EnrolmentState.REJECTED)
    assert (step.actor, step.reason) == (person("organiser"), Cause.LIST_CLOSED)
    assert turned_away.edition.closes_at < step.at < turned_away.edition.starts_at


def test_every_certificate_says_what_was_learnt(demo):
    for row in Certificate.objects.all():
        assert all(row.data["outcomes"][kind] for kind in ("knowledge", "skills", "social"))


def test_anybody_verifies_annas_certificate(demo):
    certificate = Certificate.objects.valid().get(enrolment__person=person("clerk"))
    found = certificates.verify(code=certificate.shown_code)
    assert found.is_valid
    assert found.fictitious
    assert read_code(found.shown_code) == certificate.code
    completed = Enrolment.objects.filter(edition__state=EditionState.SETTLED, outcome=Outcome.COMPLETED)
    assert Certificate.objects.valid().count() == completed.count()


def test_an_anonymous_survey_is_over_and_its_results_are_shown(demo):
    survey = Survey.objects.get(edition__state=EditionState.SETTLED)
    result = survey_result(survey)
    assert not survey.is_open()
    assert (result.is_shown, result.n >= 5) == (True, True)
    assert all(question.is_shown for question in result.questions)
    assert survey.receipts.count() == result.n
    assert not survey.responses.filter(enrolment__isnull=False).exists()


def test_the_same_people_took_the_test_before_and_after(demo):
    before, after = (
        set(Survey.objects.get(edition__code="DANE-1", questionnaire__kind=kind).responses.values_list("enrolment"))
        for kind in (SurveyKind.PRE_TEST, SurveyKind.POST_TEST)
    )
    assert len(before & after) >= 5


def test_both_offices_of_a_town_have_something_to_decide(demo):
    asked = Approval.objects.filter(state=ApprovalState.PENDING, enrolment__city__name="Cieszyn")
    assert asked.decidable_by(person("approver")).filter(step=1).count() >= 2
    assert asked.decidable_by(person("signatory")).get().step == 2


def test_two_members_of_a_committee_signed_and_there_is_a_protocol(demo):
    batch = SelectionBatch.objects.get(state=BatchState.FINAL)
    assert {batch.first_member, batch.second_member} == {person("organiser"), person("manager")}
    assert Job.objects.filter(kind="trainings.protocol", params__batch=batch.pk).exists()
    assert SelectionBatch.objects.filter(state=BatchState.SIGNED).exists()


def test_a_town_nominated_people_into_places_kept_for_it(demo):
    named = Enrolment.objects.filter(source=Source.IMPORT)
    assert set(named.values_list("submitted_by__email", "city__name")) == {("coordinator@example.org", "Cieszyn")}
    kept = CityAllocation.objects.filter(edition=named[0].edition, released_at__isnull=True)
    assert set(kept.values_list("city__name", flat=True)) == {"Cieszyn", "Hrubieszów"}


def test_the_log_of_a_meeting_online_became_attendance(demo):
    report = LoginReport.objects.get()
    assert report.session.edition.mode == Mode.ONLINE
    assert report.imported_at
    records = report.session.attendances.all()
    assert {row.source for row in records} == {AttendanceSource.LOGIN_REPORT}
    assert {row.status for row in records} == {"present", "partial", "absent"}


def test_a_visit_abroad_is_to_come(demo):
    visit = Edition.objects.get(mode=Mode.VISIT)
    assert (visit.country, visit.state) == ("NO", EditionState.PUBLISHED)
    assert visit.sessions.filter(required=True).exists()


def test_journeys_are_claimed_at_every_step(demo):
    claims = TravelClaim.objects.filter(enrolment__edition__pays_travel=True)
    assert {claim.state for claim in claims} == set(TravelState) - {TravelState.REJECTED}
    assert claims.get(state=TravelState.RETURNED).enrolment.person == person("clerk")
    assert not claims.filter(paid_by=F("decided_by")).exists()


def test_the_organiser_has_messages_to_release(demo):
    assert organised_outbox(person("organiser")).filter(state=State.ON_HOLD).count() >= 3


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("clerk", {"enrolments", "surveys", "travel"}),
        ("coordinator", {"approvals"}),
        ("approver", {"approvals"}),
        ("signatory", {"approvals"}),
        ("trainer", {"sessions"}),
        ("organiser", {"sessions", "trainings", "travel"}),
        ("manager", {"trainings", "travel"}),
        ("finance", {"travel"}),
    ],
)
def test_something_waits_on_everybodys_first_page(demo, key, expected):
    found = {part for todo in todos(Reader(person(key))) for part in todo.href.split("/")}
    assert expected <= found

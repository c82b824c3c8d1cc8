"""The first page: what waits, and where one may go."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.advisory import AssignmentFactory, ConsultationFactory, SubmittedFactory
from config.factories.grants import PeriodFactory, ProjectRoleFactory
from config.factories.organisations import MunicipalityFactory
from config.factories.reports import ReportFactory
from config.factories.trainings import (
    AttendanceFactory,
    CertificateFactory,
    EditionFactory,
    EnrolmentFactory,
    SessionFactory,
    SessionTrainerFactory,
)
from grants.choices import PeriodState
from kernel.time import local_day
from reports.choices import State
from trainings.choices import CertificateState, EditionState, EnrolmentState, Outcome, SessionState, SurveyKind
from trainings.models import Approval, AttendanceSheet, Edition, PlaceOffer, Questionnaire, Survey, SurveyReceipt

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOON, tick=False):
        yield


def first_page(user):
    client = Client()
    client.force_login(user)
    return client.get("/")


def todos(user) -> list[tuple[str, object]]:
    return [(todo.href, todo.due) for todo in first_page(user).context["todos"]]


def areas(user) -> list[str]:
    return [entry.href for entry in first_page(user).context["menu"]]


def at(*names: str) -> list[str]:
    return [reverse(name) for name in names]


def test_who_has_no_role_is_told_whom_to_ask():
    page = first_page(UserFactory())
    assert page.context["menu"] == []
    assert "empty" in page.content.decode()


def test_a_clerk_goes_to_trainings_and_partnerships_but_not_to_reports():
    assert areas(RoleFactory().user) == at(
        "trainings:editions",
        "trainings:enrolments",
        "partnerships:partnerships",
        "grants:projects",
        "accounts:organisations",
    )


def test_a_project_role_opens_the_reports():
    assert reverse("reports:reports") in areas(ProjectRoleFactory(role=RoleCode.FINANCE_OFFICER).user)


def test_a_role_that_ended_opens_nothing():
    assert areas(RoleFactory(valid_to=date(2026, 11, 1)).user) == []


def test_auditors_read_the_record():
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None).user
    assert {reverse("accounts:events"), reverse("accounts:messages")} <= set(areas(auditor))


def test_the_closest_area_is_the_current_one():
    client = Client()
    client.force_login(RoleFactory().user)
    menu = client.get(reverse("trainings:enrolments")).context["menu"]
    assert [entry.href for entry in menu if entry.is_current] == [reverse("trainings:enrolments")]


def test_a_page_of_ones_own_is_in_no_area():
    client = Client()
    client.force_login(RoleFactory().user)
    context = client.get(reverse("trainings:consents")).context
    assert [entry for entry in context["menu"] if entry.is_current] == []
    assert [entry.href for entry in context["personal_menu"] if entry.is_current] == [reverse("trainings:consents")]


def test_nothing_waits_for_somebody_new():
    assert todos(RoleFactory().user) == []


def offer_to(role, **changes):
    enrolment = EnrolmentFactory(person=role.user, city=role.organisation, state=EnrolmentState.OFFERED)
    return PlaceOffer.objects.create(
        enrolment=enrolment, made_at=NOON, expires_at=NOON + timedelta(hours=48), **changes
    )


def test_an_offered_place_waits_for_the_person_and_for_the_coordinator_of_the_city():
    clerk = RoleFactory()
    coordinator = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=clerk.organisation)
    elsewhere = RoleFactory(role=RoleCode.CITY_COORDINATOR)
    offer = offer_to(clerk)
    expected = [(reverse("trainings:enrolment", args=[offer.enrolment_id]), offer.expires_at)]
    assert todos(clerk.user) == expected
    assert todos(coordinator.user) == expected
    assert todos(elsewhere.user) == []


def test_an_answered_offer_waits_no_more():
    clerk = RoleFactory()
    offer_to(clerk, state="accepted")
    assert todos(clerk.user) == []


def test_a_session_that_is_over_waits_for_its_trainer_until_it_is_written_down():
    trainer = RoleFactory(role=RoleCode.TRAINER).user
    edition = EditionFactory(session=False)
    over = SessionFactory(edition=edition, starts_at=NOON - timedelta(hours=8))
    held = SessionFactory(edition=edition, starts_at=NOON - timedelta(days=2), state=SessionState.HELD)
    later = SessionFactory(edition=edition, starts_at=NOON + timedelta(days=2))
    for session in (over, held, later):
        SessionTrainerFactory(session=session, user=trainer)
    assert todos(trainer) == [(reverse("trainings:session-attendance", args=[over.pk]), date(2026, 11, 22))]


def test_submitted_consultations_wait_for_the_town_and_drafts_for_the_advisor():
    city = MunicipalityFactory()
    assignment = AssignmentFactory(city=city)
    SubmittedFactory(assignment=assignment)
    SubmittedFactory(assignment=assignment)
    ConsultationFactory(assignment=assignment)
    coordinator = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=city).user
    page = first_page(coordinator)
    assert [todo.href for todo in page.context["todos"]] == [f"{reverse('advisory:consultations')}?state=submitted"]
    assert "2" in page.context["todos"][0].text
    assert todos(assignment.advisor) == [(f"{reverse('advisory:consultations')}?state=draft", None)]


def test_a_period_that_is_over_waits_for_its_report():
    manager = ProjectRoleFactory()
    period = PeriodFactory(project=manager.project, ends_on=date(2026, 10, 31), due_on=date(2026, 11, 15))
    assert todos(manager.user) == [(reverse("reports:report-open"), period.due_on)]
    assert first_page(manager.user).context["todos"][0].is_late
    report = ReportFactory(project=manager.project, period=period)
    assert todos(manager.user) == [(reverse("reports:report", args=[report.pk]), period.due_on)]


def test_a_returned_report_waits_although_its_period_is_locked():
    manager = ProjectRoleFactory()
    period = PeriodFactory(project=manager.project, state=PeriodState.LOCKED)
    report = ReportFactory(project=manager.project, period=period, state=State.RETURNED)
    ReportFactory(project=ProjectRoleFactory().project, period=PeriodFactory(), state=State.RETURNED)
    assert todos(manager.user) == [(reverse("reports:report", args=[report.pk]), None)]


def test_a_period_that_still_runs_or_is_locked_waits_for_nobody():
    manager = ProjectRoleFactory()
    PeriodFactory(project=manager.project, number=1, ends_on=date(2026, 12, 31))
    PeriodFactory(
        project=manager.project,
        number=2,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        due_on=date(2026, 1, 31),
        state=PeriodState.LOCKED,
    )
    assert todos(manager.user) == []


def test_the_nearest_deadline_comes_first():
    manager = ProjectRoleFactory()
    PeriodFactory(project=manager.project, ends_on=date(2026, 10, 31), due_on=date(2026, 12, 15))
    role = RoleFactory(user=manager.user)
    offer = offer_to(role)
    assert [due for _href, due in todos(manager.user)] == [offer.expires_at, date(2026, 12, 15)]


def survey_for(enrolment, **window):
    edition = enrolment.edition
    questionnaire = Questionnaire.objects.create(course=edition.course, kind=SurveyKind.SATISFACTION, title_pl="Jak?")
    given = {"opens_at": NOON - timedelta(days=1), "closes_at": NOON + timedelta(days=3), **window}
    return Survey.objects.create(edition=edition, questionnaire=questionnaire, **given)


def test_open_questions_wait_for_who_is_asked_until_they_are_answered():
    clerk, other = RoleFactory(), RoleFactory()
    row = EnrolmentFactory(person=clerk.user, city=clerk.organisation)
    EnrolmentFactory(person=other.user, city=other.organisation, edition=row.edition, state=EnrolmentState.WAITLISTED)
    survey = survey_for(row)
    assert todos(clerk.user) == [(reverse("trainings:survey-answer", args=[survey.pk]), survey.closes_at)]
    assert todos(other.user) == []
    SurveyReceipt.objects.create(survey=survey, enrolment=row, day=NOON.date())
    assert todos(clerk.user) == []


def test_closed_questions_wait_for_nobody():
    clerk = RoleFactory()
    survey_for(EnrolmentFactory(person=clerk.user, city=clerk.organisation), closes_at=NOON)
    assert todos(clerk.user) == []


def test_questions_about_a_training_do_not_wait_for_who_stayed_away():
    clerk = RoleFactory()
    row = EnrolmentFactory(person=clerk.user, city=clerk.organisation)
    AttendanceFactory(enrolment=row, minutes=0)
    survey_for(row)
    assert todos(clerk.user) == []


def test_a_session_of_today_waits_for_its_trainer_until_it_ends():
    trainer = RoleFactory(role=RoleCode.TRAINER).user
    now, tomorrow = (SessionFactory(starts_at=NOON + timedelta(hours=hours)) for hours in (-1, 24))
    for session in (now, tomorrow, SessionFactory(starts_at=NOON, state=SessionState.CANCELLED)):
        SessionTrainerFactory(session=session, user=trainer)
    assert todos(trainer) == [(reverse("trainings:session-check-in", args=[now.pk]), now.ends_at)]


def organised(**given):
    role = ProjectRoleFactory(role=RoleCode.ORGANISER)
    return role.user, EditionFactory(course__project=role.project, session=False, **given)


def test_a_draft_waits_for_the_organiser_of_its_project_alone():
    organiser, edition = organised(state=EditionState.DRAFT)
    EditionFactory(state=EditionState.DRAFT)
    assert todos(organiser) == [(reverse("trainings:edition", args=[edition.pk]), local_day(edition.opens_at))]


def test_attendance_that_nobody_wrote_down_waits_for_the_organiser_too():
    organiser, edition = organised(ends_at=NOON + timedelta(days=9))
    session = SessionFactory(edition=edition, starts_at=NOON - timedelta(hours=8))
    assert todos(organiser) == [(reverse("trainings:session-attendance", args=[session.pk]), date(2026, 11, 22))]


def test_a_signed_list_that_came_back_waits_for_the_organiser_until_it_is_verified():
    organiser, edition = organised(ends_at=NOON + timedelta(days=9))
    session = SessionFactory(edition=edition, starts_at=NOON - timedelta(hours=8), state=SessionState.HELD)
    sheet = AttendanceSheet.objects.create(
        session=session, number=1, roster=[], sha256="0" * 64, state="uploaded", made_by=organiser, made_at=NOON
    )
    assert todos(organiser) == [(reverse("trainings:sheet-verify", args=[sheet.pk]), None)]
    AttendanceSheet.objects.update(state="verified")
    assert todos(organiser) == []


def test_a_training_that_is_over_is_completed_by_the_organiser_and_settled_by_the_manager():
    organiser, edition = organised()
    manager = ProjectRoleFactory(role=RoleCode.PROJECT_MANAGER, project=edition.course.project).user
    session = SessionFactory(edition=edition, state=SessionState.HELD)
    expected = [(reverse("trainings:settlement", args=[edition.pk]), None)]
    assert (todos(organiser), todos(manager)) == (expected, [])
    Edition.objects.update(state=EditionState.COMPLETED)
    assert (todos(organiser), todos(manager)) == (expected, [])
    session.state = SessionState.VERIFIED
    session.save()
    assert (todos(organiser), todos(manager)) == ([], expected)


def test_a_training_that_a_report_froze_waits_for_nobody():
    organiser, edition = organised(state=EditionState.COMPLETED)
    SessionFactory(edition=edition, state=SessionState.HELD)
    period = PeriodFactory(project=edition.course.project, ends_on=local_day(edition.ends_at) - timedelta(days=1))
    SessionFactory(edition=EditionFactory(course=edition.course, session=False), starts_at=edition.starts_at)
    assert len(todos(organiser)) == 2
    period.ends_on, period.state = local_day(edition.ends_at), PeriodState.LOCKED
    period.save()
    assert todos(organiser) == []


def test_whoever_earned_a_certificate_waits_for_organiser_and_manager_until_it_was_issued():
    edition = EditionFactory(state=EditionState.SETTLED, starts_at=NOON - timedelta(days=5))
    row = EnrolmentFactory(edition=edition, outcome=Outcome.COMPLETED)
    EnrolmentFactory(edition=edition, outcome=Outcome.INCOMPLETE)
    here = (reverse("trainings:edition-certificates", args=[edition.pk]), None)
    for role in (RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER):
        person = ProjectRoleFactory(project=edition.course.project, role=role).user
        assert here in todos(person)
    CertificateFactory(enrolment=row, state=CertificateState.REVOKED, reason="Pomyłka")
    assert here not in todos(person)


def test_a_signatory_is_asked_on_the_first_page():
    office = RoleFactory(role=RoleCode.SIGNATORY)
    row = EnrolmentFactory(city=office.organisation, state=EnrolmentState.AWAITING_APPROVAL)
    approval = Approval.objects.create(
        enrolment=row, city=row.city, step=2, asked_at=NOON, due_at=NOON + timedelta(days=2)
    )
    assert todos(office.user) == [(reverse("trainings:approval", args=[approval.pk]), approval.due_at)]


def statements(user) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    return len(asked)


def test_the_first_page_asks_a_fixed_number_of_questions():
    clerk = RoleFactory()
    RoleFactory(user=clerk.user, role=RoleCode.CITY_COORDINATOR, organisation=clerk.organisation)
    offer_to(RoleFactory(organisation=clerk.organisation))
    asked = statements(clerk.user)
    for _ in range(5):
        offer_to(RoleFactory(organisation=clerk.organisation))
        survey_for(EnrolmentFactory(person=clerk.user, city=clerk.organisation))
    assert len(todos(clerk.user)) == 11
    assert statements(clerk.user) == asked <= 10


def test_who_organises_manages_and_teaches_asks_a_fixed_number_of_questions_too():
    organiser, first = organised()
    RoleFactory(user=organiser, role=RoleCode.TRAINER)
    ProjectRoleFactory(user=organiser, role=RoleCode.PROJECT_MANAGER, project=first.course.project)
    asked = statements(organiser)
    for state in (EditionState.DRAFT, EditionState.PUBLISHED, EditionState.COMPLETED) * 2:
        EditionFactory(course=first.course, state=state, session=False)
    assert len(todos(organiser)) == 7
    assert statements(organiser) == asked <= 19

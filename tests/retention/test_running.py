"""What has had its time goes: by the clock, or by hand what cannot be had again; what is kept stays."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile

from accounts.choices import RoleCode
from accounts.models import Invitation, Role, User
from accounts.services.erasure import FORGOTTEN
from audit.models import Event
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.files import StoredFileFactory
from config.factories.grants import ProjectFactory
from config.factories.mail import MessageFactory
from config.factories.retention import RetentionRuleFactory
from config.factories.trainings import (
    AttendanceFactory,
    CertificateFactory,
    EnrolmentFactory,
    MaterialFactory,
    TravelClaimFactory,
)
from files.models import StoredFile
from files.services import store
from jobs.choices import State
from kernel.encryption import encrypt
from kernel.time import now, start_of
from mail.models import Message
from retention import registry
from retention.models import RetentionRun
from retention.queries import due_counts
from retention.registry import matter_of
from retention.services.running import run_by_clock, run_by_hand
from tests.trainings.asking import after, answer, participants, put
from tests.trainings.conftest import refusal
from trainings.choices import EditionState, SurveyKind, TravelState
from trainings.gates import EXPORT, EXPORT_KEPT, LOGIN_REPORT, SHEET
from trainings.models import (
    Attendance,
    AttendanceSheet,
    Certificate,
    Enrolment,
    LoginReport,
    Material,
    SignedScan,
    SurveyAnswer,
    SurveyReceipt,
    SurveyResponse,
    TravelClaim,
)
from trainings.queries.evidence import EVIDENCE, kept_until
from trainings.services import evaluation, needs

pytestmark = pytest.mark.django_db

WHY = {"reason": "Decyzja zarządu z 3 stycznia"}


@pytest.fixture
def edition(world):
    return world.edition()


def erased(code: str) -> list[int]:
    """What the runs of a kind of data erased, the first first."""
    return list(RetentionRun.objects.filter(matter=code).order_by("pk").values_list("erased", flat=True))


# -- by the clock ----------------------------------------------------------------------------------------


def test_each_rule_has_a_row_a_day_also_where_nothing_was_due(world, clock):
    RetentionRuleFactory(project=world.project)
    for _ in range(3):
        run_by_clock()
    rows = RetentionRun.objects.filter(matter="trainings.receipts").values_list("project", "number", "erased", "by")
    assert sorted(rows, key=str) == [(world.project.pk, 10, 0, None), (None, 30, 0, None)]
    clock(now() + timedelta(days=1))
    run_by_clock()
    assert RetentionRun.objects.filter(matter="trainings.receipts").count() == 4


def test_nothing_by_hand_is_erased_by_the_clock(world, clock):
    world.edition(state=EditionState.SETTLED)
    clock(start_of(kept_until(world.project)) + timedelta(days=400))
    run_by_clock()
    assert not RetentionRun.objects.filter(matter__in=[EVIDENCE, "trainings.people"]).exists()
    assert due_counts()[EVIDENCE] == 1


def test_one_matter_that_fails_does_not_stop_the_others(world, edition, clock, monkeypatch, caplog):
    row = participants(world, edition, 1)[0]
    needs.tell_need(enrolment=row, kind="diet", words="bez glutenu", by=row.person)
    clock(after(edition, days=30))

    def broken(_rows, _by):
        raise RuntimeError

    receipts = matter_of("trainings.receipts")
    assert receipts is not None
    monkeypatch.setitem(registry._matters, receipts.code, type(receipts)(**{**vars(receipts), "erase": broken}))
    assert run_by_clock() == 1
    assert (erased(needs.NEEDS), erased("trainings.receipts")) == ([1], [])
    assert "trainings.receipts" in caplog.text


def test_a_project_with_its_own_rule_is_cut_by_it_alone(world, edition, clock):
    row = participants(world, edition, 1)[0]
    needs.tell_need(enrolment=row, kind="diet", words="bez glutenu", by=row.person)
    survey = put(world, edition, SurveyKind.SATISFACTION)
    clock(after(edition, hours=1))
    answer(survey, row, 5, 0, "Więcej ćwiczeń")
    RetentionRuleFactory(project=world.project, number=3)
    RetentionRuleFactory(number=200)
    clock(survey.closes_at + timedelta(days=2))
    run_by_clock()
    assert SurveyReceipt.objects.count() == 1
    clock(survey.closes_at + timedelta(days=4))
    run_by_clock()
    assert SurveyReceipt.objects.count() == 0
    assert RetentionRun.objects.get(matter="trainings.receipts", erased=1).project == world.project


def test_while_an_audit_goes_on_nothing_is_erased(world, edition, clock):
    row = participants(world, edition, 1)[0]
    needs.tell_need(enrolment=row, kind="diet", words="bez glutenu", by=row.person)
    day = after(edition, days=40)
    RetentionRuleFactory(matter=needs.NEEDS, project=world.project, number=30, hold_until=day.date())
    clock(day)
    assert (run_by_clock(), due_counts().get(needs.NEEDS, 0)) == (0, 0)
    clock(day + timedelta(days=1))
    assert run_by_clock() == 1


def test_once_receipts_are_gone_nobody_is_asked_again(world, edition, clock):
    row = participants(world, edition, 1)[0]
    survey = put(world, edition, SurveyKind.SATISFACTION)
    clock(after(edition, hours=1))
    answer(survey, row, 5, 0, "Więcej ćwiczeń")
    clock(survey.closes_at + timedelta(days=31))
    run_by_clock()
    assert erased("trainings.receipts") == [1]
    assert SurveyResponse.objects.count() == 1
    window = {"opens_at": survey.opens_at, "closes_at": now() + timedelta(days=5)}
    refused = refusal(evaluation.change_window, survey=survey, by=world.organiser, **window)
    assert refused.code == "receipts_erased"


def test_answers_in_tests_go_after_a_year_and_the_points_stay(world, edition, clock):
    row = participants(world, edition, 1)[0]
    survey = put(world, edition, SurveyKind.POST_TEST)
    clock(after(edition, hours=1))
    answer(survey, row, 1, 0)
    points = SurveyResponse.objects.get().points
    clock(after(edition, days=364))
    run_by_clock()
    assert SurveyAnswer.objects.exists()
    clock(after(edition, days=365))
    run_by_clock()
    assert not SurveyAnswer.objects.exists()
    assert SurveyResponse.objects.get().points == points


def test_a_list_for_programs_is_gone_after_a_day_with_its_bytes_forgotten(world, clock):
    made = store(content=ContentFile(b"a;b\n1;2\n"), name="lista.csv", kind=EXPORT, by=world.organiser, allow={"csv"})
    clock(made.created_at + EXPORT_KEPT)
    run_by_clock()
    assert StoredFile.objects.filter(pk=made.pk).exists()
    clock(made.created_at + EXPORT_KEPT + timedelta(seconds=1))
    run_by_clock()
    assert not StoredFile.objects.filter(pk=made.pk).exists()
    assert sum(erased(EXPORT)) == 1


def test_messages_go_two_years_after_they_were_sent_and_what_waits_stays(world, clock):
    person = UserFactory()
    MessageFactory(to=person, state=State.DONE, finished_at=now())
    waiting = MessageFactory(to=person)
    clock(start_of(now().date() + timedelta(days=730)) - timedelta(minutes=1))
    run_by_clock()
    assert Message.objects.count() == 2
    clock(start_of(now().date() + timedelta(days=2)))
    run_by_clock()
    assert list(Message.objects.all()) == [waiting]


def invited(email: str, **given) -> Invitation:
    facts = {"first_name": "Ewa", "last_name": "Nowa", "nonce": email, "token_sha256": email, "invited_at": now()}
    return Invitation.objects.create(**{"email": email, "expires_at": now(), **facts, **given})


def test_invitations_go_a_year_after_they_ended(world, clock):
    person = UserFactory()
    taken = invited("pierwsza@example.org", accepted_at=now(), accepted_by=person)
    open_still = invited("druga@example.org", expires_at=now() + timedelta(days=14))
    clock(now() + timedelta(days=366))
    run_by_clock()
    assert list(Invitation.objects.all()) == [open_still]
    event = Event.objects.get(action="accounts.invitation.erased")
    assert (event.object_id, event.before["role"]) == (str(taken.pk), taken.role)
    assert taken.email not in str(event.before)


def test_the_account_of_a_claim_goes_ninety_days_after_it_was_paid_and_what_waits_for_money_keeps_it(world, clock):
    facts = {"closed_account": encrypt("PL61109010140000071219812874"), "amount": Decimal("115.00")}
    facts |= {"submitted_at": now(), "decided_by": UserFactory(), "decided_at": now()}
    money = {"paid_on": now().date(), "paid_by": UserFactory()}
    paid = TravelClaimFactory(**facts, state=TravelState.PAID, **money)
    waiting = TravelClaimFactory(**facts, state=TravelState.APPROVED)
    clock(start_of(paid.paid_on + timedelta(days=89)))
    run_by_clock()
    assert TravelClaim.objects.exclude(closed_account="").count() == 2
    clock(start_of(paid.paid_on + timedelta(days=90)))
    run_by_clock()
    assert list(TravelClaim.objects.exclude(closed_account="")) == [waiting]
    assert TravelClaim.objects.get(pk=paid.pk).amount == paid.amount


# -- evidence --------------------------------------------------------------------------------------------


@pytest.fixture
def settled(world):
    """A settled training with everything that somebody may have written or uploaded."""
    edition = world.edition(state=EditionState.SETTLED)
    session = edition.sessions.get()
    row = EnrolmentFactory(
        edition=edition, city=world.town, post="inspektor", department="Wydział", outcome="completed"
    )
    AttendanceFactory(session=session, enrolment=row, note="wyszła wcześniej, dziecko")
    made = {"made_by": world.organiser, "made_at": now()}
    sheet = AttendanceSheet.objects.create(
        session=session, number=1, roster=[row.pk], sha256="0" * 64, file=StoredFileFactory(kind=SHEET), **made
    )
    brought = {"uploaded_by": world.organiser, "uploaded_at": now()}
    SignedScan.objects.create(sheet=sheet, page=1, file=StoredFileFactory(kind=SHEET), **brought)
    LoginReport.objects.create(session=session, file=StoredFileFactory(kind=LOGIN_REPORT), **brought)
    CertificateFactory(enrolment=row)
    MaterialFactory(edition=edition)
    return edition


def long_after(project):
    return start_of(kept_until(project) + timedelta(days=1))


def run_evidence(world, manager):
    return run_by_hand(matter=EVIDENCE, project=world.project, by=manager, **WHY)


def test_evidence_is_kept_to_the_end_of_its_last_day(world, manager, settled, clock):
    clock(long_after(world.project) - timedelta(minutes=1))
    assert refusal(run_evidence, world=world, manager=manager).code == "nothing_due"
    clock(long_after(world.project))
    assert run_evidence(world, manager).erased == 1


def test_papers_and_words_go_minutes_and_certificates_stay(
    world, manager, settled, clock, django_capture_on_commit_callbacks
):
    kept = {row.file_id for row in Certificate.objects.all()}
    clock(long_after(world.project))
    with django_capture_on_commit_callbacks(execute=True):
        run_evidence(world, manager)
    assert not SignedScan.objects.exists()
    assert not LoginReport.objects.exists()
    assert not Material.objects.exists()
    assert [sheet.file for sheet in AttendanceSheet.objects.all()] == [None]
    assert set(StoredFile.objects.values_list("pk", flat=True)) == {pk for pk in kept if pk}
    row, attendance = Enrolment.objects.get(), Attendance.objects.get()
    assert (row.post, row.department, row.outcome) == ("", "", "completed")
    assert "dziecko" not in attendance.note
    assert attendance.minutes > 0
    assert Certificate.objects.get().enrolment == row
    run = RetentionRun.objects.get(matter=EVIDENCE)
    assert (run.by, run.project, run.reason, str(run.length)) == (manager, world.project, WHY["reason"], "5 lat")


def test_asked_again_nothing_is_left(world, manager, settled, clock):
    clock(long_after(world.project))
    run_evidence(world, manager)
    assert refusal(run_evidence, world=world, manager=manager).code == "nothing_due"


def test_what_is_not_settled_is_never_evidence_that_may_go(world, manager, clock):
    world.edition(state=EditionState.COMPLETED)
    clock(long_after(world.project))
    assert refusal(run_evidence, world=world, manager=manager).code == "nothing_due"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"matter": "trainings.nothing"}, "matter_unknown"),
        ({"matter": needs.NEEDS}, "matter_by_clock"),
        ({"matter": "trainings.people"}, "matter_of_no_project"),
        ({"reason": " "}, "reason_missing"),
    ],
)
@pytest.mark.usefixtures("settled")
def test_what_is_asked_wrongly_erases_nothing(world, manager, clock, wrong, code):
    clock(long_after(world.project))
    asked = {"matter": EVIDENCE, "project": world.project, **WHY, **wrong}
    assert refusal(run_by_hand, by=manager, **asked).code == code
    assert SignedScan.objects.exists()


def test_only_the_manager_erases_evidence(world, manager, administrator, settled, clock):
    clock(long_after(world.project))
    for person in (world.organiser, administrator):
        assert refusal(run_by_hand, matter=EVIDENCE, project=world.project, by=person, **WHY).status == 403
    assert refusal(run_by_hand, matter=EVIDENCE, project=None, by=administrator, **WHY).code == "project_missing"
    assert refusal(run_by_hand, matter=EVIDENCE, project=ProjectFactory(), by=manager, **WHY).status == 403


def test_evidence_that_is_held_stays(world, manager, settled, clock):
    day = long_after(world.project)
    RetentionRuleFactory(matter=EVIDENCE, number=3, hold_until=(day + timedelta(days=9)).date())
    clock(day)
    assert refusal(run_evidence, world=world, manager=manager).code == "held"


# -- people who are here no more -------------------------------------------------------------------------


@pytest.fixture
def gone(world, settled):
    """Who came once and has not been here since."""
    person = Enrolment.objects.get().person
    User.objects.filter(pk=person.pk).update(phone="+48 600 100 200", sex="f")
    assert EmailAddress.objects.filter(user=person).exists()
    return User.objects.get(pk=person.pk)


def forget(administrator):
    return run_by_hand(matter="trainings.people", project=None, by=administrator, **WHY)


def test_people_go_once_no_evidence_of_them_is_kept(world, manager, administrator, gone, clock):
    name = gone.last_name
    clock(long_after(world.project))
    User.objects.exclude(pk__in=[gone.pk, manager.pk, administrator.pk]).update(last_login=now())
    assert refusal(forget, administrator=administrator).code == "nothing_due"
    run_evidence(world, manager)
    forget(administrator)
    person = User.objects.get(pk=gone.pk)
    assert (person.first_name, person.last_name, person.phone, person.sex) == ("", f"#{gone.pk}", "", "f")
    assert person.email.endswith(FORGOTTEN)
    assert (person.is_active, person.has_usable_password()) == (False, False)
    assert not EmailAddress.objects.filter(user=person).exists()
    assert Enrolment.objects.get().person == person
    assert name not in str(list(Event.objects.values_list("before", "after", "reason")))


@pytest.mark.parametrize("role", [RoleCode.CITY_COORDINATOR, RoleCode.TRAINER, RoleCode.ADVISOR])
def test_who_ever_decided_on_something_keeps_a_name(world, administrator, clock, role):
    person = RoleFactory(role=role).user
    Role.objects.filter(user=person).update(valid_to=now().date())
    clock(now() + timedelta(days=4000))
    assert refusal(forget, administrator=administrator).code == "nothing_due"
    assert User.objects.get(pk=person.pk).last_name == person.last_name


def test_who_still_works_in_a_town_stays_however_long_ago_the_last_sign_in(world, administrator, clock):
    person = world.clerk()
    clock(now() + timedelta(days=4000))
    assert refusal(forget, administrator=administrator).code == "nothing_due"
    Role.objects.filter(user=person).update(valid_to=now().date())
    forget(administrator)
    assert User.objects.get(pk=person.pk).last_name == f"#{person.pk}"


def test_who_signed_in_lately_stays(world, administrator, clock):
    here, away = UserFactory(), UserFactory()
    clock(now() + timedelta(days=800))
    User.objects.filter(pk=here.pk).update(last_login=now() - timedelta(days=700))
    forget(administrator)
    assert User.objects.get(pk=here.pk).last_name == here.last_name
    assert User.objects.get(pk=away.pk).last_name == f"#{away.pk}"

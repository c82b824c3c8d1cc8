"""Special needs: told by the person, read by few and each time on record, gone soon; and requests to be forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import AdministratorFactory, RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import AttendanceFactory, EnrolmentFactory, SessionTrainerFactory
from mail.models import Message
from mail.rendering import render
from retention.services.running import run_by_clock
from tests.trainings.asking import after, answer, participants, put
from tests.trainings.browsing import html, signed_in, url
from tests.trainings.conftest import refusal
from trainings.choices import CertificateKind, CertificateState, EditionState, NeedKind, Outcome, SurveyKind
from trainings.models import (
    Attendance,
    Certificate,
    Enrolment,
    SpecialNeed,
    SurveyAnswer,
    SurveyReceipt,
    SurveyResponse,
)
from trainings.queries.evidence import kept_until
from trainings.queries.needs import need_counts
from trainings.services import editions, erasure, needs, places

pytestmark = pytest.mark.django_db

SECRET = "winda i pętla indukcyjna"


@pytest.fixture
def edition(world):
    return world.edition()


@pytest.fixture
def row(world, edition):
    return participants(world, edition, 1)[0]


def tell(row: Enrolment, kind: str = NeedKind.ACCESS, words: str = SECRET, **more) -> SpecialNeed:
    return needs.tell_need(enrolment=row, kind=kind, words=words, by=row.person, **more)


def read_by(person) -> list[str]:
    return [words.text for words in needs.read_needs(needs=list(SpecialNeed.objects.all()), by=person)]


def everything_on_record() -> str:
    return str(list(Event.objects.values_list("action", "before", "after", "reason", "object_type")))


# -- section 8 ---------------------------------------------------------------------------------------


def test_case_29_erasure_request_within_retention(world, edition, row, clock):
    type(world.project).objects.update(ends_on=date(2027, 12, 31))
    pre, asked = put(world, edition, SurveyKind.PRE_TEST), put(world, edition, SurveyKind.SATISFACTION)
    person, administrator = row.person, AdministratorFactory().user
    type(person).objects.filter(pk=person.pk).update(phone="+48 600 700 800", first_name="Ewa", last_name="Nowa")
    tell(row)
    answer(pre, row, 1, 0)
    clock(after(edition, hours=1))
    answer(asked, row, 5, 0, "dobrze")
    AttendanceFactory(enrolment=row, session=edition.sessions.get())
    type(edition).objects.update(state=EditionState.SETTLED)
    Enrolment.objects.filter(pk=row.pk).update(outcome=Outcome.COMPLETED)
    Certificate.objects.create(
        number="SZK/2026/001",
        enrolment=row,
        edition=edition,
        kind=CertificateKind.COMPLETION,
        data={"name": "Ewa Nowa"},
        sha256="0" * 64,
        code="ABCDE12345",
        issued_by=world.organiser,
        issued_at=edition.ends_at,
    )
    done = erasure.erase_person(person=person, reason="Pismo z 5 października.", by=administrator)
    # Needs, phone and answers are erased now; anonymous answers were nobody's.
    person.refresh_from_db()
    assert (person.phone, SpecialNeed.objects.count(), SurveyReceipt.objects.count()) == ("", 0, 0)
    assert not SurveyAnswer.objects.filter(response__enrolment=row).exists()
    assert SurveyAnswer.objects.filter(response__enrolment=None).count() == 3
    assert (done.needs, done.phone, done.answers, done.receipts) == (1, True, 2, 1)
    # Name, city, attendance, certificate stay as the donor's evidence, with the date.
    row.refresh_from_db()
    assert (person.get_full_name(), row.city, row.outcome) == ("Ewa Nowa", world.town, Outcome.COMPLETED)
    assert Attendance.objects.get(enrolment=row).minutes == 360
    assert Certificate.objects.get(enrolment=row).state == CertificateState.ISSUED
    assert SurveyResponse.objects.get(enrolment=row).points == 4
    assert [(kept.code, kept.city, kept.until) for kept in done.kept] == [
        (edition.code, world.town.name, date(2032, 12, 31))
    ]
    # The reply says so.
    letter = render(Message.objects.get(template="trainings_erased", to=person)).body
    for part in (edition.course.title_pl, edition.code, world.town.name, "31.12.2032"):
        assert part in letter
    event = Event.objects.get(action="trainings.person.erased")
    assert (event.actor_id, event.object_id, event.after["kept_until"]) == (
        administrator.pk,
        str(person.pk),
        "2032-12-31",
    )
    for gone in (SECRET, "600 700", "dobrze"):
        assert gone not in everything_on_record()


# -- telling and reading -------------------------------------------------------------------------------


def test_the_words_are_encrypted(row):
    need = tell(row)
    with connection.cursor() as cursor:
        cursor.execute("SELECT closed_text FROM trainings_specialneed")
        ((closed,),) = cursor.fetchall()
    assert SECRET not in closed
    assert need.read() == SECRET
    assert need.purge_on == row.edition.ends_at.date() + timedelta(days=30)


def test_told_again_the_new_words_take_the_place_of_the_old(row):
    tell(row)
    tell(row, words="tylko winda", for_trainer=True)
    tell(row, NeedKind.DIET, "bez orzechów")
    assert sorted(read_by(row.person)) == ["bez orzechów", "tylko winda"]


def test_who_reads_and_that_it_is_on_record(world, edition, row):
    tell(row)
    for_trainer = tell(row, NeedKind.COMMUNICATION, "mów do mikrofonu", for_trainer=True)
    trainer = SessionTrainerFactory(session=edition.sessions.get()).user
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None).user
    colleague = participants(world, edition, 1)[0].person
    other_trainer = RoleFactory(role=RoleCode.TRAINER).user
    assert sorted(read_by(row.person)) == sorted([SECRET, "mów do mikrofonu"])
    assert sorted(read_by(world.organiser)) == sorted([SECRET, "mów do mikrofonu"])
    assert read_by(trainer) == ["mów do mikrofonu"]
    for person in (manager, auditor, colleague, world.coordinator, other_trainer, AdministratorFactory().user):
        assert read_by(person) == []
    read = Event.objects.filter(action="trainings.need.read").values_list("actor", "object_id", "after")
    assert sorted((actor, after["enrolment"]) for actor, _pk, after in read) == sorted(
        (person.pk, row.pk) for person in (row.person, row.person, world.organiser, world.organiser, trainer)
    )
    assert (trainer.pk, str(for_trainer.pk)) in [(actor, pk) for actor, pk, _after in read]


def test_neither_words_nor_kinds_are_on_record(row):
    need = tell(row)
    read_by(row.person)
    needs.forget_need(need=need, by=row.person)
    found = everything_on_record()
    assert SECRET not in found
    assert NeedKind.ACCESS not in found
    assert set(Event.objects.filter(object_type="trainings.specialneed").values_list("action", flat=True)) == {
        "trainings.need.told",
        "trainings.need.read",
        "trainings.need.erased",
    }


def test_only_the_person_tells_and_takes_back(world, row):
    for person in (world.organiser, world.coordinator):
        refused = refusal(needs.tell_need, enrolment=row, kind="diet", words="ryby", by=person)
        assert (refused.code, refused.status) == ("not_your_need", 403)
    need = tell(row)
    assert refusal(needs.forget_need, need=need, by=world.organiser).code == "not_your_need"


@pytest.mark.parametrize(("words", "code"), [("  ", "words_missing"), ("x" * 1001, "words_too_long")])
def test_words_are_needed_and_short(row, words, code):
    assert refusal(tell, row=row, words=words).code == code


def test_nothing_is_told_once_it_is_over(world, edition, row, clock):
    places.withdraw(enrolment=row, by=row.person)
    row.refresh_from_db()
    assert refusal(tell, row=row).code == "enrolment_over"
    other = participants(world, edition, 1)[0]
    clock(edition.ends_at)
    assert refusal(tell, row=other).code == "edition_over"


def test_the_summary_counts_people_with_a_place_by_kind(world, edition, row):
    tell(row)
    for other in participants(world, edition, 2):
        tell(other, NeedKind.DIET)
    assert [(str(kind), count) for kind, count in need_counts(edition)] == [
        (str(kind.label), {"access": 1, "diet": 2}.get(kind, 0)) for kind in NeedKind
    ]


def test_the_page_says_that_who_waits_is_read_but_not_counted(world):
    edition = world.edition(capacity=1)
    for row in world.enrol(edition, 2):
        tell(row, NeedKind.DIET)
    page = signed_in(world.organiser)
    shown = html(page, "edition-needs", edition.pk)
    counts = page.get(url("edition-needs", edition.pk)).context["counts"]
    assert [people for _kind, people in counts if people] == [1]
    assert "People who have no place yet are not counted." in shown
    assert "1 of them is of somebody who has no place yet." in shown


# -- the end of needs ------------------------------------------------------------------------------------


def test_needs_are_purged_thirty_days_after_the_last_session(world, edition, row, clock):
    tell(row)
    clock(after(edition, days=29))
    assert (run_by_clock(), SpecialNeed.objects.count()) == (0, 1)
    clock(after(edition, days=30))
    assert (run_by_clock(), SpecialNeed.objects.count()) == (1, 0)
    event = Event.objects.get(action="trainings.need.erased")
    assert (event.actor_id, event.before) == (None, {"enrolment": row.pk})


def test_the_day_follows_the_sessions(world, clock):
    edition = world.edition(state=EditionState.DRAFT)
    row = EnrolmentFactory(edition=edition, city=world.town)
    need = tell(row)
    later = edition.ends_at + timedelta(days=10)
    editions.plan_session(edition=edition, starts_at=later - timedelta(hours=3), ends_at=later, by=world.organiser)
    need.refresh_from_db()
    assert need.purge_on == later.date() + timedelta(days=30)


def test_a_sweep_looks_at_the_sessions_once_more(world, edition, row, clock):
    need = tell(row)
    type(edition).objects.filter(pk=edition.pk).update(ends_at=edition.ends_at + timedelta(days=5))
    clock(after(edition, days=30))
    assert run_by_clock() == 0
    need.refresh_from_db()
    assert need.purge_on == edition.ends_at.date() + timedelta(days=35)


def test_withdrawal_and_cancellation_erase_at_once(world, edition, row):
    other = participants(world, edition, 1)[0]
    tell(row)
    tell(other)
    places.withdraw(enrolment=row, by=row.person)
    assert list(SpecialNeed.objects.values_list("enrolment", flat=True)) == [other.pk]
    editions.cancel_edition(edition=edition, reason="Choroba", by=world.organiser)
    assert not SpecialNeed.objects.exists()
    assert Event.objects.filter(action="trainings.need.erased").count() == 2


def test_needs_go_along_to_another_date(world, edition, row):
    RoleFactory(user=row.person, organisation=world.other_town)
    tell(row)
    target = world.edition(starts_at=edition.starts_at + timedelta(days=20))
    moved = places.transfer(enrolment=row, to=target, by=world.organiser, reason="Prosi o to")
    (need,) = SpecialNeed.objects.all()
    assert (need.enrolment, need.purge_on) == (moved, target.ends_at.date() + timedelta(days=30))
    assert need.read() == SECRET


# -- erasure ---------------------------------------------------------------------------------------------


def test_only_administrators_erase_and_say_why(world, row):
    for person in (world.organiser, row.person):
        refused = refusal(erasure.erase_person, person=row.person, reason="Prośba", by=person)
        assert (refused.code, refused.status) == ("erasure_for_administrators", 403)
    refused = refusal(erasure.erase_person, person=row.person, reason=" ", by=AdministratorFactory().user)
    assert refused.code == "reason_missing"


def test_asked_twice_there_is_nothing_left(row):
    administrator = AdministratorFactory().user
    tell(row)
    erasure.erase_person(person=row.person, reason="Prośba", by=administrator)
    again = erasure.erase_person(person=row.person, reason="Prośba", by=administrator)
    assert (again.needs, again.phone, again.answers, again.receipts) == (0, False, 0, 0)


def test_who_never_took_part_reads_that_no_proof_is_kept(world):
    person = world.clerk()
    person.language = "en"
    person.save()
    done = erasure.erase_person(person=person, reason="Prośba", by=AdministratorFactory().user)
    assert list(done.kept) == []
    assert "There is no training for which we must keep proof" in render(Message.objects.get(to=person)).body


def test_a_leap_day_is_no_trap(world):
    world.project.ends_on = date(2028, 2, 29)
    assert kept_until(world.project) == date(2033, 3, 1)

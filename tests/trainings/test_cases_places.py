"""The trickiest cases of places, each with its exact result."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import AdministratorFactory, RoleFactory, UserFactory
from config.factories.grants import ProjectPartnerFactory
from config.factories.organisations import MunicipalityFactory
from config.factories.trainings import START, AttendanceFactory, CertificateFactory
from mail.models import Message
from tests.trainings import invariants
from tests.trainings.calendars import deliver
from tests.trainings.conftest import ENROLMENT_OPEN, refusal, states
from trainings.choices import ApprovalState, EnrolmentState, OfferState, SheetState
from trainings.models import Approval, Attendance, AttendanceSheet, Certificate, Enrolment, PlaceOffer
from trainings.queries import with_keeping, with_places, with_position
from trainings.queries.counting import counts
from trainings.queries.duplicates import suspicions
from trainings.services import places
from trainings.services.editions import cancel_edition
from trainings.services.merging import merge_people
from trainings.services.places import board

pytestmark = pytest.mark.django_db
E_ = EnrolmentState


def enrol(edition, person, city=None, **given) -> Enrolment:
    return places.enrol(edition=edition, person=person, city=city, by=given.pop("by", person), **given)[0]


def state(row: Enrolment) -> str:
    return Enrolment.objects.get(pk=row.pk).state


def offer_of(row: Enrolment) -> PlaceOffer:
    return PlaceOffer.objects.get(enrolment=row, state=OfferState.PENDING)


def counted(edition):
    return with_keeping(with_places(type(edition).objects.filter(pk=edition.pk))).get()


def approval_of(row: Enrolment, step: int = 1) -> Approval:
    return Approval.objects.select_related("enrolment__edition__course").get(enrolment=row, step=step)


@pytest.fixture
def approver(world):
    return RoleFactory(role=RoleCode.APPROVER, organisation=world.town).user


def test_case_02_a_repeated_request_is_one_row_with_one_message(world):
    edition, person = world.edition(), world.clerk()
    rows = [places.enrol(edition=edition, person=person, by=person) for _ in range(3)]
    assert [is_new for _row, is_new in rows] == [True, False, False]
    assert len({row.pk for row, _is_new in rows}) == 1
    assert {row.queue_no for row, _is_new in rows} == {1}
    assert Message.objects.filter(to=person).count() == 1


def test_case_03_a_place_given_up_while_an_offer_is_pending_goes_to_the_next(world):
    edition = world.edition(capacity=10)
    confirmed = world.enrol(edition, 10)
    a, b, c = world.enrol(edition, 3)
    places.withdraw(enrolment=confirmed[0], by=confirmed[0].person)
    kept = offer_of(a).expires_at
    places.withdraw(enrolment=confirmed[1], by=confirmed[1].person)
    assert (state(a), state(b), state(c)) == (E_.OFFERED, E_.OFFERED, E_.WAITLISTED)
    assert offer_of(a).expires_at == kept
    places.decline_offer(enrolment=a, by=a.person)
    assert (state(a), state(b), state(c)) == (E_.WITHDRAWN, E_.OFFERED, E_.OFFERED)
    assert PlaceOffer.objects.filter(state=OfferState.PENDING).count() == 2
    invariants.check(edition)


def test_case_04_an_answer_at_the_last_moment_is_judged_by_the_clock_under_the_lock(world, clock, monkeypatch):
    edition = world.edition(capacity=1)
    first, a, b = world.enrol(edition, 3)
    places.withdraw(enrolment=first, by=first.person)
    expires = offer_of(a).expires_at
    clock(expires - timedelta(milliseconds=100))
    from trainings.services import locks  # noqa: PLC0415 -- only this test slows the lock

    monkeypatch.setattr(locks, "now", lambda: expires + timedelta(milliseconds=200))
    assert refusal(places.accept_offer, enrolment=a, by=a.person).code == "offer_expired"
    assert (state(a), state(b)) == (E_.LAPSED, E_.OFFERED)
    invariants.check(edition)


def test_case_04_late_sweep_does_not_prolong_an_offer(world, clock):
    edition = world.edition(capacity=1)
    first, a, b = world.enrol(edition, 3)
    places.withdraw(enrolment=first, by=first.person)
    clock(offer_of(a).expires_at + timedelta(minutes=3))
    assert refusal(places.accept_offer, enrolment=a, by=a.person).code == "offer_expired"
    clock(ENROLMENT_OPEN + timedelta(hours=48, minutes=5))
    assert places.lapse_due() == 0
    assert (state(a), state(b)) == (E_.LAPSED, E_.OFFERED)


def test_case_07_fewer_places_remove_nobody_and_take_offers_back(world):
    edition = world.edition(capacity=22)
    confirmed = world.enrol(edition, 22)
    a, b, c = world.enrol(edition, 3)
    for row in confirmed[20:]:
        places.withdraw(enrolment=row, by=row.person)
    assert (state(a), state(b), state(c)) == (E_.OFFERED, E_.OFFERED, E_.WAITLISTED)
    numbers = [a.queue_no, b.queue_no]
    told = Message.objects.filter(template="trainings_offer_revoked")
    assert refusal(places.change_capacity, edition=edition, capacity=18, by=world.organiser).code == "reason_missing"
    places.change_capacity(edition=edition, capacity=18, by=world.organiser, reason="Mniejsza sala")
    assert Enrolment.objects.filter(edition=edition, state=E_.CONFIRMED).count() == 20
    assert (state(a), state(b)) == (E_.WAITLISTED, E_.WAITLISTED)
    assert [Enrolment.objects.get(pk=row.pk).queue_no for row in (a, b)] == numbers
    assert set(told.values_list("to", flat=True)) == {a.person_id, b.person_id}
    assert counted(edition).overbooked_by() == 2
    for row in confirmed[:2]:
        places.withdraw(enrolment=row, by=row.person)
        assert Enrolment.objects.filter(edition=edition, state=E_.OFFERED).count() == 0
    places.withdraw(enrolment=confirmed[2], by=confirmed[2].person)
    assert (state(a), state(b), state(c)) == (E_.OFFERED, E_.WAITLISTED, E_.WAITLISTED)
    invariants.check(edition)


def test_case_08_more_places_are_offered_not_booked(world, clock):
    edition = world.edition(capacity=2)
    world.enrol(edition, 2)
    waiting = world.enrol(edition, 5)
    places.change_capacity(edition=edition, capacity=5, by=world.organiser)
    assert [state(row) for row in waiting] == [E_.OFFERED] * 3 + [E_.WAITLISTED] * 2
    clock(START - timedelta(hours=23))
    places.lapse_due()
    places.change_capacity(edition=edition, capacity=6, by=world.organiser)
    # Within the last hours the organiser telephones: nobody is offered anything, the list says who is to be called.
    assert Enrolment.objects.filter(edition=edition, state=E_.OFFERED).count() == 0
    assert [state(row) for row in waiting[3:]] == [E_.WAITLISTED] * 2
    with translation.override("en"):
        found = board.look(counted(edition))
    assert (found.must_call, found.givable) == (True, {row.pk for row in waiting[3:]})
    assert {str(note) for notes in found.notes.values() for note in notes} == {
        "A place is free and offers no longer go out: call this person."
    }


def test_case_10_an_approval_that_comes_when_it_is_full(world, approver):
    held = world.edition(capacity=1, approval_steps=1)
    a = enrol(held, world.clerk())
    b = enrol(held, world.clerk())
    assert [(row.state, row.holds_seat) for row in (a, b)] == [
        (E_.AWAITING_APPROVAL, True),
        (E_.AWAITING_APPROVAL, False),
    ]
    places.approve(approval=approval_of(b), by=approver)
    places.approve(approval=approval_of(a), by=approver)
    assert (state(a), state(b)) == (E_.CONFIRMED, E_.WAITLISTED)
    invariants.check(held)


def test_case_10_who_was_approved_late_keeps_the_number(world, approver):
    edition = world.edition(capacity=2, approval_steps=1, approval_holds_seat=False)
    rows = [enrol(edition, world.clerk()) for _ in range(5)]
    for row in rows[:2]:
        places.approve(approval=approval_of(row), by=approver)
    for row in rows[3:]:
        places.approve(approval=approval_of(row), by=approver)
    assert [state(row) for row in rows[3:]] == [E_.WAITLISTED, E_.WAITLISTED]
    places.approve(approval=approval_of(rows[2]), by=approver)
    line = with_position(Enrolment.objects.filter(edition=edition).waiting())
    assert [(row.pk, row.position) for row in line] == [(rows[2].pk, 1), (rows[3].pk, 2), (rows[4].pk, 3)]
    told = Message.objects.get(template="trainings_waitlisted", to=rows[2].person)
    assert told.context["position"] == 1
    places.withdraw(enrolment=rows[0], by=rows[0].person)
    assert [state(row) for row in rows[2:]] == [E_.OFFERED, E_.WAITLISTED, E_.WAITLISTED]


def test_case_10_an_approval_after_its_time_is_refused_and_the_row_lapses(world, approver, clock):
    edition = world.edition(capacity=1, approval_steps=1)
    row = enrol(edition, world.clerk())
    approval = approval_of(row)
    # Enrolled on Tuesday 15 September: the fifth working day after it is Tuesday 22 September.
    assert approval.due_at == datetime(2026, 9, 22, 21, 59, 59, tzinfo=UTC)
    clock(approval.due_at)
    assert refusal(places.approve, approval=approval, by=approver).code == "approval_expired"
    assert (state(row), approval_of(row).state) == (E_.LAPSED, ApprovalState.LAPSED)
    assert Message.objects.filter(template="trainings_approval_lapsed", to=row.person).count() == 1


def test_case_11_nobody_decides_on_his_own_enrolment(world, approver):
    edition = world.edition(capacity=5, approval_steps=1)
    row = enrol(edition, approver)
    asked = set(Message.objects.filter(template="trainings_approval_asked").values_list("to", flat=True))
    assert asked == {world.coordinator.pk}
    assert refusal(places.approve, approval=approval_of(row), by=approver).code == "own_enrolment"
    places.approve(approval=approval_of(row), by=world.coordinator)
    assert state(row) == E_.CONFIRMED


def test_case_11_where_nobody_is_left_the_organiser_is_asked(world):
    town = MunicipalityFactory()
    ProjectPartnerFactory(project=world.project, organisation=town)
    lonely = RoleFactory(role=RoleCode.APPROVER, organisation=town).user
    edition = world.edition(capacity=5, approval_steps=1)
    row = enrol(edition, lonely, town)
    asked = set(Message.objects.filter(template="trainings_approval_asked").values_list("to", flat=True))
    assert asked == {world.organiser.pk}
    assert state(row) == E_.AWAITING_APPROVAL
    places.approve(approval=approval_of(row), by=world.organiser)
    assert approval_of(row).acting_as == "organiser"


def test_case_12_one_person_through_two_cities_is_enrolled_once(world):
    edition, person = world.edition(), world.clerk()
    RoleFactory(user=person, organisation=world.other_town)
    other = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town).user
    first = enrol(edition, person, world.town, by=world.coordinator)
    hidden = refusal(places.enrol, edition=edition, person=person, city=world.other_town, by=other)
    assert (hidden.code, world.town.name in str(hidden)) == ("already_enrolled", False)
    told = refusal(places.enrol, edition=edition, person=person, city=world.other_town, by=world.organiser, reason="x")
    assert (told.code, world.town.name in str(told)) == ("already_enrolled", True)
    assert states(edition) == [(1, E_.CONFIRMED)]
    assert first.city == world.town


def test_case_12_a_report_counts_that_person_once_under_the_city_that_sent_him(world, clock):
    edition, person = world.edition(), world.clerk()
    RoleFactory(user=person, organisation=world.other_town)
    row = enrol(edition, person, world.town, by=world.coordinator)
    AttendanceFactory(session=edition.sessions.get(), enrolment=row, minutes=360)
    days = {"project_id": world.project.pk, "first_day": START.date(), "last_day": START.date()}
    clock(START + timedelta(days=1))
    told = counts(**days).completed
    assert (told.participations, told.people, dict(told.by_town)) == (1, 1, {world.town.pk: 1})


def test_case_12_two_accounts_of_one_name_are_suspected_and_never_merged_by_themselves(world):
    named = {"first_name": "Łucja", "last_name": "Wiśniewska"}
    people = [RoleFactory(organisation=world.town, user=UserFactory(**named)).user for _ in range(2)]
    edition = world.edition()
    rows = [enrol(edition, person) for person in people]
    (suspicion,) = suspicions(world.organiser)
    assert {suspicion.first, suspicion.second} == set(people)
    assert [state(row) for row in rows] == [E_.CONFIRMED] * 2


def test_case_14_who_changes_employer_stays_the_guest_of_the_old_city(world, approver):
    edition, person = world.edition(), world.clerk()
    row = enrol(edition, person, world.town)
    assert row in Enrolment.objects.visible_to(world.coordinator)
    person.roles.update(valid_to=(ENROLMENT_OPEN - timedelta(days=1)).date(), valid_from="2020-01-01")
    RoleFactory(user=person, organisation=world.other_town)
    new = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town).user
    assert row not in Enrolment.objects.visible_to(world.coordinator)
    assert row not in Enrolment.objects.visible_to(new)
    assert row in Enrolment.objects.visible_to(approver)
    places.withdraw(enrolment=row, by=approver)
    row.refresh_from_db()
    assert (row.state, row.city) == (E_.WITHDRAWN, world.town)


def test_case_15_places_kept_for_a_city(world, clock):
    edition = world.edition(capacity=20)
    release = datetime(2026, 9, 19, 22, 0, tzinfo=UTC)
    assert ENROLMENT_OPEN < release < START
    places.allocate(edition=edition, city=world.other_town, seats=4, release_at=release, by=world.organiser)
    others = world.enrol(edition, 16)
    assert counted(edition).free == 0
    waiting = world.enrol(edition, 5)
    assert [state(row) for row in others] == [E_.CONFIRMED] * 16
    assert [state(row) for row in waiting] == [E_.WAITLISTED] * 5
    for _ in range(3):
        assert enrol(edition, world.clerk(world.other_town), world.other_town).state == E_.CONFIRMED
    clock(release)
    places.lapse_due()
    assert [state(row) for row in waiting] == [E_.OFFERED] + [E_.WAITLISTED] * 4
    invariants.check(edition)


def test_case_15_kept_places_that_nobody_used_are_offered_to_the_first_in_line(world, clock):
    edition = world.edition(capacity=20)
    release = ENROLMENT_OPEN + timedelta(days=3)
    places.allocate(edition=edition, city=world.other_town, seats=4, release_at=release, by=world.organiser)
    world.enrol(edition, 16)
    waiting = world.enrol(edition, 5)
    clock(release)
    places.lapse_due()
    assert [state(row) for row in waiting] == [E_.OFFERED] * 4 + [E_.WAITLISTED]


def test_case_16_the_line_passes_who_is_over_the_limit_of_the_city(world):
    edition = world.edition(capacity=3, per_city_limit=2)
    a1, a2 = world.enrol(edition, 2)
    third = MunicipalityFactory()
    ProjectPartnerFactory(project=world.project, organisation=third)
    c1 = enrol(edition, world.clerk(third), third)
    a3, a4 = world.enrol(edition, 2)
    b1 = enrol(edition, world.clerk(world.other_town), world.other_town)
    assert [state(row) for row in (a1, a2, c1, a3, a4, b1)] == [E_.CONFIRMED] * 3 + [E_.WAITLISTED] * 3
    places.withdraw(enrolment=c1, by=c1.person)
    assert (state(a3), state(a4), state(b1)) == (E_.WAITLISTED, E_.WAITLISTED, E_.OFFERED)
    with translation.override("en"):
        notes = board.look(counted(edition)).notes
    assert notes == {row.pk: ["The town has as many people in as it may (2)."] for row in (a3, a4)}
    places.withdraw(enrolment=a1, by=a1.person)
    assert (state(a3), state(a4)) == (E_.OFFERED, E_.WAITLISTED)
    invariants.check(edition)


def test_case_25_a_cancelled_edition_ends_everything_at_once(world, approver):
    edition = world.edition(capacity=14, approval_steps=1)
    (session,) = edition.sessions.all()
    AttendanceSheet.objects.create(
        session=session, number=1, roster=[], sha256="0" * 64, made_by=world.organiser, made_at=ENROLMENT_OPEN
    )
    places.allocate(
        edition=edition, city=world.other_town, seats=1, release_at=START - timedelta(days=9), by=world.organiser
    )
    places.change_capacity(edition=edition, capacity=15, by=world.organiser)
    confirmed = [enrol(edition, world.clerk()) for _ in range(14)]
    for row in confirmed:
        places.approve(approval=approval_of(row), by=approver)
    waiting = [enrol(edition, world.clerk()) for _ in range(7)]
    for row in waiting:
        places.approve(approval=approval_of(row), by=approver)
    pending = [enrol(edition, world.clerk()) for _ in range(3)]
    for row in confirmed[12:]:
        places.withdraw(enrolment=row, by=row.person)
    found = [state(row) for row in [*confirmed[:12], *waiting, *pending]]
    assert found == [E_.CONFIRMED] * 12 + [E_.OFFERED] * 2 + [E_.WAITLISTED] * 5 + [E_.AWAITING_APPROVAL] * 3
    deliver()
    cancel_edition(edition=edition, reason="Choroba trenera", by=world.organiser)
    ended = Enrolment.objects.filter(edition=edition, state=E_.CANCELLED)
    assert ended.count() == 22
    assert not ended.filter(holds_seat=True).exists()
    told = Message.objects.filter(template="trainings_cancelled")
    assert sorted(told.values_list("to", flat=True)) == sorted(ended.values_list("person", flat=True))
    # 12 leave the calendars, one version newer than the invitation; 10 are told in plain words.
    assert {found.uid: found.told for found in deliver()} == {
        f"s{session.pk}-e{row.pk}@localhost": ("CANCEL", 1) for row in confirmed[:12]
    }
    assert set(told.values_list("state", flat=True)) == {"done"}
    assert set(ended.values_list("calendar_no", flat=True)) == {0}
    assert not edition.allocations.filter(released_at__isnull=True).exists()
    assert AttendanceSheet.objects.get().state == SheetState.SUPERSEDED
    assert not Approval.objects.filter(state=ApprovalState.PENDING).exists()
    assert not PlaceOffer.objects.filter(state=OfferState.PENDING).exists()
    assert refusal(places.accept_offer, enrolment=waiting[0], by=waiting[0].person).code == "edition_cancelled"
    assert refusal(places.approve, approval=approval_of(pending[0]), by=approver).code == "edition_cancelled"
    events = Event.objects.count()
    cancel_edition(edition=edition, reason="Jeszcze raz", by=world.organiser)
    assert Event.objects.count() == events


def test_case_13_two_accounts_of_one_person_become_one_line(world):
    edition = world.edition(capacity=2)
    keep, drop = world.clerk(), world.clerk()
    waiting_first = enrol(edition, world.clerk())
    confirmed = enrol(edition, drop)
    waits = enrol(edition, keep)
    next_one = enrol(edition, world.clerk())
    session = edition.sessions.get()
    AttendanceFactory(session=session, enrolment=confirmed, minutes=100, status="partial")
    AttendanceFactory(session=session, enrolment=waits, minutes=250, status="partial")
    administrator = AdministratorFactory().user
    refused = refusal(merge_people, keep=keep, drop=drop, reason="PESEL", by=world.organiser)
    assert refused.code == "merging_for_administrators"
    merge_people(keep=keep, drop=drop, reason="Potwierdzone telefonicznie", by=administrator)
    confirmed.refresh_from_db()
    waits.refresh_from_db()
    assert (confirmed.state, confirmed.person) == (E_.CONFIRMED, keep)
    assert (waits.state, waits.events.last().reason) == (E_.CANCELLED, "duplicate")
    assert Attendance.objects.get(enrolment=confirmed).minutes == 250
    assert (state(waiting_first), state(next_one)) == (E_.CONFIRMED, E_.WAITLISTED)
    drop.refresh_from_db()
    assert (drop.is_active, drop.merged_into) == (False, keep)
    assert refusal(merge_people, keep=keep, drop=drop, reason="x", by=administrator).code == "merged_already"
    invariants.check(edition)


def test_case_13_the_seat_of_the_duplicate_goes_on_and_its_certificate_is_revoked(world):
    edition = world.edition(capacity=2)
    keep, drop = world.clerk(), world.clerk()
    first, second = enrol(edition, keep), enrol(edition, drop)
    waits = enrol(edition, world.clerk())
    valid, revoked = (CertificateFactory(enrolment=row) for row in (first, second))
    merge_people(keep=keep, drop=drop, reason="Ta sama osoba", by=AdministratorFactory().user)
    assert (state(first), state(second), state(waits)) == (E_.CONFIRMED, E_.CANCELLED, E_.OFFERED)
    assert Certificate.objects.valid().get() == valid
    revoked.refresh_from_db()
    assert (revoked.state, bool(revoked.reason)) == ("revoked", True)

"""Journeys that are paid back: only for who was there, never more than was spent, and never by one pair of eyes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.choices import RoleCode
from accounts.models import User
from accounts.services.people import deactivate
from audit.models import Event
from config.factories.accounts import AdministratorFactory, RoleFactory, UserFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import AttendanceFactory, SessionFactory, TravelClaimFactory, TravelLineFactory
from files.gates import may_read
from files.models import StoredFile
from grants.choices import PeriodState
from kernel.encryption import decrypt
from kernel.time import local_day, today
from mail.models import Message
from mail.rendering import render
from tests.files.samples import HTML, JPG
from tests.trainings.conftest import refusal
from tests.trainings.travelling import ACCOUNT, DIGITS, Trip, receipt, trip
from trainings.choices import (
    AttendanceStatus,
    EditionState,
    EnrolmentState,
    Mode,
    PlaceKind,
    SessionState,
    TravelState,
)
from trainings.models import Edition, Enrolment, TravelClaim, TravelLine
from trainings.services import editions, erasure, merging, travel
from trainings.services.travel.lines import MOST_LINES

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip_(world, clock) -> Trip:
    found = trip(world)
    clock(found.edition.ends_at + timedelta(days=2))
    return found


@pytest.fixture
def draft(trip_) -> TravelClaim:
    return trip_.draft()


@pytest.fixture
def submitted(trip_) -> TravelClaim:
    return trip_.submitted()


@pytest.fixture
def approved(trip_) -> TravelClaim:
    return trip_.approved()


def fresh(claim: TravelClaim) -> TravelClaim:
    return TravelClaim.objects.get(pk=claim.pk)


def actions(claim: TravelClaim) -> list[str]:
    about = Event.objects.filter(object_type="trainings.travelclaim", object_id=str(claim.pk)).order_by("pk")
    return [action.rpartition(".")[2] for action in about.values_list("action", flat=True)]


def everything_on_record() -> str:
    return str(list(Event.objects.values_list("action", "before", "after", "reason")))


def told(person) -> list[str]:
    return list(Message.objects.filter(to=person).order_by("pk").values_list("template", flat=True))


# -- the way of a claim ------------------------------------------------------------------------------


def test_from_a_draft_to_the_money(trip_, clock):
    claim = trip_.submitted()
    assert (claim.state, claim.amount) == (TravelState.SUBMITTED, Decimal("163.50"))
    claim = travel.approve(claim=claim, by=trip_.organiser)
    claim = travel.pay(claim=claim, paid_on=today(), by=trip_.finance)
    assert (claim.state, claim.paid_on, claim.paid_by, claim.decided_by) == (
        TravelState.PAID,
        today(),
        trip_.finance,
        trip_.organiser,
    )
    assert actions(claim) == ["begun", "line_added", "line_added", "submitted", "approved", "paid"]
    assert told(trip_.person) == ["trainings_travel_approved", "trainings_travel_paid"]


def test_beginning_twice_is_one_claim(trip_, draft):
    assert travel.begin(enrolment=trip_.enrolment, by=trip_.person) == (draft, False)
    assert actions(draft) == ["begun"]


def test_what_was_sent_back_is_corrected_and_submitted_again(trip_, submitted):
    claim = travel.send_back(claim=submitted, reason="Brak biletu powrotnego.", by=trip_.organiser)
    assert (claim.state, claim.reason) == (TravelState.RETURNED, "Brak biletu powrotnego.")
    trip_.ticket(claim, "51.50")
    again = travel.submit(claim=claim, by=trip_.person)
    assert (again.state, again.amount, again.reason, again.decided_by) == (
        TravelState.SUBMITTED,
        Decimal("215.00"),
        "",
        None,
    )
    assert decrypt(again.closed_account) == DIGITS
    assert told(trip_.person) == ["trainings_travel_returned"]


def test_after_a_rejection_another_claim_may_be_begun(trip_, submitted):
    travel.reject(claim=submitted, reason="Bilet na inne nazwisko.", by=trip_.organiser)
    other, is_new = travel.begin(enrolment=trip_.enrolment, by=trip_.person)
    assert (is_new, other.pk == submitted.pk) == (True, False)
    assert told(trip_.person) == ["trainings_travel_rejected"]


def test_a_draft_that_is_withdrawn_takes_its_receipts_along(trip_, draft):
    trip_.ticket(draft)
    travel.withdraw(claim=draft, by=trip_.person)
    assert not TravelClaim.objects.exists()
    assert not TravelLine.objects.exists()
    assert not StoredFile.objects.filter(kind="trainings.travel_receipt").exists()
    assert actions(draft)[-1] == "withdrawn"


def test_doing_it_again_changes_nothing(trip_, submitted):
    again = travel.submit(claim=submitted, account=ACCOUNT, by=trip_.person, version=1)
    travel.approve(claim=again, by=trip_.organiser)
    travel.approve(claim=again, by=trip_.organiser, version=1)
    travel.pay(claim=again, paid_on=today(), by=trip_.finance)
    travel.pay(claim=again, paid_on=today(), by=trip_.finance)
    assert actions(again)[3:] == ["submitted", "approved", "paid"]
    assert len(told(trip_.person)) == 2
    assert refusal(travel.pay, claim=again, paid_on=today() - timedelta(days=1), by=trip_.finance).code == "claim_state"


STEPS = {
    "submit": lambda t, c: partial(travel.submit, claim=c, account=ACCOUNT, by=t.person),
    "withdraw": lambda t, c: partial(travel.withdraw, claim=c, by=t.person),
    "send_back": lambda t, c: partial(travel.send_back, claim=c, reason="Popraw", by=t.organiser),
    "approve": lambda t, c: partial(travel.approve, claim=c, by=t.organiser),
    "reject": lambda t, c: partial(travel.reject, claim=c, reason="Nie", by=t.organiser),
    "pay": lambda t, c: partial(travel.pay, claim=c, paid_on=today(), by=t.finance),
    "write": lambda t, c: partial(t.car, c),
}
POSSIBLE = {
    TravelState.DRAFT: {"submit", "withdraw", "write"},
    TravelState.SUBMITTED: {"submit", "send_back", "approve", "reject"},
    TravelState.RETURNED: {"submit", "write"},
    TravelState.APPROVED: {"approve", "pay"},
    TravelState.REJECTED: set(),
    TravelState.PAID: {"pay"},
}


def brought_to(trip_: Trip, state: TravelState) -> TravelClaim:
    if state == TravelState.DRAFT:
        claim = trip_.draft()
        trip_.car(claim)
        return claim
    claim = trip_.submitted()
    for name in {
        TravelState.RETURNED: ["send_back"],
        TravelState.REJECTED: ["reject"],
        TravelState.APPROVED: ["approve"],
        TravelState.PAID: ["approve", "pay"],
    }.get(state, []):
        STEPS[name](trip_, claim)()
    return fresh(claim)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", TravelState)
def test_each_step_is_possible_only_from_its_states(trip_, state, step):
    claim = brought_to(trip_, state)
    before = Event.objects.count()
    call = STEPS[step](trip_, claim)
    if step in POSSIBLE[state]:
        call()
    else:
        assert (refusal(call).code, Event.objects.count()) == ("claim_state", before)


@pytest.mark.parametrize("step", [step for step in STEPS if step != "write"])
def test_a_step_from_an_older_state_is_stale(trip_, step):
    state = {"submit": TravelState.DRAFT, "withdraw": TravelState.DRAFT, "pay": TravelState.APPROVED}
    claim = brought_to(trip_, state.get(step, TravelState.SUBMITTED))
    told_off = refusal(STEPS[step](trip_, claim), version=claim.version - 1)
    assert (told_off.code, told_off.status) == ("stale", 409)


# -- what may be submitted ---------------------------------------------------------------------------


def test_only_for_a_training_that_pays_travel(trip_, draft):
    trip_.car(draft)
    Edition.objects.filter(pk=trip_.edition.pk).update(pays_travel=False, km_rate=None)
    assert refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person).code == "travel_not_paid"
    TravelClaim.objects.all().delete()
    assert refusal(travel.begin, enrolment=trip_.enrolment, by=trip_.person).code == "travel_not_paid"


@pytest.mark.parametrize("state", [EditionState.CANCELLED, EditionState.DRAFT])
def test_not_for_a_training_that_was_cancelled(trip_, draft, state):
    trip_.car(draft)
    Edition.objects.filter(pk=trip_.edition.pk).update(state=state)
    assert refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person).code == "edition_cancelled"


def test_only_for_who_was_there(trip_, draft):
    trip_.car(draft)
    trip_.attended(0)
    assert refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person).code == "nothing_attended"


def test_what_is_disputed_does_not_count(trip_):
    trip_.enrolment.attendances.update(status=AttendanceStatus.DISPUTED, note="Bez podpisu.")
    assert refusal(travel.begin, enrolment=trip_.enrolment, by=trip_.person).code == "nothing_attended"


def test_a_cancelled_session_does_not_count(trip_):
    trip_.edition.sessions.update(state=SessionState.CANCELLED)
    assert refusal(travel.begin, enrolment=trip_.enrolment, by=trip_.person).code == "nothing_attended"


def test_who_came_for_a_part_may_claim(trip_):
    trip_.enrolment.attendances.update(minutes=1, status=AttendanceStatus.PARTIAL)
    assert trip_.submitted().amount == Decimal("163.50")


def test_not_for_who_gave_the_place_up(trip_, draft):
    trip_.car(draft)
    Enrolment.objects.filter(pk=trip_.enrolment.pk).update(state=EnrolmentState.CANCELLED, holds_seat=False)
    assert refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person).code == "enrolment_over"


def test_not_for_who_came_online(trip_):
    Enrolment.objects.filter(pk=trip_.enrolment.pk).update(place_kind=PlaceKind.ONLINE)
    assert refusal(travel.begin, enrolment=trip_.enrolment, by=trip_.person).code == "came_online"


def test_only_to_a_session_that_was_attended(trip_, draft):
    missed = SessionFactory(edition=trip_.edition, starts_at=trip_.edition.starts_at + timedelta(days=1))
    assert refusal(trip_.car, claim=draft, session=missed).code == "not_attended"
    elsewhere = AttendanceFactory(enrolment__person=trip_.person).session
    told_off = refusal(trip_.car, claim=draft, session=elsewhere)
    assert (told_off.code, told_off.field) == ("not_attended", "session")


def test_the_line_of_a_session_that_was_missed_after_all_is_named(trip_, draft):
    second = SessionFactory(edition=trip_.edition, starts_at=trip_.edition.starts_at + timedelta(days=1))
    AttendanceFactory(enrolment=trip_.enrolment, session=second)
    trip_.car(draft)
    trip_.car(draft, session=second)
    trip_.enrolment.attendances.filter(session=second).update(minutes=0, status=AttendanceStatus.ABSENT)
    with translation.override("pl"):
        told_off = refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person)
        assert (told_off.code, "Pozycja 2" in str(told_off.message)) == ("not_attended", True)


def test_attendance_that_is_corrected_to_nothing_stops_the_approval(trip_, submitted):
    trip_.attended(0)
    with translation.override("pl"):
        told_off = refusal(travel.approve, claim=submitted, by=trip_.organiser)
        assert (told_off.code, "Pozycja 1" in str(told_off.message)) == ("not_attended", True)
    assert fresh(submitted).state == TravelState.SUBMITTED


def test_a_claim_needs_a_journey(trip_, draft):
    assert refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person).code == "lines_missing"


def test_a_ticket_needs_its_receipt(trip_, draft):
    line = trip_.ticket(draft, file=None)
    assert refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person).code == "receipt_missing"
    travel.attach_receipt(line=line, file=receipt(), by=trip_.person)
    assert travel.submit(claim=draft, account=ACCOUNT, by=trip_.person).amount == Decimal("48.50")


@pytest.mark.parametrize("account", ["", "123", ACCOUNT.replace("61", "62", 1), "x" * 26])
def test_the_account_has_to_add_up(trip_, draft, account):
    trip_.car(draft)
    told_off = refusal(travel.submit, claim=draft, account=account, by=trip_.person)
    assert (told_off.code, told_off.field) == ("account", "account")


def test_no_more_than_the_limit_for_one_person(trip_, draft):
    trip_.car(draft, km=100)
    Edition.objects.filter(pk=trip_.edition.pk).update(travel_limit=Decimal("114.99"))
    assert refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person).code == "over_limit"
    Edition.objects.filter(pk=trip_.edition.pk).update(travel_limit=Decimal("115.00"))
    assert travel.submit(claim=draft, account=ACCOUNT, by=trip_.person).amount == Decimal("115.00")


def test_the_rate_of_the_day_of_submission_is_frozen(trip_, draft):
    trip_.car(draft, km=100, claimed=Decimal("100.00"))
    Edition.objects.filter(pk=trip_.edition.pk).update(km_rate=Decimal("1.0001"))
    travel.submit(claim=draft, account=ACCOUNT, by=trip_.person)
    Edition.objects.filter(pk=trip_.edition.pk).update(km_rate=Decimal("0.5"))
    assert draft.lines.get().rate == Decimal("1.0001")
    travel.approve(claim=draft, by=trip_.organiser)
    assert fresh(draft).amount == Decimal("100.00")


def test_a_lower_rate_at_submission_is_told_with_the_line(trip_, draft):
    trip_.car(draft, km=100)
    Edition.objects.filter(pk=trip_.edition.pk).update(km_rate=Decimal("1.00"))
    with translation.override("pl"):
        told_off = refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person)
        assert (told_off.code, "Pozycja 1" in str(told_off.message)) == ("over_rate", True)
    Edition.objects.filter(pk=trip_.edition.pk).update(km_rate=None)
    assert refusal(travel.submit, claim=draft, account=ACCOUNT, by=trip_.person).code == "cars_not_paid"


# -- lines ---------------------------------------------------------------------------------------------


WRONG = [
    ("over_ticket", "ticket", {"claimed": Decimal("48.51")}),
    ("over_rate", "car", {"claimed": Decimal("115.01")}),
    ("amount", "ticket", {"ticket_amount": Decimal(0)}),
    ("amount", "ticket", {"ticket_amount": Decimal(-1)}),
    ("amount", "ticket", {"ticket_amount": Decimal("1.005")}),
    ("amount", "ticket", {"ticket_amount": Decimal(10**9)}),
    ("amount", "ticket", {"ticket_amount": None}),
    ("amount", "ticket", {"claimed": Decimal(0)}),
    ("amount", "car", {"claimed": Decimal(-5)}),
    ("amount", "car", {"claimed": Decimal("1.001")}),
    ("line_kind", "ticket", {"km": 5}),
    ("line_kind", "car", {"ticket_amount": Decimal(5)}),
    ("line_kind", "car", {"file": receipt()}),
    ("km", "car", {"km": 0}),
    ("km", "car", {"km": 10_001}),
    ("km", "car", {"km": None}),
    ("route_missing", "car", {"from_place": "  "}),
    ("route_missing", "ticket", {"to_place": ""}),
    ("file_type", "ticket", {"file": receipt(name="bilet.docx")}),
    ("file_content", "ticket", {"file": receipt(name="bilet.png")}),
]


@pytest.mark.parametrize(("code", "kind", "given"), WRONG)
def test_a_line_that_cannot_be_is_refused_and_leaves_nothing(trip_, draft, code, kind, given):
    add = trip_.ticket if kind == "ticket" else trip_.car
    before = Event.objects.count()
    assert refusal(add, claim=draft, **given).code == code
    assert (TravelLine.objects.count(), Event.objects.count(), StoredFile.objects.count()) == (0, before, 0)


def test_a_page_dressed_as_a_receipt_is_refused(trip_, draft):
    page = receipt()
    page.file.seek(0)
    page.file.truncate()
    page.file.write(HTML)
    page.size = len(HTML)
    assert refusal(trip_.ticket, claim=draft, file=page).code == "file_content"


def test_a_journey_is_made_before_it_is_claimed_and_near_its_session(trip_, draft):
    day = local_day(trip_.session.starts_at)
    assert refusal(trip_.car, claim=draft, travelled_on=today() + timedelta(days=1)).code == "travelled_on"
    assert refusal(trip_.car, claim=draft, travelled_on=day - timedelta(days=8)).code == "travelled_on"
    assert trip_.car(draft, travelled_on=day - timedelta(days=7)).pk


def test_cars_are_paid_only_where_there_is_a_rate(trip_, draft):
    Edition.objects.filter(pk=trip_.edition.pk).update(km_rate=None)
    assert refusal(trip_.car, claim=draft).code == "cars_not_paid"


def test_without_an_amount_all_is_claimed(trip_, draft):
    assert (trip_.ticket(draft, "48.50").claimed, trip_.car(draft, km=7).claimed) == (
        Decimal("48.50"),
        Decimal("8.05"),
    )


def test_a_line_is_changed_as_a_whole_and_its_old_receipt_forgotten(trip_, draft):
    line = trip_.ticket(draft)
    old = line.receipt
    facts = trip_.journey(ticket_amount=Decimal("30.00"), from_place="Żywiec")
    same = travel.change_line(line=line, **facts)
    assert (same.receipt, same.claimed, same.route) == (old, Decimal("30.00"), "Żywiec – Kraków")
    other = travel.change_line(line=line, file=receipt("nowy"), **facts)
    assert other.receipt != old
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [other.receipt_id]


def test_a_receipt_of_a_telephone_is_taken(trip_, draft):
    photo = receipt(name="bilet.jpg")
    photo.file.seek(0)
    photo.file.truncate()
    photo.file.write(JPG)
    photo.size = len(JPG)
    assert trip_.ticket(draft, file=photo).receipt.content_type == "image/jpeg"


def test_a_line_that_is_removed_takes_its_receipt_along(trip_, draft):
    line = trip_.ticket(draft)
    travel.remove_line(line=line, by=trip_.person)
    assert (TravelLine.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert refusal(travel.remove_line, line=line, by=trip_.person).code == "line_gone"


def test_a_change_of_lines_from_an_older_page_is_stale(trip_, draft):
    line = trip_.car(draft)
    for call, given in [
        (travel.remove_line, {"line": line, "by": trip_.person}),
        (travel.change_line, {"line": line, **trip_.journey(km=5)}),
        (trip_.car, {"claim": draft}),
    ]:
        assert refusal(call, **given, version=draft.version - 1).code == "stale"


def test_a_claim_has_room_for_fifty_journeys(trip_, draft):
    TravelLineFactory.create_batch(MOST_LINES, claim=draft)
    assert refusal(trip_.car, claim=draft).code == "too_many_lines"


# -- paying --------------------------------------------------------------------------------------------


def test_a_payment_is_neither_in_the_future_nor_before_the_approval(trip_, approved, clock):
    assert refusal(travel.pay, claim=approved, paid_on=today() + timedelta(days=1), by=trip_.finance).code == "paid_on"
    assert refusal(travel.pay, claim=approved, paid_on=today() - timedelta(days=1), by=trip_.finance).code == "paid_on"
    clock(trip_.edition.ends_at + timedelta(days=20))
    assert travel.pay(claim=approved, paid_on=today() - timedelta(days=18), by=trip_.finance).state == TravelState.PAID


def test_a_payment_falls_into_an_open_period(trip_, approved):
    trip_.world.project.periods.update(state=PeriodState.LOCKED)
    assert refusal(travel.pay, claim=approved, paid_on=today(), by=trip_.finance).code == "period_locked"


# -- who -------------------------------------------------------------------------------------------------


def test_everybody_claims_only_his_own(trip_, draft):
    trip_.car(draft)
    line = draft.lines.get()
    for by in (trip_.organiser, trip_.manager, trip_.world.coordinator, AdministratorFactory().user):
        for call, given in [
            (travel.begin, {"enrolment": trip_.enrolment}),
            (travel.submit, {"claim": draft, "account": ACCOUNT}),
            (travel.withdraw, {"claim": draft}),
            (travel.remove_line, {"line": line}),
            (travel.attach_receipt, {"line": line, "file": receipt()}),
        ]:
            told_off = refusal(call, by=by, **given)
            assert (told_off.code, told_off.status) == ("not_your_claim", 403)


def test_only_organisers_decide(trip_, submitted):
    for by in (trip_.finance, trip_.manager, trip_.world.coordinator, AdministratorFactory().user, UserFactory()):
        for call, given in [
            (travel.approve, {}),
            (travel.reject, {"reason": "Nie"}),
            (travel.send_back, {"reason": "Popraw"}),
        ]:
            told_off = refusal(call, claim=submitted, by=by, **given)
            assert (told_off.code, told_off.status) == ("organiser_only", 403)


def test_nobody_decides_on_his_own_nor_pays_it(trip_, submitted):
    for role in (RoleCode.ORGANISER, RoleCode.FINANCE_OFFICER):
        ProjectRoleFactory(project=trip_.world.project, role=role, user=trip_.person)
    own = User.objects.get(pk=trip_.person.pk)
    assert refusal(travel.approve, claim=submitted, by=own).code == "own_claim"
    assert refusal(travel.reject, claim=submitted, reason="Nie", by=own).code == "own_claim"
    travel.approve(claim=submitted, by=trip_.organiser)
    assert refusal(travel.pay, claim=submitted, paid_on=today(), by=own).code == "own_claim"


def test_only_finance_officers_and_managers_pay(trip_, approved):
    for by in (UserFactory(), ProjectRoleFactory(project=trip_.world.project, role=RoleCode.ORGANISER).user):
        assert refusal(travel.pay, claim=approved, paid_on=today(), by=by).code == "payers_only"
    elsewhere = ProjectRoleFactory(role=RoleCode.FINANCE_OFFICER).user
    assert refusal(travel.pay, claim=approved, paid_on=today(), by=elsewhere).code == "payers_only"
    assert travel.pay(claim=approved, paid_on=today(), by=trip_.manager).paid_by == trip_.manager


def test_who_approved_does_not_pay(trip_, approved):
    ProjectRoleFactory(project=trip_.world.project, role=RoleCode.PROJECT_MANAGER, user=trip_.organiser)
    both = User.objects.get(pk=trip_.organiser.pk)
    told_off = refusal(travel.pay, claim=approved, paid_on=today(), by=both)
    assert (told_off.code, told_off.status) == ("four_eyes", 403)
    with pytest.raises(IntegrityError), transaction.atomic():
        TravelClaim.objects.filter(pk=approved.pk).update(state=TravelState.PAID, paid_on=today(), paid_by=both)


@pytest.mark.parametrize("call", [travel.send_back, travel.reject])
def test_a_refusal_says_why(trip_, submitted, call):
    assert refusal(call, claim=submitted, reason="  ", by=trip_.organiser).code == "reason_missing"


@pytest.mark.parametrize("call", [travel.send_back, travel.reject])
def test_no_account_goes_into_a_message_with_the_reason(trip_, submitted, call):
    told_off = refusal(call, claim=submitted, reason=f"Konto {ACCOUNT} jest zamknięte.", by=trip_.organiser)
    assert (told_off.code, told_off.field, told(trip_.person)) == ("account_in_reason", "reason", [])


def seers(trip_, claim) -> dict[str, bool]:
    people = {
        "person": trip_.person,
        "organiser": trip_.organiser,
        "manager": trip_.manager,
        "finance": trip_.finance,
        "auditor": RoleFactory(role=RoleCode.AUDITOR, organisation=None).user,
        "coordinator": trip_.world.coordinator,
        "stranger": UserFactory(),
        "elsewhere": ProjectRoleFactory(role=RoleCode.FINANCE_OFFICER).user,
    }
    return {
        name: TravelClaim.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=claim.pk).exists()
        for name, user in people.items()
    }


def test_a_draft_is_the_persons_and_a_claim_the_projects(trip_, draft):
    nobody = dict.fromkeys(["coordinator", "stranger", "elsewhere"], False)
    assert seers(trip_, draft) == {
        **dict.fromkeys(["person", "auditor"], True),
        **dict.fromkeys(["organiser", "manager", "finance"], False),
        **nobody,
    }
    trip_.car(draft)
    travel.submit(claim=draft, account=ACCOUNT, by=trip_.person)
    assert seers(trip_, draft) == {
        **dict.fromkeys(["person", "auditor", "organiser", "manager", "finance"], True),
        **nobody,
    }


def test_a_receipt_is_for_who_sees_the_claim(trip_, draft):
    file = trip_.ticket(draft).receipt
    readers = [trip_.person, trip_.organiser, trip_.finance, trip_.world.coordinator, UserFactory()]
    assert [may_read(reader, file) for reader in readers] == [True, False, False, False, False]
    travel.submit(claim=draft, account=ACCOUNT, by=trip_.person)
    assert [may_read(reader, file) for reader in readers] == [True, True, True, False, False]


# -- the account -----------------------------------------------------------------------------------------


def test_the_account_is_encrypted_and_nowhere_else(trip_, approved):
    travel.pay(claim=approved, paid_on=today(), by=trip_.finance)
    row = fresh(approved)
    assert (DIGITS in row.closed_account, decrypt(row.closed_account)) == (False, DIGITS)
    letters = "".join(render(message).body for message in Message.objects.all())
    for text in (everything_on_record(), letters, str(list(Message.objects.values_list("context", flat=True)))):
        assert (DIGITS in text, ACCOUNT in text, "Cieszyn" in everything_on_record()) == (False, False, False)


def test_the_account_is_for_the_person_and_who_pays_and_each_reading_is_on_record(trip_, approved):
    assert travel.read_account(claim=approved, by=trip_.finance) == ACCOUNT
    assert travel.read_account(claim=approved, by=trip_.person) == ACCOUNT
    assert Event.objects.filter(action="trainings.travel_claim.account_read").count() == 2
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None).user
    for by in (trip_.organiser, auditor, AdministratorFactory().user):
        assert refusal(travel.read_account, claim=approved, by=by).code == "payers_only"
    assert travel.account_of(approved, trip_.finance) == ""


def test_who_pays_reads_no_account_before_there_is_something_to_pay(trip_, submitted):
    assert refusal(travel.read_account, claim=submitted, by=trip_.finance).code == "claim_state"


# -- messages --------------------------------------------------------------------------------------------


def test_the_messages_say_what_happened_in_polish(trip_, submitted):
    travel.send_back(claim=submitted, reason="Brak biletu.", by=trip_.organiser)
    again = travel.submit(claim=submitted, by=trip_.person)
    travel.approve(claim=again, by=trip_.organiser)
    travel.pay(claim=again, paid_on=today(), by=trip_.finance)
    found = {m.template: render(m).body for m in Message.objects.filter(to=trip_.person)}
    assert "Brak biletu." in found["trainings_travel_returned"]
    assert "163,50" in found["trainings_travel_approved"]
    assert f"{today():%d.%m.%Y}" in found["trainings_travel_paid"]
    assert all("/trainings/travel/" in body for body in found.values())


# -- the edition -----------------------------------------------------------------------------------------


def changed(edition, by, **given):
    facts = {name: getattr(edition, name) for name in ("mode", "opens_at", "closes_at", "withdraw_until", "venue")}
    return editions.change_edition(edition=edition, by=by, **{**facts, **given})


def test_an_edition_says_what_it_pays(world):
    edition = world.edition()
    done = changed(edition, world.organiser, pays_travel=True, km_rate=Decimal("1.15"), travel_limit=Decimal(300))
    assert (done.pays_travel, done.km_rate, done.travel_limit) == (True, Decimal("1.15"), Decimal(300))
    event = Event.objects.filter(action="trainings.edition.changed").latest("pk")
    assert event.after == {"pays_travel": True, "km_rate": "1.15", "travel_limit": "300"}


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("travel_not_paid", {"km_rate": Decimal("1.15")}),
        ("travel_not_paid", {"travel_limit": Decimal(100)}),
        ("travel_amount", {"pays_travel": True, "km_rate": Decimal(0)}),
        ("travel_amount", {"pays_travel": True, "travel_limit": Decimal(-1)}),
        ("travel_online", {"pays_travel": True, "mode": Mode.ONLINE}),
    ],
)
def test_what_makes_no_sense_to_pay_is_refused(world, code, given):
    assert refusal(changed, edition=world.edition(), by=world.organiser, **given).code == code


# -- forgetting and merging ------------------------------------------------------------------------------


def erased(trip_) -> erasure.Erasure:
    return erasure.erase_person(person=trip_.person, reason="Pismo.", by=AdministratorFactory().user)


def test_a_request_to_be_forgotten_erases_the_account_of_what_was_paid(trip_, approved):
    travel.pay(claim=approved, paid_on=today(), by=trip_.finance)
    done = erased(trip_)
    row = fresh(approved)
    assert (done.travel, done.travel_waiting, row.closed_account) == (1, 0, "")
    # The amount and its receipt are evidence.
    assert (row.amount, row.lines.filter(receipt__isnull=False).count()) == (Decimal("163.50"), 1)
    assert travel.read_account(claim=row, by=trip_.finance) == ""


def test_a_request_to_be_forgotten_waits_for_the_money(trip_, approved):
    done = erased(trip_)
    assert (done.travel, done.travel_waiting) == (0, 1)
    assert travel.read_account(claim=fresh(approved), by=trip_.finance) == ACCOUNT
    letter = render(Message.objects.get(template="trainings_erased")).body
    assert "1 wniosek" in letter


def test_of_what_was_rejected_the_amounts_stay_and_all_else_goes(trip_, submitted):
    travel.reject(claim=submitted, reason="Nie ten bilet.", by=trip_.organiser)
    assert erased(trip_).travel == 1
    row = fresh(submitted)
    assert (row.closed_account, row.amount) == ("", Decimal("163.50"))
    assert list(row.lines.values_list("receipt", "from_place", "to_place")) == [(None, "", ""), (None, "", "")]
    assert not StoredFile.objects.filter(kind="trainings.travel_receipt").exists()
    assert erased(trip_).travel == 0


def test_a_draft_is_forgotten_altogether(trip_, draft):
    trip_.ticket(draft)
    assert erased(trip_).travel == 1
    assert (TravelClaim.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_claim_follows_the_person_when_accounts_merge(trip_, submitted):
    keep = RoleFactory(organisation=trip_.world.town).user
    merging.merge_people(keep=keep, drop=trip_.person, reason="Jedna osoba.", by=AdministratorFactory().user)
    claim = TravelClaim.objects.visible_to(User.objects.get(pk=keep.pk)).get()
    assert (claim, claim.enrolment.person_id) == (submitted, keep.pk)


def test_a_claim_of_a_duplicate_goes_over_to_the_place_that_stays(trip_, submitted):
    other = Enrolment.objects.get(pk=trip_.enrolment.pk)
    keep = RoleFactory(organisation=trip_.world.town).user
    facts = {name: getattr(other, name) for name in ("edition", "city", "source", "state", "holds_seat")}
    # The row with the smaller number stays.
    stays = Enrolment.objects.create(
        **facts, person=keep, queue_no=0, submitted_by=keep, submitted_at=other.submitted_at
    )
    merging.merge_people(keep=keep, drop=trip_.person, reason="Jedna osoba.", by=AdministratorFactory().user)
    assert fresh(submitted).enrolment_id == stays.pk
    assert travel.approve(claim=fresh(submitted), by=trip_.organiser).state == TravelState.APPROVED


def test_a_closed_account_neither_claims_nor_decides(trip_, submitted):
    deactivate(user=trip_.organiser, reason="Odejście", by=AdministratorFactory().user)
    gone = User.objects.get(pk=trip_.organiser.pk)
    assert refusal(travel.approve, claim=submitted, by=gone).code == "organiser_only"


# -- walls -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wall", "given"),
    [
        ("travel_claim_submitted_with_an_amount", {"state": "submitted", "closed_account": "x"}),
        ("travel_claim_has_an_account", {"closed_account": ""}),
        ("travel_claim_decided_by_somebody", {"state": "approved"}),
        ("travel_claim_refused_with_a_reason", {"state": "rejected", "reason": ""}),
        ("travel_claim_paid_on_a_day", {"paid_on": "2026-10-07"}),
    ],
)
def test_the_database_keeps_the_rules_of_a_claim(trip_, wall, given):
    claim = trip_.draft() if "amount" in wall else trip_.submitted()
    if wall == "travel_claim_refused_with_a_reason":
        travel.reject(claim=claim, reason="Nie", by=trip_.organiser)
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        TravelClaim.objects.filter(pk=claim.pk).update(**given)


def test_the_database_keeps_one_claim_in_force(trip_, draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        TravelClaimFactory(enrolment=trip_.enrolment)


@pytest.mark.parametrize(
    ("wall", "given"),
    [
        ("travel_line_claims_something", {"claimed": 0}),
        ("travel_line_within_the_kilometres", {"claimed": Decimal("115.01")}),
        ("travel_line_within_the_kilometres", {"km": None}),
        ("travel_line_within_the_ticket", {"kind": "ticket", "km": None, "rate": None, "ticket_amount": 5}),
    ],
)
def test_the_database_keeps_the_rules_of_a_line(trip_, draft, wall, given):
    line = TravelLineFactory(claim=draft)
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        TravelLine.objects.filter(pk=line.pk).update(**given)

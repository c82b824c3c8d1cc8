"""A place, or the end of the waiting list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectPartnerFactory
from config.factories.organisations import MunicipalityFactory, OrganisationFactory
from config.factories.trainings import START, AttendanceFactory, EnrolmentFactory
from grants.choices import PartnerRole
from mail.models import Message
from organisations.choices import Kind
from tests.trainings.conftest import refusal, states
from trainings.choices import EditionState, EnrolmentState
from trainings.models import Approval, Enrolment, EnrolmentEvent
from trainings.queries import with_position
from trainings.queries.counting import counts
from trainings.services import places

pytestmark = pytest.mark.django_db

STATEMENTS = 8 + 2
"""Lock, count, number, texts, row, step, message, record; and the savepoint, for a test has an outer transaction."""


def enrol_self(world, edition, person, **given):
    return places.enrol(edition=edition, person=person, city=world.town, by=person, **given)


def test_while_a_place_is_free_the_enrolment_is_confirmed(world):
    edition, person = world.edition(), world.clerk()
    row, is_new = enrol_self(world, edition, person, post=" inspektor ", department="Wydział Promocji")
    assert is_new
    assert (row.state, row.holds_seat, row.queue_no) == (EnrolmentState.CONFIRMED, True, 1)
    assert (row.post, row.department, row.city, row.source) == ("inspektor", "Wydział Promocji", world.town, "self")


def test_a_full_edition_puts_the_next_person_on_the_waiting_list(world):
    edition = world.edition(capacity=2)
    world.enrol(edition, 4)
    assert states(edition) == [(1, "confirmed"), (2, "confirmed"), (3, "waitlisted"), (4, "waitlisted")]
    waiting = with_position(Enrolment.objects.filter(edition=edition).waiting())
    assert [row.position_in_line for row in waiting] == [1, 2]


def test_nobody_passes_those_who_wait_even_if_a_place_is_free(world):
    edition = world.edition(capacity=1)
    world.enrol(edition, 2)
    # A free place beside somebody waiting: inside the last hours, when no offers are made.
    type(edition).objects.filter(pk=edition.pk).update(capacity=5)
    (row,) = world.enrol(edition)
    assert row.state == EnrolmentState.WAITLISTED


def test_without_a_waiting_list_a_full_edition_refuses(world):
    edition = world.edition(capacity=1, waitlist_enabled=False)
    world.enrol(edition)
    person = world.clerk()
    assert refusal(enrol_self, world=world, edition=edition, person=person).code == "edition_full"
    assert states(edition) == [(1, "confirmed")]


@pytest.mark.parametrize("holds", [True, False])
def test_without_a_waiting_list_no_office_is_asked_about_a_full_edition(world, holds):
    edition = world.edition(capacity=1, waitlist_enabled=False, approval_steps=1, approval_holds_seat=holds)
    EnrolmentFactory(edition=edition)
    person = world.clerk()
    assert refusal(places.enrol, edition=edition, person=person, by=person).code == "edition_full"
    assert not Approval.objects.exists()


def test_the_same_person_again_gets_the_first_row_and_no_second_message(world):
    edition, person = world.edition(), world.clerk()
    first, _ = enrol_self(world, edition, person)
    again, is_new = enrol_self(world, edition, person)
    assert (again, is_new, again.queue_no) == (first, False, 1)
    assert (Message.objects.count(), EnrolmentEvent.objects.count()) == (1, 1)


def test_asking_again_after_the_window_closed_still_shows_the_first_row(world, clock):
    edition, person = world.edition(), world.clerk()
    first, _ = enrol_self(world, edition, person)
    clock(edition.closes_at)
    assert enrol_self(world, edition, person) == (first, False)


def test_after_withdrawing_one_starts_again_at_the_end(world):
    edition, person = world.edition(), world.clerk()
    first, _ = enrol_self(world, edition, person)
    places.withdraw(enrolment=first, by=person)
    second, is_new = enrol_self(world, edition, person)
    assert (is_new, second.queue_no, second.pk == first.pk) == (True, 2, False)


def test_the_second_town_of_a_person_is_refused_without_naming_the_first(world):
    edition, person = world.edition(), world.clerk()
    RoleFactory(user=person, organisation=world.other_town)
    other_coordinator = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town).user
    enrol_self(world, edition, person)
    refused = refusal(places.enrol, edition=edition, person=person, city=world.other_town, by=other_coordinator)
    assert refused.code == "already_enrolled"
    assert world.town.name not in str(refused.message)


@pytest.mark.parametrize(
    ("days", "code"), [(-35, "enrolment_not_open"), (-3, "enrolment_closed"), (-34, None), (-4, None)]
)
def test_one_enrols_from_opening_until_just_before_closing(world, clock, days, code):
    edition, person = world.edition(), world.clerk()
    clock(START + timedelta(days=days))
    if code:
        assert refusal(enrol_self, world=world, edition=edition, person=person).code == code
    else:
        assert enrol_self(world, edition, person)[1]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (EditionState.DRAFT, "edition_not_published"),
        (EditionState.COMPLETED, "edition_not_published"),
        (EditionState.SETTLED, "edition_not_published"),
        (EditionState.CANCELLED, "edition_cancelled"),
    ],
)
def test_only_a_published_edition_takes_enrolments(world, state, code):
    edition, person = world.edition(state=state), world.clerk()
    assert refusal(enrol_self, world=world, edition=edition, person=person).code == code


def test_somebody_without_a_role_in_the_town_is_not_eligible(world, stranger):
    assert refusal(enrol_self, world=world, edition=world.edition(), person=stranger).code == "not_eligible"


@pytest.mark.parametrize("role", [RoleCode.CLERK, RoleCode.CITY_COORDINATOR, RoleCode.APPROVER])
def test_every_role_in_a_town_hall_is_eligible(world, role):
    person = RoleFactory(role=role, organisation=world.town).user
    assert enrol_self(world, world.edition(), person)[1]


def test_without_a_city_it_is_the_one_where_the_person_works(world):
    person = world.clerk()
    assert places.enrol(edition=world.edition(), person=person, by=person)[0].city == world.town


def test_somebody_who_works_for_two_towns_has_to_say_which(world):
    person = world.clerk()
    RoleFactory(user=person, organisation=world.other_town)
    refused = refusal(places.enrol, edition=world.edition(), person=person, by=person)
    assert (refused.code, refused.field) == ("city_missing", "city")


def test_a_role_that_ended_does_not_count(world):
    person = RoleFactory(organisation=world.town, valid_to=date(2026, 9, 1)).user
    assert refusal(enrol_self, world=world, edition=world.edition(), person=person).code == "not_eligible"


@pytest.mark.parametrize("partner", [{}, {"left_on": date(2026, 9, 1)}, {"joined_on": date(2026, 12, 1)}])
def test_a_town_outside_the_project_is_not_eligible(world, partner):
    town = MunicipalityFactory()
    if partner:
        ProjectPartnerFactory(project=world.project, organisation=town, **partner)
    person = world.clerk(town)
    refused = refusal(places.enrol, edition=world.edition(), person=person, city=town, by=person)
    assert (refused.code, refused.field) == ("not_eligible", "city")


def test_a_coordinator_enrols_people_of_the_own_city(world):
    person = world.clerk()
    row, _ = places.enrol(edition=world.edition(), person=person, city=world.town, by=world.coordinator)
    assert (row.person, row.submitted_by, row.source) == (person, world.coordinator, "coordinator")
    assert row.events.get().acting_as == "coordinator"


def test_a_coordinator_enrols_nobody_of_another_city(world):
    person = world.clerk(world.other_town)
    refused = refusal(places.enrol, edition=world.edition(), person=person, city=world.other_town, by=world.coordinator)
    assert (refused.code, refused.status) == ("not_your_enrolment", 403)


def test_a_coordinator_cannot_bring_a_stranger_in_under_the_own_city(world, stranger):
    refused = refusal(places.enrol, edition=world.edition(), person=stranger, city=world.town, by=world.coordinator)
    assert refused.code == "not_eligible"


def test_a_clerk_enrols_nobody_else(world):
    refused = refusal(places.enrol, edition=world.edition(), person=world.clerk(), city=world.town, by=world.clerk())
    assert refused.code == "not_your_enrolment"


def test_an_organiser_enrols_anybody_entitled_with_a_reason(world):
    edition, person = world.edition(), world.clerk()
    given = {"edition": edition, "person": person, "city": world.town, "by": world.organiser}
    refused = refusal(places.enrol, **given)
    assert (refused.code, refused.field) == ("reason_missing", "reason")
    row, _ = places.enrol(**given, reason="Zgłoszenie telefoniczne")
    assert (row.source, row.events.get().reason) == ("organiser", "Zgłoszenie telefoniczne")


def test_every_step_is_on_record(world):
    edition, person = world.edition(), world.clerk()
    row, _ = enrol_self(world, edition, person)
    step = row.events.get()
    assert (step.from_state, step.to_state, step.actor, step.reason) == ("draft", "confirmed", person, "enrolled")
    event = Event.objects.get(action="trainings.enrolment.confirmed")
    assert (event.object_id, event.actor, event.after) == (
        str(row.pk),
        person,
        {"state": "confirmed", "edition": edition.pk, "queue_no": 1},
    )


def test_the_message_tells_the_place_in_the_line(world):
    edition = world.edition(capacity=1)
    world.enrol(edition, 3)
    told = Message.objects.order_by("id").values_list("template", "context__position")
    assert list(told) == [("trainings_confirmed", 1), ("trainings_waitlisted", 1), ("trainings_waitlisted", 2)]


def test_one_enrolment_takes_few_statements(world, django_assert_max_num_queries):
    edition, person = world.edition(), world.clerk()
    assert person.roles_now
    with django_assert_max_num_queries(STATEMENTS):
        enrol_self(world, edition, person)


@pytest.mark.parametrize("queued", [1, 40])
def test_statements_do_not_grow_with_the_line(world, queued, django_assert_max_num_queries):
    edition, person = world.edition(capacity=1), world.clerk()
    world.enrol(edition, queued)
    assert person.roles_now
    with django_assert_max_num_queries(STATEMENTS):
        enrol_self(world, edition, person)


# -- the walls behind the service ------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {"state": EnrolmentState.CONFIRMED, "holds_seat": False},
        {"state": EnrolmentState.OFFERED, "holds_seat": False},
        {"state": EnrolmentState.WAITLISTED, "holds_seat": True},
        {"state": EnrolmentState.WITHDRAWN, "holds_seat": True},
        {"state": EnrolmentState.CONFIRMED, "queue_no": None},
    ],
)
def test_the_database_refuses_a_state_that_does_not_fit_its_seat(world, given):
    edition = world.edition()
    with pytest.raises(IntegrityError), transaction.atomic():
        EnrolmentFactory(edition=edition, **given)


def test_the_database_refuses_two_active_rows_of_one_person(world):
    row = EnrolmentFactory(edition=world.edition())
    with pytest.raises(IntegrityError), transaction.atomic():
        EnrolmentFactory(edition=row.edition, person=row.person)


def test_the_database_refuses_a_number_given_twice(world):
    row = EnrolmentFactory(edition=world.edition())
    with pytest.raises(IntegrityError), transaction.atomic():
        EnrolmentFactory(edition=row.edition, queue_no=row.queue_no)


def test_steps_are_only_ever_added(world):
    (row,) = world.enrol(world.edition())
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        EnrolmentEvent.objects.filter(enrolment=row).update(reason="inny")
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        EnrolmentEvent.objects.filter(enrolment=row).delete()


def test_people_of_a_social_partner_of_the_project_come_too_and_are_counted_by_their_kind_of_body(world):
    ngo = OrganisationFactory(kind=Kind.NGO)
    person = RoleFactory(organisation=ngo).user
    edition = world.edition(state=EditionState.PUBLISHED)
    asked = {"edition": edition, "person": person, "city": ngo, "by": person}
    assert refusal(places.enrol, **asked).code == "not_eligible"
    ProjectPartnerFactory(project=world.project, organisation=ngo, role=PartnerRole.PARTNER)
    row, _is_new = places.enrol(**asked)
    assert (row.state, row.city) == (EnrolmentState.CONFIRMED, ngo)
    AttendanceFactory(enrolment=row, minutes=60)
    found = counts(project_id=world.project.pk, first_day=edition.ends_at.date(), last_day=edition.ends_at.date())
    assert found.attended.by_kind == {Kind.NGO: 1}

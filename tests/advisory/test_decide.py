"""The town queries or accepts; the advisor corrects, submits again or takes back; what is accepted is frozen."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from accounts.choices import RoleCode
from accounts.models import BusyTime
from advisory import services
from advisory.choices import ConsultationState
from advisory.models import ConsultationEvent
from audit.models import Event
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.advisory import ConsultationFactory, SubmittedFactory
from grants.choices import PeriodState
from mail.models import Message
from mail.rendering import render
from tests.advisory.conftest import at, refusal, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


@pytest.fixture
def draft(assignment):
    return services.log_consultation(
        assignment=assignment, by=assignment.advisor, **told(at(15, 10), at(15, 12), next_steps="Plan")
    )


@pytest.fixture
def submitted(draft, advisor, coordinator):
    return services.submit(consultation=draft, by=advisor, version=1)


def words(**more) -> dict:
    return told(at(15, 10), at(15, 12), **{"next_steps": "Plan", **more})


def letters() -> list[tuple[str, int]]:
    return list(Message.objects.order_by("id").values_list("template", "to"))


def test_submitting_tells_the_coordinators_of_the_town_once(submitted, coordinator, assignment):
    RoleFactory(role=RoleCode.CITY_COORDINATOR)  # of another town
    RoleFactory(role=RoleCode.CLERK, organisation=assignment.city)
    assert (submitted.state, submitted.version) == (ConsultationState.SUBMITTED, 2)
    assert letters() == [("advisory_submitted", coordinator.pk)]


def test_without_a_summary_nothing_is_submitted(assignment, advisor):
    empty = ConsultationFactory(assignment=assignment, summary=" ")
    refused = refusal(services.submit, consultation=empty, by=advisor)
    assert (refused.code, refused.field) == ("summary_missing", "summary")


def test_the_coordinator_accepts_and_it_is_on_record_and_in_the_mail(submitted, coordinator, advisor):
    accepted = services.accept(consultation=submitted, by=coordinator, version=2)
    assert (accepted.state, accepted.decided_by) == (ConsultationState.ACCEPTED, coordinator)
    assert letters()[-1] == ("advisory_accepted", advisor.pk)
    event = Event.objects.get(action="advisory.consultation.accepted")
    assert (event.before, event.after["minutes_counted"]) == ({"state": "submitted"}, 120)


def test_a_query_goes_back_with_its_reason_and_comes_again(submitted, coordinator, advisor):
    queried = services.query(consultation=submitted, reason="Które wskaźniki?", by=coordinator)
    assert letters()[-1] == ("advisory_queried", advisor.pk)
    again = services.change_consultation(
        consultation=queried, by=advisor, version=3, send=True, **words(summary="Wskaźniki 1-3.")
    )
    assert (again.state, again.reference, again.query_reason) == (ConsultationState.SUBMITTED, "1/2026", "")
    assert [letter for letter, _to in letters()] == ["advisory_submitted", "advisory_queried", "advisory_submitted"]
    steps = list(ConsultationEvent.objects.values_list("from_state", "to_state", "reason"))
    assert steps == [
        ("", "draft", ""),
        ("draft", "submitted", ""),
        ("submitted", "queried", "Które wskaźniki?"),
        ("queried", "submitted", ""),
    ]


def test_a_query_without_a_reason_is_refused(submitted, coordinator):
    assert refusal(services.query, consultation=submitted, reason=" ", by=coordinator).code == "reason_missing"


def test_nobody_accepts_his_own_work_even_as_the_coordinator_of_the_town(submitted, advisor, assignment):
    RoleFactory(user=advisor, role=RoleCode.CITY_COORDINATOR, organisation=assignment.city)
    refused = refusal(services.accept, consultation=submitted, by=type(advisor).objects.get(pk=advisor.pk))
    assert (refused.code, refused.status) == ("own_consultation", 403)


def test_only_the_coordinator_of_that_town_decides(submitted, assignment, manager):
    elsewhere = RoleFactory(role=RoleCode.CITY_COORDINATOR).user
    clerk = RoleFactory(organisation=assignment.city).user
    for person in (elsewhere, clerk, manager, UserFactory()):
        refused = refusal(services.accept, consultation=submitted, by=person)
        assert (refused.code, refused.status) == ("city_coordinator_only", 403)


def test_the_office_decides_not_the_person(submitted, coordinator, assignment):
    coordinator.roles.update(valid_to=date(2026, 6, 15))
    successor = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=assignment.city).user
    assert refusal(services.accept, consultation=submitted, by=coordinator).code == "city_coordinator_only"
    assert services.accept(consultation=submitted, by=successor).decided_by == successor


def test_what_was_accepted_is_frozen(submitted, coordinator, advisor):
    accepted = services.accept(consultation=submitted, by=coordinator)
    refused = [
        refusal(services.change_consultation, consultation=accepted, by=advisor, **words()),
        refusal(services.submit, consultation=accepted, by=advisor),
        refusal(services.withdraw, consultation=accepted, by=advisor),
        refusal(services.query, consultation=accepted, reason="?", by=coordinator),
    ]
    assert {refusal.code for refusal in refused} == {"consultation_state"}


def test_nobody_decides_about_a_text_that_changed_meanwhile(submitted, coordinator):
    assert refusal(services.accept, consultation=submitted, by=coordinator, version=1).code == "stale"


def test_what_was_submitted_is_not_changed_under_the_eyes_of_the_town(submitted, advisor):
    assert refusal(services.change_consultation, consultation=submitted, by=advisor, **words()).code == (
        "consultation_state"
    )


def test_a_change_of_time_moves_the_booking_and_of_words_does_not_copy_them_to_the_record(draft, advisor):
    moved = {**words(summary="O panu Kowalskim"), "starts_at": at(15, 9), "ends_at": at(15, 10)}
    changed = services.change_consultation(consultation=draft, by=advisor, version=1, **moved)
    assert (changed.minutes_counted, changed.version) == (60, 2)
    assert BusyTime.objects.values_list("starts_at", flat=True).get() == at(15, 9)
    event = Event.objects.get(action="advisory.consultation.changed")
    assert (event.after["texts"], "summary" in event.after) == (["summary"], False)


def test_withdrawn_its_minutes_and_its_time_are_free_and_its_number_stays_used(submitted, advisor, assignment):
    gone = services.withdraw(consultation=submitted, by=advisor)
    assert (gone.state, gone.reference, BusyTime.objects.count()) == (ConsultationState.WITHDRAWN, "1/2026", 0)
    next_one = services.log_consultation(assignment=assignment, by=advisor, send=True, **words())
    assert next_one.number == 2


def test_a_period_locked_meanwhile_takes_no_acceptance(submitted, coordinator, period):
    period.state = PeriodState.LOCKED
    period.save()
    assert refusal(services.accept, consultation=submitted, by=coordinator).code == "period_locked"


def test_the_town_accepts_after_the_assignment_ended(submitted, coordinator, assignment, manager):
    services.end_assignment(assignment=assignment, valid_to=date(2026, 6, 16), reason="Koniec", by=manager)
    assert services.accept(consultation=submitted, by=coordinator).state == ConsultationState.ACCEPTED


@pytest.mark.parametrize("service", [services.submit, services.withdraw])
def test_only_the_advisor_submits_and_withdraws(service, draft, coordinator, manager):
    for person in (coordinator, manager):
        assert refusal(service, consultation=draft, by=person).code == "advisor_only"


def test_the_history_cannot_be_rewritten(draft):
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        ConsultationEvent.objects.update(reason="inny")


def test_the_letter_names_the_town_the_time_and_the_way_to_the_page(submitted):
    letter = render(Message.objects.get())
    assert "1/2026" in letter.subject
    for part in (submitted.city.name, "15.06.2026, 10:00", "2\N{NO-BREAK SPACE}h", f"/advisory/{submitted.pk}/"):
        assert part in letter.body


def test_a_submitted_row_of_the_factory_can_be_accepted(assignment, coordinator):
    made = SubmittedFactory(assignment=assignment, starts_at=datetime(2026, 5, 4, 8, tzinfo=UTC))
    assert services.accept(consultation=made, by=coordinator).state == ConsultationState.ACCEPTED

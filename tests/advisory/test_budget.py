"""Minutes are spent once: from the first submission, under the lock of the assignment."""

from __future__ import annotations

import pytest

from advisory import services
from config.factories.advisory import SubmittedFactory
from tests.advisory.conftest import at, refusal, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def log(assignment, hour, until, *, send=True):
    given = told(at(15, hour), at(15, until))
    return services.log_consultation(assignment=assignment, send=send, by=assignment.advisor, **given)


@pytest.fixture
def five_hours(assignment):
    assignment.minutes_budget = 300
    assignment.save()
    return assignment


def test_the_last_minute_may_be_spent_and_no_more(five_hours):
    log(five_hours, 8, 11)
    log(five_hours, 11, 13)
    refused = refusal(log, assignment=five_hours, hour=13, until=14)
    assert (refused.code, refused.facts) == ("budget_exceeded", {"minutes_left": 0, "minutes_over": 60})


def test_a_draft_spends_nothing_until_it_is_submitted(five_hours, advisor):
    draft = log(five_hours, 8, 12, send=False)
    log(five_hours, 12, 14)
    refused = refusal(services.submit, consultation=draft, by=advisor)
    assert refused.facts == {"minutes_left": 180, "minutes_over": 60}


def test_a_queried_one_keeps_its_minutes_and_may_not_grow_past_the_budget(five_hours, advisor, coordinator):
    first = log(five_hours, 8, 11)
    log(five_hours, 11, 13)
    services.query(consultation=first, reason="?", by=coordinator)
    longer = {**told(at(15, 7), at(15, 11)), "next_steps": ""}
    assert refusal(services.change_consultation, consultation=first, by=advisor, **longer).code == "budget_exceeded"


def test_what_is_withdrawn_gives_its_minutes_back(five_hours, advisor):
    services.withdraw(consultation=log(five_hours, 8, 13), by=advisor)
    assert log(five_hours, 13, 18).minutes_counted == 300


def test_acceptance_asks_the_budget_again(five_hours, coordinator):
    waiting = SubmittedFactory(assignment=five_hours, starts_at=at(2, 8), ends_at=at(2, 11))
    SubmittedFactory(assignment=five_hours, starts_at=at(3, 8), ends_at=at(3, 11))
    assert refusal(services.accept, consultation=waiting, by=coordinator).code == "budget_exceeded"

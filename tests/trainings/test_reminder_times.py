"""When reminders go: on the wall clock of Warsaw, on working days, over every change of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.time import WARSAW, local_day
from kernel.workdays import is_working_day
from trainings.services.reminders import times

STARTS = st.dates(date(2026, 1, 2), date(2030, 12, 31)).flatmap(
    lambda day: st.integers(6, 22).map(lambda hour: datetime.combine(day, time(hour), WARSAW).astimezone(UTC))
)


def warsaw(*given):
    return datetime(*given, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("starts_at", "told_at"),
    [
        (warsaw(2026, 10, 5, 9), warsaw(2026, 10, 2, 16)),  # a Monday: told on Friday
        (warsaw(2026, 10, 6, 9), warsaw(2026, 10, 5, 16)),
        (warsaw(2026, 10, 26, 10), warsaw(2026, 10, 23, 16)),  # the clock goes back in between
        (warsaw(2027, 3, 29, 10), warsaw(2027, 3, 26, 16)),  # and forth; Easter Monday
        (warsaw(2026, 12, 28, 9), warsaw(2026, 12, 23, 16)),  # Christmas Eve, both holidays, a weekend
    ],
)
def test_the_working_day_before_at_four_in_the_afternoon(starts_at, told_at):
    assert times.day_before(starts_at) == told_at


@pytest.mark.parametrize(
    ("starts_at", "told_at"),
    [
        (warsaw(2026, 10, 5, 9), warsaw(2026, 9, 28, 16)),
        (warsaw(2026, 10, 28, 9), warsaw(2026, 10, 21, 16)),  # 168 hours and one more
        (warsaw(2026, 11, 18, 9), warsaw(2026, 11, 10, 16)),  # the 11th is a holiday
        (warsaw(2026, 10, 10, 9), warsaw(2026, 10, 2, 16)),  # a Saturday
    ],
)
def test_seven_days_before_at_four_in_the_afternoon(starts_at, told_at):
    assert times.week_before(starts_at) == told_at


def test_an_hour_before_is_an_hour_that_passes():
    assert times.hour_before(warsaw(2026, 10, 25, 3, 30)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_half_time_and_the_working_day_before_due():
    asked, due = warsaw(2026, 10, 23, 12), warsaw(2026, 10, 30, 23, 59, 59)
    half = times.half_time(asked, due)
    assert half - asked.astimezone(UTC) == due - half.astimezone(UTC) == due.astimezone(UTC) - half
    assert times.working_day_before_due(due) == warsaw(2026, 10, 29, 9)
    assert times.working_day_before_due(warsaw(2026, 11, 12, 23, 59, 59)) == warsaw(2026, 11, 10, 9)


def test_a_quarter_of_48_hours_is_12_hours_before_the_end():
    made = warsaw(2026, 10, 24, 12)
    expires = made.astimezone(UTC) + timedelta(hours=48)
    assert expires - times.quarter_left(made, expires) == timedelta(hours=12)


def test_the_list_is_asked_for_on_the_third_day():
    assert times.three_days_after(warsaw(2026, 10, 23, 17)) == warsaw(2026, 10, 26, 9)


@pytest.mark.parametrize(("hours", "repeated"), [(-48, False), (2, False), (24, False), (25, True), (24 * 14, True)])
def test_a_new_start_is_told_again_only_if_over_24_hours_later(hours, repeated):
    assert times.is_worth_repeating(warsaw(2026, 10, 5, 9), warsaw(2026, 10, 5, 9) + timedelta(hours=hours)) is repeated


@given(STARTS)
def test_reminders_come_before_the_start_on_working_days_at_four(starts_at):
    week, day = times.week_before(starts_at), times.day_before(starts_at)

    assert week < day < starts_at
    for told_at in (week, day):
        local = told_at.astimezone(WARSAW)
        assert (local.hour, local.minute, is_working_day(local.date())) == (16, 0, True)
    assert 7 <= (local_day(starts_at) - local_day(week)).days <= 12
    between = [local_day(day) + timedelta(n) for n in range(1, (local_day(starts_at) - local_day(day)).days)]
    assert not any(map(is_working_day, between))


@given(STARTS, st.integers(1, 400))
def test_a_deadline_is_recalled_inside_its_time(asked_at, hours):
    due_at = asked_at + timedelta(hours=hours)
    assert asked_at < times.half_time(asked_at, due_at) < times.quarter_left(asked_at, due_at) < due_at
    assert times.working_day_before_due(due_at) < due_at

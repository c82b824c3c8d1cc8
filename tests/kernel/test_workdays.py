from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.time import WARSAW, instant_on, local_day
from kernel.workdays import add_working_days, is_working_day, working_day_after, working_day_before

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
INSTANTS = DAYS.flatmap(lambda day: st.times().map(lambda time: datetime.combine(day, time, UTC)))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 6),
        date(2026, 4, 6),  # the Monday after Easter
        date(2026, 5, 1),
        date(2026, 6, 4),  # Corpus Christi
        date(2026, 11, 11),
        date(2026, 12, 24),  # a holiday since 2025
        date(2026, 10, 24),  # a Saturday
        date(2026, 10, 25),
    ],
)
def test_nobody_works_on_it(day):
    assert not is_working_day(day)


def test_christmas_eve_was_a_working_day_before_2025():
    assert is_working_day(date(2024, 12, 24))


def test_the_working_day_before_lies_before_the_weekend_and_the_holiday():
    assert working_day_before(date(2026, 10, 26)) == date(2026, 10, 23)
    assert working_day_before(date(2026, 11, 12)) == date(2026, 11, 10)
    assert working_day_before(date(2026, 11, 15)) == date(2026, 11, 13)


def test_five_working_days_over_christmas_end_in_the_last_second_of_a_warsaw_day():
    asked = datetime(2026, 12, 22, 9, 30, tzinfo=WARSAW)

    due = add_working_days(asked, 5)

    assert due == datetime(2026, 12, 31, 23, 59, 59, tzinfo=WARSAW)
    assert due.tzinfo is UTC


def test_a_question_late_in_the_evening_belongs_to_the_warsaw_day():
    # 23:30 UTC on a Thursday of summer is Friday in Warsaw: one working day later is Monday.
    assert local_day(add_working_days(datetime(2026, 7, 2, 23, 30, tzinfo=UTC), 1)) == date(2026, 7, 6)


def test_the_deadline_is_local_on_both_sides_of_the_change_of_the_clock():
    before = add_working_days(datetime(2026, 10, 22, 8, tzinfo=UTC), 1)
    after = add_working_days(datetime(2026, 10, 22, 8, tzinfo=UTC), 2)

    assert before == datetime(2026, 10, 23, 21, 59, 59, tzinfo=UTC)
    assert after == datetime(2026, 10, 26, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("days", [0, -1])
def test_a_time_limit_of_no_day_is_an_error(days):
    with pytest.raises(ValueError, match="at least one"):
        working_day_after(date(2026, 10, 1), days)


@given(DAYS, st.integers(1, 30))
def test_as_many_working_days_lie_between_as_were_asked_for(day, days):
    end = working_day_after(day, days)

    between = [day + timedelta(n) for n in range(1, (end - day).days + 1)]
    assert sum(map(is_working_day, between)) == days
    assert is_working_day(end)


@given(DAYS)
def test_before_and_after_are_neighbours(day):
    assert working_day_before(working_day_after(day)) <= day
    assert working_day_after(working_day_before(day)) >= day


@given(INSTANTS, st.integers(1, 30))
def test_the_end_is_a_warsaw_midnight_less_a_second(at, days):
    due = add_working_days(at, days)

    assert due > at
    assert (due + timedelta(seconds=1)).astimezone(WARSAW).time().isoformat() == "00:00:00"
    assert local_day(due) == working_day_after(local_day(at), days)


@given(DAYS, st.integers(3, 23))
def test_an_hour_of_the_day_is_what_the_clock_on_the_wall_shows(day, hour):
    shown = instant_on(day, hour).astimezone(WARSAW)

    assert (shown.date(), shown.hour, shown.minute) == (day, hour, 0)

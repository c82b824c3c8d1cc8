"""Counting: from which day on something is gone, and which days have had their time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from kernel.time import start_of
from retention.choices import Unit
from retention.registry import DAY, Cut, Length

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
lengths = st.one_of(
    st.builds(Length, st.integers(1, 4000), st.just(Unit.DAYS)),
    st.builds(Length, st.integers(1, 50), st.just(Unit.YEARS)),
)


def test_days_are_over_when_the_last_one_comes():
    assert Length(30, Unit.DAYS).gone_on(date(2026, 11, 28)) == date(2026, 12, 28)


def test_years_are_kept_to_the_end_of_their_last_day():
    assert Length(5, Unit.YEARS).gone_on(date(2027, 12, 31)) == date(2033, 1, 1)


def test_a_leap_day_is_kept_a_day_longer_in_years_without_one():
    assert Length(5, Unit.YEARS).gone_on(date(2028, 2, 29)) == date(2033, 3, 2)


@given(lengths, days)
@example(Length(5, Unit.YEARS), date(2033, 3, 1))
@example(Length(1, Unit.YEARS), date(2028, 2, 29))
def test_the_latest_day_is_the_last_one_that_is_gone(length, today):
    latest = length.latest(today)
    assert length.gone_on(latest) <= today < length.gone_on(latest + DAY)


@given(days)
def test_a_moment_counts_as_of_its_day_in_warsaw(day):
    cut = Cut(day)
    assert cut.before == start_of(day + DAY)
    assert cut.before - timedelta(microseconds=1) >= start_of(day)

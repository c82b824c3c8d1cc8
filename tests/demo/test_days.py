"""On whatever day the demo is loaded, its days hang together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from config.demo.days import Days, following, month

ONE = timedelta(days=1)
FOUR_YEARS = [date(2025, 1, 1) + number * ONE for number in range(4 * 366)]


@pytest.mark.parametrize(
    ("day", "ahead", "first"),
    [
        (date(2026, 11, 22), 0, date(2026, 11, 1)),
        (date(2026, 11, 22), 2, date(2027, 1, 1)),
        (date(2026, 1, 31), -1, date(2025, 12, 1)),
        (date(2028, 2, 29), -14, date(2026, 12, 1)),
    ],
)
def test_months_are_counted_over_the_turn_of_the_year(day, ahead, first):
    assert month(day, ahead) == first


def test_the_day_after_friday_is_monday():
    assert following(date(2026, 11, 20)) == date(2026, 11, 23)


def test_periods_touch_and_today_lies_in_the_second():
    for today in FOUR_YEARS:
        past, current, coming = Days(today).periods
        assert past.first == Days(today).starts_on
        assert past.last + ONE == current.first
        assert current.last + ONE == coming.first
        assert current.first <= today <= current.last
        assert coming.last <= Days(today).ends_on


def test_the_report_on_the_past_period_is_not_late():
    assert all(Days(today).periods[0].due >= today for today in FOUR_YEARS)


def test_what_has_just_happened_lies_in_the_current_period_and_before_today():
    for today in FOUR_YEARS:
        days = Days(today)
        assert days.periods[1].first <= days.before(26)
        assert days.before(1) < today


def test_what_happened_long_ago_lies_in_the_past_period():
    for today in FOUR_YEARS:
        days = Days(today)
        assert days.periods[0].first <= days.into(0)
        assert days.into(175) <= days.periods[0].last


def test_nothing_happens_at_the_weekend():
    for today in FOUR_YEARS:
        days = Days(today)
        assert max(day(number).weekday() for day in (days.before, days.ahead, days.into) for number in range(9)) <= 4

"""How values are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from ui import format as written

SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
"""In Warsaw it is the next day, half past midnight."""


def test_a_day_is_the_one_of_warsaw():
    assert written.day(SUMMER, "pl") == "02.07.2026"
    assert written.day(SUMMER, "en") == "2\xa0Jul\xa02026"
    assert written.day(date(2026, 11, 22), "pl") == "22.11.2026"


def test_a_moment_has_day_and_time_of_warsaw():
    assert written.moment(SUMMER, "pl") == "02.07.2026, 00:30"
    assert written.clock(SUMMER) == "00:30"
    assert written.clock(time(14, 5)) == "14:05"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0\xa0min"), (45, "45\xa0min"), (60, "1\xa0h"), (90, "1\xa0h\xa030\xa0min"), (-30, "-30\xa0min")],
)
def test_a_duration_names_hours_and_minutes(minutes, text):
    assert written.hours(minutes) == text


def test_money_has_cents_and_its_currency_on_the_side_of_the_language():
    assert written.money(Decimal("1234.5"), "EUR", "pl") == "1\xa0234,50\xa0EUR"
    assert written.money(Decimal("1234.5"), "EUR", "en") == "EUR\xa01,234.50"
    assert written.money(Decimal("-0.5"), "PLN", "pl") == "-0,50\xa0PLN"


def test_numbers_lose_empty_decimals_only():
    assert written.number(written.trimmed(Decimal("100.00")), language="pl") == "100"
    assert written.number(written.trimmed(Decimal("1234.50")), language="pl") == "1\xa0234,5"
    assert written.number(1234567, language="en") == "1,234,567"

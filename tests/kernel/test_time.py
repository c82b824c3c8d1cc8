"""What clocks in Warsaw show, and when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kernel.time import instants_of, offset_of


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "instants"),
    [
        ("2026-07-01T10:00", [datetime(2026, 7, 1, 8, 0, tzinfo=UTC)]),
        ("2026-03-29T01:59", [datetime(2026, 3, 29, 0, 59, tzinfo=UTC)]),
        ("2026-03-29T02:00", []),
        ("2026-03-29T02:30", []),
        ("2026-03-29T03:00", [datetime(2026, 3, 29, 1, 0, tzinfo=UTC)]),
        ("2026-10-25T02:30", [datetime(2026, 10, 25, h, 30, tzinfo=UTC) for h in (0, 1)]),
        ("2026-10-25T03:00", [datetime(2026, 10, 25, 2, 0, tzinfo=UTC)]),
    ],
)
def test_a_local_time_comes_once_never_or_twice(text, instants):
    assert instants_of(local(text)) == instants


def test_the_offset_tells_summer_from_winter():
    assert [offset_of(instant) for instant in instants_of(local("2026-10-25T02:30"))] == ["+02:00", "+01:00"]

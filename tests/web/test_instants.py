"""Local times that programs send without a zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from web.api import InstantField, ShownInstant, StrictSerializer


class Given(StrictSerializer):
    at = InstantField()


def errors(text):
    given = Given(data={"at": text})
    return None if given.is_valid() else [error.code for error in given.errors["at"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-03-29T02:30", "no_such_time"),
        ("2026-10-25T02:30", "time_twice"),
        ("0001-01-01T00:00", "overflow"),
        ("9999-12-31T23:59", "year"),
    ],
)
def test_a_time_that_is_none_or_two_is_refused(text, code):
    assert errors(text) == [code]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-10-25T02:30+02:00", 0),
        ("2026-10-25T02:30+01:00", 1),
        ("2026-10-25T00:30Z", 0),
        ("2026-10-25T03:30", 2),
    ],
)
def test_with_its_offset_it_is_one(text, hour):
    given = Given(data={"at": text})
    assert given.is_valid()
    assert given.validated_data["at"] == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_the_refusal_names_the_two():
    given = Given(data={"at": "2026-10-25T02:30"})
    given.is_valid()
    assert "+02:00" in str(given.errors["at"][0])
    assert "+01:00" in str(given.errors["at"][0])


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (datetime(2026, 7, 1, 10, tzinfo=UTC), "2026-07-01T12:00:00+02:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30:00+01:00"),
    ],
)
def test_an_answer_shows_instants_on_a_warsaw_clock(instant, shown):
    assert ShownInstant().to_representation(instant) == shown

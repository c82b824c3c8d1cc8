"""Local times that programs send without a zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import get_resolver
from rest_framework import serializers

from ui.fields import NO_SUCH_YEAR
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
        ("0001-01-01T00:00", "year"),
        ("0001-01-01T00:00+02:00", "year"),
        ("9999-12-31T23:59-02:00", "year"),
        ("9999-12-31T23:59", "year"),
    ],
)
def test_a_time_that_is_none_or_two_is_refused(text, code):
    assert errors(text) == [code]


def test_a_year_that_nobody_means_is_told_to_programs_as_on_the_page():
    given = Given(data={"at": "0001-01-01T00:00"})
    given.is_valid()
    assert given.errors["at"] == [NO_SUCH_YEAR]


def inputs(serializer=StrictSerializer):
    """Whatever the API reads."""
    for each in serializer.__subclasses__():
        yield each
        yield from inputs(each)


def test_every_moment_that_the_api_reads_is_read_in_this_way():
    assert get_resolver().url_patterns  # has every serializer imported
    moments = {
        (given.__name__, name): field
        for given in inputs()
        for name, field in given().fields.items()
        if isinstance(field, serializers.DateTimeField) and not field.read_only
    }
    assert {("CreateEdition", "opens_at"), ("OneScan", "scanned_at")} <= moments.keys()
    assert [name for name, field in moments.items() if not isinstance(field, InstantField)] == []


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

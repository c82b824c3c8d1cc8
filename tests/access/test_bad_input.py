"""What is broken, too long, forged or stale is refused in words with a code: the bodies of the API."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse

from tests.access.doors import Visitor
from tests.access.matrix import Row
from tests.access.senders import CHANGES, WITH_BODY, WITH_FILES, Sender, check_refused
from tests.access.world import World

pytestmark = pytest.mark.django_db

BROKEN = [
    b"{",
    b'{"a": 1,}',
    b"\xff\xfe{}",
    b'{"a": NaN}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"a": 1e999}',
    b"\x00",
]


@pytest.mark.parametrize("row", CHANGES, ids=str)
def test_broken_json_is_malformed(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    if "content_type" not in sender.right():
        return  # takes a form with a file, not JSON
    for text in BROKEN:
        answer, written = sender.send(data=text)
        check_refused(answer, written, 400)


@pytest.mark.parametrize("row", CHANGES, ids=str)
def test_what_is_no_object_is_refused(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    for value in ([], [1], "text", 5, True):
        answer, written = sender.send(data=json.dumps(value), content_type="application/json")
        check_refused(answer, written, 400, 415)
    answer, written = sender.send(data=b"a=1", content_type="text/plain")
    check_refused(answer, written, 415, code="unsupported_media_type")


@pytest.mark.parametrize("row", CHANGES, ids=str)
def test_an_unknown_field_is_refused_never_ignored(world: World, visitors: dict[str, Visitor], row: Row):
    answer, written = Sender(world, visitors, row).send_with("kolor", "czerwony")
    check_refused(answer, written, 400, code="unknown_field")


NOTHINGS = ["\x00", "a\x00b", {"a": 1}, [["a"]], "\ud800"]
"""No field of any kind takes these."""
NUMBERS = [-1, 10**30, -(10**30), 1.5, "abc", "²", "9" * 5000, "1e400", 5]
DAYS = ["2026-02-30", "99999-01-01", "0001-01-01", "9999-12-31", "2026-03-29T02:30"]
INSTANTS = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
WORDS = ["x" * 200_000, "\u202e", "🦄" * 100, "", None, True]


@pytest.mark.parametrize("row", [row for row in WITH_BODY if row.name not in WITH_FILES], ids=str)
def test_values_of_the_wrong_kind_are_refused(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    fields = sender.right()["data"].keys()
    for value in NOTHINGS:
        answer, written = sender.send(data=dict.fromkeys(fields, value))
        check_refused(answer, written, 400)
        assert named_in(answer) == fields or value == "\ud800"  # which is no JSON
    for field in fields:
        check_refused(*sender.send_with(field, NOTHINGS[0]), 400, 403)
    for value in [*NUMBERS, *DAYS, *INSTANTS, *WORDS]:
        answer, written = sender.send(data=dict.fromkeys(fields, value))
        check_taken_or_refused(answer, written)
        # What a field by itself does not take, it takes as little beside right ones.
        for field in fields - named_in(answer) if len(fields) > 1 else ():
            check_taken_or_refused(*sender.send_with(field, value))


def named_in(answer: HttpResponse) -> set[str]:
    """The fields that were refused each by itself, before anything was done with what they say."""
    if answer.status_code != 400:
        return set()
    document = json.loads(answer.content)
    # A service that refuses names its field too, but under a code of its own.
    return {error["field"].partition(".")[0] for error in document.get("errors", []) if document["code"] == "invalid"}


def check_taken_or_refused(answer: HttpResponse, written: bool) -> None:  # noqa: FBT001
    """Taken, or refused as input may be."""
    if answer.status_code >= 400:
        # 403: a body that nobody may decide on was named, or none at all; 412: another version of a text.
        check_refused(answer, written, 400, 403, 404, 409, 412)


BESIDE = [(row, field) for row in WITH_BODY for field in WITH_FILES.get(row.name, [])]


@pytest.mark.parametrize(("row", "field"), BESIDE, ids=str)
def test_values_beside_a_file_are_refused(world: World, visitors: dict[str, Visitor], row: Row, field: str):
    sender = Sender(world, visitors, row)
    check_refused(*sender.send_with(field, "a\x00b"), 400)
    for value in [str(10**30), "9" * 5000, "x" * 20_000, "²", "-1", ""]:
        answer, written = sender.send_with(field, value)
        if answer.status_code not in {200, 201}:
            check_refused(answer, written, 400, 404, 409)

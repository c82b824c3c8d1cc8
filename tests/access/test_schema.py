"""What OpenAPI promises to programs is what every route does, and every route does what all of them promise."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from audit.models import Event
from tests.access.doors import Visitor, undone
from tests.access.matrix import Row
from tests.access.senders import API, TAKE_KEYS, Sender, check_refused
from tests.access.world import World

pytestmark = pytest.mark.django_db

Operation = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The document as a program reads it."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    schema: dict[str, Any] = json.loads(OpenApiJsonRenderer().render(document, renderer_context={}))
    return schema


@pytest.fixture(scope="module")
def operations(schema: dict[str, Any], world: World, visitors: dict[str, Visitor]) -> dict[str, Operation]:
    """What the document says of each row of the matrix."""
    known = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), told) for path, told in schema["paths"].items()]
    found = {}
    for row in API:
        path = Sender(world, visitors, row).path
        # An exact address first: "me" is no id.
        told = schema["paths"].get(path) or next(told for form, told in known if form.fullmatch(path))
        found[str(row)] = told[row.method.lower()]
    return found


def headers_of(operation: Operation) -> dict[str, bool]:
    """The headers it names, and whether each is required."""
    return {one["name"]: one.get("required", False) for one in operation.get("parameters", []) if one["in"] == "header"}


def test_the_schema_is_drawn_without_a_warning(schema: dict[str, Any]):
    assert (len(GENERATOR_STATS._warn_cache), len(GENERATOR_STATS._error_cache)) == (0, 0)
    assert schema["openapi"].startswith("3.")


def test_every_operation_is_in_the_matrix(schema: dict[str, Any], operations: dict[str, Operation]):
    told = {operation["operationId"] for path in schema["paths"].values() for operation in path.values()}
    assert {operation["operationId"] for operation in operations.values()} == told


WITHOUT_KEY = {
    "api:document-version-list POST": "the bytes of the file tell whether it came before",
    "api:token-list POST": "a secret is not kept to be told twice",
    "api:calendar-feed-list POST": "a secret is not kept to be told twice",
}


def test_whatever_creates_takes_a_key_or_names_the_version(operations: dict[str, Operation]):
    creating = {name for name, operation in operations.items() if "201" in operation["responses"]}
    assert len(creating) > 30
    naked = {name for name in creating if not headers_of(operations[name])}
    assert {" ".join(name.split()[:2]) for name in naked} == set(WITHOUT_KEY)


def test_every_put_and_patch_requires_if_match(operations: dict[str, Operation]):
    edits = {name: told for name, told in operations.items() if {"PUT", "PATCH"} & set(name.split())}
    assert len(edits) > 10
    assert [name for name, told in edits.items() if headers_of(told).get("If-Match") is not True] == []


SENT = [row for row in API if row.method != "GET"]


@pytest.mark.parametrize("row", SENT, ids=str)
def test_without_if_match_is_428_exactly_where_the_schema_requires_it(
    world: World, visitors: dict[str, Visitor], operations: dict[str, Operation], row: Row
):
    answer, written = Sender(world, visitors, row).send(headers={})
    if headers_of(operations[str(row)]).get("If-Match"):
        check_refused(answer, written, 428, code="if_match_required")
    else:
        assert answer.status_code != 428


@pytest.mark.parametrize("row", API, ids=str)
def test_the_answer_is_one_that_the_schema_names(
    world: World, visitors: dict[str, Visitor], operations: dict[str, Operation], row: Row
):
    sender = Sender(world, visitors, row)
    answer = sender.visitor.ask(row.method, sender.path, **sender.right())
    responses = operations[str(row)]["responses"]
    named = {status for status in responses if status != "default"}
    assert "application/problem+json" in responses["default"]["content"]
    assert str(answer.status_code) in named


def test_the_schema_names_the_key_where_one_is_taken(operations: dict[str, Operation]):
    told = {name for name, operation in operations.items() if "Idempotency-Key" in headers_of(operation)}
    assert told == {str(row) for row in TAKE_KEYS}


def keyed(sender: Sender, **changes: Any) -> dict[str, Any]:
    """The right request, made anew as a program would for another try, with the same key."""
    request = sender.right()
    return {**request, "headers": {**request["headers"], "idempotency-key": "once-and-no-more"}, **changes}


@pytest.mark.parametrize("row", TAKE_KEYS, ids=str)
def test_a_request_repeated_with_its_key_acts_once(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    send = sender.visitor.send
    with undone():
        first = send(row.method, sender.path, **keyed(sender))
        events = Event.objects.count()
        second = send(row.method, sender.path, **keyed(sender))
        other = send(row.method, sender.path, **keyed(sender, data=b'{"another": 1}', content_type="application/json"))
        assert Event.objects.count() == events
    assert first.status_code in {200, 201, 202}
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert (first.get("Idempotent-Replay"), second.get("Idempotent-Replay")) == (None, "true")
    check_refused(other, False, 422, code="idempotency_key_reused")


LOG = next(row for row in TAKE_KEYS if row.name == "api:login-report-list")
"""One that takes a key with a file; lines of text, so that it can be longer."""


def form(sender: Sender, *, boundary: str, lines: int = 1) -> dict[str, Any]:
    fields = sender.right()["data"]
    head, row = fields["file"].read().splitlines(keepends=True)
    log = SimpleUploadedFile("log.csv", head + row * lines)
    body = encode_multipart(boundary, {**fields, "file": log})
    return keyed(sender, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_form_with_a_file_is_the_same_whatever_parts_its_fields(world: World, visitors: dict[str, Visitor]):
    sender = Sender(world, visitors, LOG)
    row = sender.row
    with undone():
        first, second, other = (
            sender.visitor.send(row.method, sender.path, **form(sender, **given))
            for given in ({"boundary": "one"}, {"boundary": "two"}, {"boundary": "two", "lines": 2})
        )
    assert (first.status_code, second.status_code, second.content) == (201, 201, first.content)
    check_refused(other, False, 422, code="idempotency_key_reused")


def test_a_form_with_a_key_may_bring_a_file_larger_than_a_request_without(
    world: World, visitors: dict[str, Visitor], settings
):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    sender = Sender(world, visitors, LOG)
    row = sender.row
    answer = sender.visitor.ask(row.method, sender.path, **form(sender, boundary="one", lines=5))
    assert answer.status_code == 201

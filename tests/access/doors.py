"""Every address there is, a visitor for each role, and what an answer means in one letter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from audit.models import Event
from config.factories.accounts import sign_in
from tests.access.bodies import BODIES, version_for
from tests.access.matrix import Row
from tests.access.world import Side, key_of
from web.entrance import readable
from web.models import IdempotencyKey, Versioned

LETTERS = {401: "L", 403: "n", 404: "-", 405: "x", 400: "u", 422: "u"}
"""For any other answer below 500 the visitor was let in: it was done, or a rule refused it."""
SHUT_OUT = "Ln-x"
READINGS = "trainings.need.read"
"""Events that say who read what."""
WRITTEN = f"""
    SELECT (SELECT COUNT(*) FROM {Event._meta.db_table} WHERE action <> %(readings)s),
           (SELECT COUNT(*) FROM {IdempotencyKey._meta.db_table}),
           (SELECT COUNT(*) FROM {Event._meta.db_table} WHERE action = %(readings)s)
"""  # noqa: S608 -- our own names


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the URLconf under its full name; unnamed ones under their path."""
    return _walk(get_resolver(), "", "")


def _walk(resolver: URLResolver, path: str, space: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, here, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name or here}", entry


def routes_of_api() -> set[tuple[str, str]]:
    """Name and method of each action of each route of the router."""
    return {
        (name, method.upper())
        for name, pattern in addresses()
        for method in getattr(pattern.callback, "actions", None) or {}
        if method != "head"
    }


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is undone. Services that insist on being outermost run in it as in a test case."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


class _Request(RequestFactory):
    """A request straight to the handler: the test client would copy the context of every template it renders."""

    def _encode_data(self, data: Any, content_type: str) -> bytes:
        # Bytes go as they are, whatever the content type claims.
        return data if isinstance(data, bytes) else super()._encode_data(data, content_type)

    def request(self, **environ: Any) -> HttpResponse:
        response: HttpResponse = HANDLER(readable(self._base_environ(**environ)))
        return response


HANDLER = ClientHandler(enforce_csrf_checks=False)


class Visitor:
    """Somebody at the door, freshly signed in; nothing they do lasts."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        client = Client()
        if user:
            sign_in(client, user)
        self._cookies = client.cookies

    def ask(self, method: str, path: str, **given: Any) -> HttpResponse:
        """One request, undone afterwards; whatever breaks is raised."""
        with undone():
            return self.send(method, path, **given)

    def send(self, method: str, path: str, **given: Any) -> HttpResponse:
        """One request that lasts."""
        request = _Request()
        request.cookies = self._cookies
        answer: HttpResponse = getattr(request, method.lower())(path, **given)
        if answer.streaming:
            answer.body = b"".join(answer.streaming_content)  # to the end, which closes the file
        return answer

    def watch(self, method: str, path: str, **given: Any) -> tuple[HttpResponse, bool]:
        """One request, undone afterwards, and whether it wrote anything: every change leaves an event.

        A page shown anew to who may read it puts the reading on record: of them that is no change, of others it is.
        """
        with undone():
            events, keys, read = _written()
            answer = self.send(method, path, **given)
            events_now, keys_now, read_now = _written()
            is_read = read_now != read and letter(answer) in SHUT_OUT
            return answer, (events_now, keys_now) != (events, keys) or is_read


def _written() -> tuple[int, int, int]:
    """How many events there are of changes, keys, events of readings: plain SQL, as every request is asked twice."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, {"readings": READINGS})
        counts: tuple[int, int, int] = cursor.fetchone()
    return counts


def path_to(name: str, objects: str, side: Side) -> str:
    """The address of a door for some things of a side: "session+trainer"; what is no thing stands for itself."""
    parts = [] if objects == "-" else objects.split("+")
    return reverse(name, args=[key_of(getattr(side.things, part, part)) for part in parts])


def request_for(row: Row, *, side: Side, column: str, user: User | None, body: Side | None = None) -> dict[str, Any]:
    """What the request of a row needs beside its path: an accepted body, in the form the door takes, and versions.

    `body` is the side whose ids the body names, if it is another one.
    """
    if row.method == "GET":
        return {}
    make = BODIES.get(f"{row.name} {row.method}") or BODIES.get(row.name)
    given = make(body or side, column) if make else {}
    thing = getattr(side.things, row.objects.partition("+")[0], None)
    edited = version_for(row.name, thing, user)
    version = edited.version if isinstance(edited, Versioned) else None
    if not row.name.startswith("api:"):
        return {"data": given if version is None else {**given, "version": version}}
    headers = {"if-match": edited.etag} if version is not None else {}
    if any(hasattr(value, "read") for value in given.values()):
        return {"data": given, "headers": headers}
    return {"data": given, "headers": headers, "content_type": "application/json"}


def letter(answer: HttpResponse) -> str:
    """What the answer means."""
    if answer.status_code == 302 and answer["Location"].startswith(f"{reverse('account_login')}?next="):
        return "L"
    return LETTERS.get(answer.status_code, "y")

"""Somebody who may, sending what is right in every way but one; and what the answer to that has to be."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from tests.access.bodies import BODIES
from tests.access.doors import Visitor, addresses, path_to, request_for
from tests.access.matrix import TABLE, Row, rows
from tests.access.world import World

ROWS = rows(TABLE)
API = [row for row in ROWS if row.name.startswith("api:")]
CHANGES = [row for row in API if row.method not in {"GET", "DELETE"}]
WITH_BODY = [row for row in CHANGES if f"{row.name} {row.method}" in BODIES or row.name in BODIES]
WITH_FILE = next(row for row in CHANGES if row.name == "api:document-version-list")
"""One that takes a form with a file, not JSON."""
WITH_FILES = {
    WITH_FILE.name: ["document", "based_on", "note", "file"],
    "api:sheet-scan": ["page", "file"],
    "api:login-report-list": ["session", "file"],
    "api:material-list": ["edition", "session", "title", "file"],
    "api:travel-claim-receipt": ["file"],
}
"""All that do, and their fields."""
LISTS = [row for row in API if row.name.endswith("-list") and row.method == "GET"]
PAGES = [row for row in ROWS if not row.name.startswith("api")]
SHOWN = [row for row in PAGES if row.method == "GET"]
SENT = [row for row in PAGES if row.method == "POST" and row.name != "set_language"]  # Django's: reads what it likes
VIEWS = {name: pattern.callback for name, pattern in addresses()}


def action_of(row: Row) -> Any:
    """The method of the viewset."""
    view = VIEWS[row.name]
    return getattr(view.cls, view.actions[row.method.lower()])


TAKE_KEYS = [row for row in CHANGES if hasattr(action_of(row), "takes_key")]


def may(row: Row) -> str:
    """The first column that is let in; where all get the same answer, nobody signed in."""
    return next((column for column, cell in row.cells.items() if cell == "y"), "an")


class Sender:
    """Somebody who may, with a request that is right until a test spoils it."""

    def __init__(self, world: World, visitors: dict[str, Visitor], row: Row) -> None:
        self.row, self.world, self.column = row, world, may(row)
        self.visitor = visitors[self.column]
        self.path = path_to(row.name, row.objects, world.own)

    def right(self) -> dict[str, Any]:
        return request_for(self.row, side=self.world.own, column=self.column, user=self.visitor.user)

    def send(self, **changes: Any) -> tuple[HttpResponse, bool]:
        return self.visitor.watch(self.row.method, self.path, **{**self.right(), **changes})

    def send_with(self, field: str, value: Any) -> tuple[HttpResponse, bool]:
        return self.send(data={**self.right()["data"], field: value})

    def ask(self, **query: str) -> HttpResponse:
        words = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in query.items())
        return self.visitor.ask("GET", f"{self.path}?{words}")


def quoted(text: str) -> str:
    """For an address; halves of surrogate pairs stand for bytes that are no UTF-8."""
    return quote(text.encode(errors="surrogateescape"), safe="")


def check_refused(answer: HttpResponse, written: bool, *statuses: int, code: str | None = None) -> None:  # noqa: FBT001
    """A problem document with a code, and nothing was written."""
    document = json.loads(answer.content)
    assert (answer.status_code in statuses, written) == (True, False), (answer.status_code, document)
    assert answer["Content-Type"] == "application/problem+json"
    assert document["status"] == answer.status_code
    assert document["code"] == (code or document["code"])
    assert document["detail"]


ERRORS = ("ds-error-summary", "ds-alert", '<dl class="facts muted">')
"""Of a form, beside it, of a page of its own."""


def check_told(answer: HttpResponse, written: bool) -> None:  # noqa: FBT001
    """A page that says what is wrong, and nothing was written."""
    assert (400 <= answer.status_code < 500, written) == (True, False), (answer.status_code, written)
    html = answer.content.decode()
    assert any(mark in html for mark in ERRORS), html


class Inputs(HTMLParser):
    """The fields in a piece of a page: what kind each is, by its name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.kinds: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # What is disabled no browser sends.
        if tag in {"input", "select", "textarea"} and given.get("name") and "disabled" not in given:
            self.kinds[str(given["name"])] = given.get("type") or "text" if tag == "input" else tag

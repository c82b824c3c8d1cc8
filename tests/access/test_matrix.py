"""Every page and every route of the API, opened by every role: the table is what the platform does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.access.bodies import BODIES, NAMES_THINGS
from tests.access.doors import Visitor, addresses, letter, path_to, request_for, routes_of_api
from tests.access.matrix import BACK_OFFICE, SIGNED_IN_OR_NOT, TABLE, Row, rows
from tests.access.world import Side, World

pytestmark = pytest.mark.django_db

ROWS = rows(TABLE)
READERS = {"au", "am"}
"""They see every row, so nothing is foreign to them."""
OWN_SIDE = [column for column in ROWS[0].cells if column not in {"an", "xc", "xm", *READERS}]

FOR_EVERYBODY = {"-", "organisation", "organisation_member", "invitation_token", "code", "calendar_secret"} | {
    "certificate_code",
    "text+language",
    "text_language",
    "trainings.needs",
    "trainings.evidence",
    "trainings.people",
}
"""Things that are foreign to nobody: bodies of the register, what a secret in the address opens, words of messages,
kinds of data."""
ABOUT_EVERYBODY = {
    # The bodies of the register, and the lists of trainers and coordinators, are one for all projects.
    "accounts:organisation-change",
    "partnerships:member-add",
    "partnerships:partnership-appoint",
    "api:partnership-appoint",
    "trainings:session-trainers",
    "api:session-assign",
    "api:session-unassign",
}
CLOSED = {"api:event-detail"}
"""The record is for auditors: nobody else learns even that it is numbered."""
SAME_FOR_ALL = {"api-schema": ["an", "st", "am"]}
"""Drawn anew for each reader, which takes long, and the same for all: asked by few."""


def ask(visitor: Visitor, row: Row, things: Side, body: Side, column: str) -> Any:
    """The answer to a row for the things of one side, with a body made for a side."""
    request = request_for(row, side=things, column=column, user=visitor.user, body=body)
    return visitor.ask(row.method, path_to(row.name, row.objects, things), **request)


# -- the table itself --------------------------------------------------------------------------------


def is_third_party(name: str) -> bool:
    return name.startswith(("account_", "mfa_", "usersessions_", "admin:"))


def test_every_page_and_every_route_is_in_the_table_and_nothing_else():
    pages = {name for name, _pattern in addresses() if not name.startswith("api:") and not is_third_party(name)}
    assert pages == {row.name for row in ROWS if not row.name.startswith("api:")}
    assert routes_of_api() == {(row.name, row.method) for row in ROWS if row.name.startswith("api:")}


def test_every_page_of_allauth_is_in_the_table():
    theirs = {name for name, _pattern in addresses() if name.startswith(("account_", "mfa_", "usersessions_"))}
    assert theirs == {row.name for row in rows(SIGNED_IN_OR_NOT)}


def test_every_body_is_for_a_door():
    doors = {row.name for row in ROWS} | {f"{row.name} {row.method}" for row in ROWS}
    assert BODIES.keys() - doors == set()


METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.mark.parametrize("name", sorted({row.name for row in ROWS} - {"set_language"}))  # Django's: any but POST reads
def test_a_door_knows_no_other_method(world: World, visitors: dict[str, Visitor], name: str):
    known = {row.method: row for row in ROWS if row.name == name}
    row = next(iter(known.values()))
    path = path_to(name, row.objects, world.own)
    answers = {method: visitors["pm"].ask(method, path).status_code for method in METHODS - known.keys()}
    assert answers == dict.fromkeys(METHODS - known.keys(), 405)


# -- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_may(world: World, visitors: dict[str, Visitor], row: Row):
    asked = {column: row.cells[column] for column in SAME_FOR_ALL.get(row.name, row.cells)}
    answers = {column: ask(visitors[column], row, world.own, world.own, column) for column in asked}
    assert {column: letter(answer) for column, answer in answers.items()} == asked
    # Of a request that is right, at least one is done: otherwise the letters would say nothing.
    assert min(answer.status_code for answer in answers.values()) < 400 or row.name in NEVER_DONE


NEVER_DONE = {
    # Verifies a file: there is no genuine one of the demo's length, and the answer to any other is 404.
    "reports:verify",
}


@pytest.mark.parametrize("row", rows(SIGNED_IN_OR_NOT), ids=str)
def test_who_may_open_the_pages_of_the_account(world: World, visitors: dict[str, Visitor], row: Row):
    path = path_to(row.name, row.objects, world.own)
    assert {column: letter(visitors[column].ask("GET", path)) for column in row.cells} == row.cells


def test_the_back_office_is_for_no_role(world: World, visitors: dict[str, Visitor]):
    pages = ["index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n"]
    steps = ["changelist", "add", "history", "delete", "change"]
    known = {f"admin:{page}" for page in pages} | {f"admin:{model}_{step}" for model in BACK_OFFICE for step in steps}
    named = {name for name, _pattern in addresses() if name.startswith("admin:") and "/" not in name}
    assert named - {"admin:app_list", "admin:view_on_site"} == known
    door = reverse("admin:login")
    for name in sorted(known - {"admin:login"}):
        needs_id = name.endswith(("history", "delete", "change")) and name != "admin:password_change"
        path = reverse(name, args=[1] if needs_id else [])
        for column in ("an", "pm", "au", "am"):
            answer = visitors[column].ask("GET", path)
            assert (name, column, answer.status_code) == (name, column, 302)
            assert answer["Location"].startswith((door, reverse("admin:index")))
    assert [letter(visitors[column].ask("GET", door)) for column in ("an", "pm", "au", "am")] == ["L", "n", "n", "n"]


# -- what is foreign ---------------------------------------------------------------------------------


def unnumbered(answer: Any, path: str) -> str:
    """The text of an answer without what differs from request to request: its path, its number, the form's key."""
    text = answer.content.decode().replace(path, "")
    return re.sub(r"[0-9a-f]{32}|csrfmiddlewaretoken[^>]*", "", text)


ANNOUNCED = {"api:programme-detail"}
"""What is told to everybody, of whatever side it is."""


def foreign_rows() -> list[Row]:
    """Each door that names a thing; of the two methods of a page the one that changes, as it fetches once for both."""
    named = [row for row in ROWS if row.objects not in FOR_EVERYBODY and row.name not in ANNOUNCED]
    pages = {(row.name, row.objects): row for row in named if not row.name.startswith("api:")}
    return [*pages.values(), *(row for row in named if row.name.startswith("api:"))]


@pytest.mark.parametrize("row", foreign_rows(), ids=str)
def test_a_foreign_thing_does_not_exist(world: World, visitors: dict[str, Visitor], row: Row):
    answers = {column: ask(visitors[column], row, world.foreign, world.own, column) for column in OWN_SIDE}
    # An area that is closed as a whole says so whatever the id.
    closed = "n" if row.name in CLOSED else "-"
    assert {column: letter(answer) for column, answer in answers.items()} == dict.fromkeys(OWN_SIDE, closed)
    # As if the id had never been given: the same words for an id that nothing has.
    request = request_for(row, side=world.own, column="pm", user=visitors["pm"].user)
    path = path_to(row.name, nowhere(row), world.own)
    nothing = visitors["pm"].ask(row.method, path, **request)
    foreign = unnumbered(answers["pm"], path_to(row.name, row.objects, world.foreign))
    assert (letter(nothing), unnumbered(nothing, path)) == (closed, foreign)


def nowhere(row: Row) -> str:
    """An address of the same form that leads to nothing."""
    first, plus, rest = row.objects.partition("+")
    number = "00000000-0000-4000-8000-000000000000" if first.startswith("file") else "999999999"
    return f"{number}{plus}{rest}"


LOOKED_AT = {"api:edition-nominate-preview"}
"""What tells of each row of a list whether it is wrong, and is no refusal when one is."""
FILLED = [
    row
    for row in ROWS
    if row.name not in {*ABOUT_EVERYBODY, *LOOKED_AT}
    and NAMES_THINGS & {row.name, f"{row.name} {row.method}"}
    and row.method != "GET"
]


@pytest.mark.parametrize("row", FILLED, ids=str)
def test_a_foreign_thing_in_the_body_does_not_exist(world: World, visitors: dict[str, Visitor], row: Row):
    answers = {column: ask(visitors[column], row, world.own, world.foreign, column) for column in OWN_SIDE}
    assert {column: answer.status_code for column, answer in answers.items() if answer.status_code < 400} == {}


@pytest.mark.parametrize("row", [row for row in ROWS if row.name in LOOKED_AT], ids=str)
def test_a_foreign_person_on_a_list_that_is_looked_at_is_nobody(world: World, visitors: dict[str, Visitor], row: Row):
    for column in ("co", "or"):
        foreign = ask(visitors[column], row, world.own, world.foreign, column).data["rows"]
        assert [(one["code"], one["person"], one["city"]) for one in foreign] == [("person_unknown", None, None)]

"""Nobody reads another town's people: not on a page, in a list, a choice, a file, a count or an error.

Every person of a town carries its mark in name and address, and its telephone. The crawl opens whatever each role may
open and looks for the marks of towns that are not for it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse
from django_filters import ModelChoiceFilter

from accounts.choices import RoleCode
from accounts.models import Role, User
from config.factories.accounts import RoleFactory
from organisations.models import Organisation
from partnerships.choices import MemberState
from partnerships.models import PartnershipMember
from tests.access.bodies import NAMES_THINGS
from tests.access.doors import Visitor, addresses, letter, path_to, request_for, undone
from tests.access.matrix import TABLE, Row, rows
from tests.access.world import NOW, Town, World

pytestmark = pytest.mark.django_db

READ = [row for row in rows(TABLE) if row.method == "GET" and row.name != "api-schema"]

LISTED = {
    "trainings:enrolment",
    "trainings:enrolments",
    "api:enrolment-list",
    "api:enrolment-detail",
}
DECISIONS = {"trainings:approval", "api:approval-list", "api:approval-detail"}
CERTIFICATES = {
    "trainings:certificate",
    "trainings:certificates",
    "api:certificate-list",
    "api:certificate-detail",
}
ADVICE = {"advisory:consultation", "api:consultation-list", "api:consultation-detail"}
"""Who of a town was spoken with stands in the text of a consultation, and who accepted it in its history."""
TRAVEL = {"trainings:travel-claims", "trainings:travel-claim", "api:travel-claim-list", "api:travel-claim-detail"}
"""Who claims what back; the account is on none of them."""
DOOR = {
    "trainings:edition-roster",
    "trainings:session-attendance",
    "trainings:session-check-in",
    "trainings:login-report",
    "api:login-report-preview",
}
"""Who comes, and who was there."""

OFFICE = {*LISTED, *DECISIONS, "home", "trainings:approvals", "trainings:enrolment-withdraw"}
"""Of an office of the city: who is on the way to a place or has one."""
TRAINER = {*LISTED, *DOOR}
PROJECT = {
    *LISTED,
    *CERTIFICATES,
    "trainings:certificate-replace",
    "trainings:certificate-revoke",
    "trainings:edition-certificates",
    "trainings:edition-roster",
    "trainings:legal-answers",
    "trainings:selection",
    "trainings:settlement",
}
"""Of the two who choose participants, settle a training and answer for its certificates."""
ORGANISER = {
    *PROJECT,
    *TRAVEL,
    "trainings:travel-return",
    "trainings:travel-reject",
    *DECISIONS,
    *DOOR,
    "trainings:attendance-decide",
    "trainings:enrolment-cancel",
    "trainings:enrolment-consents",
    "trainings:enrolment-promote",
    "trainings:enrolment-texts",
    "trainings:enrolment-ticket",
    "trainings:enrolment-transfer",
    "trainings:enrolment-withdraw",
    "trainings:outbox",
    "trainings:outbox-message",
    "trainings:session-exempt",
    "trainings:duplicate",
    "trainings:duplicates",
    "trainings:people-tell-apart",
    "api:duplicate-list",
    "trainings:sheet-verify",
    "api:message-detail",
    "api:message-list",
}
"""The people of the trainings, from the first request to the certificate, at the door, and what they are written."""
FINANCE = {*TRAVEL, "trainings:travel-pay"}
"""Whom the money goes to."""
MANAGER = {*PROJECT, *ADVICE, *FINANCE, "trainings:enrolment-minutes", "trainings:enrolment-outcome"}
"""What came of the trainings and of advice; not how each came to a place, nor what was written to them."""
COORDINATOR = {
    *LISTED,
    *DECISIONS,
    *CERTIFICATES,
    "home",
    "accounts:organisation",
    "accounts:people",
    "accounts:person",
    "accounts:role-grant",
    "accounts:role-end",
    "api:person-list",
    "api:person-detail",
    "trainings:approvals",
    "trainings:edition-enrol-other",
    "trainings:enrolment-substitute",
    "trainings:enrolment-ticket",
    "trainings:enrolment-withdraw",
    "trainings:trained",
}
"""Of the city's coordinator: its people."""

LISTS = {row.name for row in READ if row.objects == "-"}
"""All that the other side is asked for its own: the things in the addresses are of side A."""

MAY_READ: dict[str, tuple[set[str], set[str]]] = {
    "an": (set(), set()),
    "st": (set(), set()),
    "c1": (set(), set()),
    "ap": ({"A1"}, OFFICE),
    "co": ({"A1"}, COORDINATOR),
    "tr": ({"A1", "A2"}, TRAINER),
    "ad": ({"A1"}, ADVICE),
    "or": ({"A1", "A2"}, ORGANISER),
    "pc": (set(), set()),
    "pm": ({"A1", "A2"}, MANAGER),
    "fo": ({"A1"}, FINANCE),
    "dr": (set(), set()),
    "xc": (set(), set()),
    "xm": ({"B1", "B2"}, MANAGER & LISTS),
}
"""By column: of which towns other people may be read about, and exactly where; everywhere else, nobody."""
ASK_VARIANTS = {"c1", "co", "ap", "tr", "or", "pm", "xm", "dr", "xc"}
"""For these columns lists are also sorted and filtered in every way that the page offers."""


def variants(page: str, path: str) -> set[str]:
    """The same list as it can be asked for from the page itself: sorted, filtered by each choice, other people's."""
    links = {html.unescape(href) for href in re.findall(r'href="(\?[^"]+)"', page)}
    for name, select in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        links |= {f"?{name}={value}" for value in re.findall(r'value="([^"]+)"', select)}
    return {f"{path}{link}" for link in links}


def readings(world: World, visitor: Visitor, column: str) -> Iterator[tuple[str, str]]:
    """Everything the column may open: the name of the page and its text."""
    for row in READ:
        if row.cells[column] != "y" or row.objects == "invitation_token":
            continue
        path = path_to(row.name, row.objects, world.own)
        text = text_of(visitor, path)
        yield row.name, text
        if column in ASK_VARIANTS and row.objects == "-" and not row.name.startswith(("api", "accounts:organ")):
            for variant in sorted(variants(text, path)):
                yield row.name, text_of(visitor, variant)


def text_of(visitor: Visitor, path: str) -> str:
    """The answer as text, without the frame that says who is signed in."""
    answer = visitor.ask("GET", path)
    body = getattr(answer, "body", None) or answer.content
    return re.sub(r"<header\b.*?</header>", "", body.decode("utf-8", "replace"), flags=re.DOTALL)


def marks_for(reader: User | None, town: Town) -> list[str]:
    """What tells of people of the town, other than the reader."""
    if reader not in town.people:
        return list(town.marks)
    return [mark for person in town.people if person != reader for mark in (person.first_name, person.last_name)]


@pytest.mark.parametrize("column", MAY_READ)
def test_nobody_reads_about_people_who_are_not_for_them(world: World, visitors: dict[str, Visitor], column: str):
    visitor = visitors[column]
    marks = {town.name: marks_for(visitor.user, town) for town in (*world.own.towns, *world.foreign.towns)}
    found = {
        (town, name)
        for name, text in readings(world, visitor, column)
        for town in marks
        if any(mark in text for mark in marks[town])
    }
    towns, names = MAY_READ[column]
    assert sorted({town for town, _name in found} ^ towns) == []
    # Exactly: the crawl is not blind, and what nobody finds is not allowed in advance.
    assert sorted({name for _town, name in found} ^ names) == []


def test_what_goes_to_the_donor_names_nobody(world: World, visitors: dict[str, Visitor]):
    everybody = [*world.own.towns, *world.foreign.towns]
    marks = [mark for town in everybody for mark in town.marks]
    pages = [
        row for row in READ if row.cells["pm"] == "y" and re.match(r"reports:|api:(report|snapshot|artifact)", row.name)
    ]
    told = {
        row.name
        for row in pages
        for text in [text_of(visitors["pm"], path_to(row.name, row.objects, world.own))]
        if any(mark in text for mark in marks)
    }
    assert (len(pages) > 10, told) == (True, set())


# -- searching for somebody ------------------------------------------------------------------------


SEARCHED = {
    "accounts:people": "q",
    "accounts:invitations": "q",
    "trainings:enrolments": "whose=all&q",
    "api:travel-claim-list": "q",
    "advisory:consultations": "q",
    "partnerships:partnerships": "q",
    "reports:reports": "q",
    "grants:projects": "q",
    "trainings:editions": "q",
    "trainings:programme": "q",
    "trainings:courses": "q",
    "accounts:organisations": "q",
    "api:person-list": "q",
    "api:invitation-list": "q",
    "api:consultation-list": "q",
    "api:partnership-list": "q",
    "api:report-list": "q",
    "api:project-list": "q",
    "api:edition-list": "q",
    "api:programme-list": "q",
    "api:course-list": "q",
    "api:organisation-list": "q",
}
NOBODY = "xyzxyzxyz"


@pytest.mark.parametrize("name", SEARCHED)
def test_searching_for_somebody_elsewhere_finds_what_searching_for_nobody_finds(
    world: World, visitors: dict[str, Visitor], name: str
):
    for column, town in [("c1", world.own.towns[1]), ("co", world.own.towns[1]), ("tr", world.foreign.towns[0])]:
        for word in (town.clerk.last_name, town.clerk.email):
            found, nothing = (
                plain(visitors[column].ask("GET", f"{reverse(name)}?{SEARCHED[name]}={quote(searched)}"), searched)
                for searched in (word, NOBODY)
            )
            assert found == nothing


def plain(answer: HttpResponse, searched: str) -> str:
    """The text without the word that was searched for, and without what differs from request to request."""
    text = re.sub(r"[0-9a-f]{32}|csrfmiddlewaretoken[^>]*", "", html.unescape(answer.content.decode()))
    return text.replace(quote(searched), "").replace(searched, "")


# -- trying out ids --------------------------------------------------------------------------------

NOTHING = 999_999_999


def problem(answer: HttpResponse, given: int) -> dict[str, Any]:
    """What a program is told, without the id it asked with and without the number of the request."""
    document: dict[str, Any] = json.loads(answer.content)
    document.pop("request_id", "")
    for error in document.get("errors", []):
        error["message"] = error["message"].replace(str(given), "")
    return document


def choices_of_api() -> list[tuple[str, str, type]]:
    """Each filter of the API that takes the id of a row: route, parameter, model of the row."""
    found = []
    for name, pattern in addresses():
        filters = getattr(getattr(pattern.callback, "cls", None), "filterset_class", None)
        if not name.endswith("-list") or filters is None or "pk" in pattern.pattern.regex.groupindex:
            continue
        for parameter, kind in filters.base_filters.items():
            if isinstance(kind, ModelChoiceFilter):
                found.append((name, parameter, at_the_end(filters._meta.model, kind.field_name)))
    return found


def at_the_end(model: type, path: str) -> type:
    """The model to which a path of keys leads: "enrolment__edition"."""
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return model


@pytest.mark.parametrize(("name", "parameter", "model"), choices_of_api())
def test_a_filter_knows_no_foreign_id(
    world: World, visitors: dict[str, Visitor], name: str, parameter: str, model: type
):
    foreign = foreign_ids(world, model)
    for column in ("c1", "co", "tr", "pm"):
        for pk in foreign:
            known, unknown = (
                problem(visitors[column].ask("GET", f"{reverse(name)}?{parameter}={one}"), one) for one in (pk, NOTHING)
            )
            assert known == unknown


def foreign_ids(world: World, model: type) -> list[int]:
    """Keys of such rows of the foreign side; bodies of the register are for everybody."""
    if model is Organisation:
        return []
    things = [thing for thing in vars(world.foreign.things).values() if isinstance(thing, model)]
    assert things
    return [thing.pk for thing in things]


FILLED = [
    row for row in rows(TABLE) if row.name in NAMES_THINGS and row.name.startswith("api:") and row.method == "POST"
]
PEOPLE = {"user", "advisor", "coordinator", "person"}
REGISTER = {"organisation", "city"}


@pytest.mark.parametrize("row", FILLED, ids=str)
def test_a_body_knows_no_foreign_id(world: World, visitors: dict[str, Visitor], row: Row):
    path = path_to(row.name, row.objects, world.own)
    for column in ("st", "c1", "co", "tr", "pm", "or"):
        visitor = visitors[column]

        def told(field: str, given: int) -> dict[str, Any]:
            request = request_for(row, side=world.own, column=column, user=visitor.user)  # noqa: B023 -- called at once
            request["data"][field] = given
            return problem(visitor.ask("POST", path, **request), given)  # noqa: B023 -- called at once

        for field, pk in foreign_ids_in_body(world, row, column).items():
            assert told(field, pk) == told(field, NOTHING)


def foreign_ids_in_body(world: World, row: Row, column: str) -> dict[str, int]:
    """For each field that names a thing, one of the other side; for a person, somebody of the other side."""
    mine, theirs = (
        request_for(row, side=world.own, column=column, user=None, body=side)["data"]
        for side in (world.own, world.foreign)
    )
    ids = {field: pk for field, pk in theirs.items() if isinstance(pk, int) and pk != mine[field]}
    ids |= dict.fromkeys(PEOPLE & mine.keys(), world.foreign.towns[0].clerk.pk)
    return {field: pk for field, pk in ids.items() if field not in REGISTER}


# -- rights end -------------------------------------------------------------------------------------


def end_roles(**which: Any) -> None:
    """As if they had ended today."""
    Role.objects.filter(**which).update(valid_to=NOW.date())
    cache.clear()


def letters(world: World, visitor: Visitor, *doors: tuple[str, str]) -> str:
    """What somebody is answered at some doors."""
    return "".join(letter(visitor.ask("GET", path_to(name, objects, world.own))) for name, objects in doors)


def test_a_coordinator_of_yesterday_reads_nothing_about_the_town(world: World, visitors: dict[str, Visitor]):
    doors = [
        ("accounts:people", "-"),
        ("accounts:person", "person"),
        ("trainings:enrolment", "enrolment"),
        ("advisory:consultation", "consultation"),
        ("api:invitation-detail", "invitation"),
        ("partnerships:document", "document"),
        ("files:file", "file"),
    ]
    coordinator = visitors["co"]
    before = letters(world, coordinator, *doors)
    with undone():
        end_roles(user=coordinator.user)
        assert (before, letters(world, coordinator, *doors)) == ("yyyyyyy", "n------")


def test_a_trainer_of_yesterday_reads_nothing_of_the_training(world: World, visitors: dict[str, Visitor]):
    doors = [
        ("trainings:edition", "edition_held"),
        ("trainings:edition-roster", "edition_held"),
        ("trainings:session-attendance", "session_held"),
        ("trainings:enrolment", "enrolment"),
        ("api:attendance-detail", "attendance"),
    ]
    trainer = visitors["tr"]
    before = letters(world, trainer, *doors)
    with undone():
        end_roles(user=trainer.user)
        assert (before, letters(world, trainer, *doors)) == ("yyyyy", "-----")


def test_a_town_that_left_a_partnership_reads_its_papers_no_more(world: World, visitors: dict[str, Visitor]):
    doors = [
        ("partnerships:partnership", "partnership"),
        ("partnerships:document", "document"),
        ("files:file", "file"),
        ("api:document-version-detail", "version"),
    ]
    clerk = visitors["c2"]
    before = letters(world, clerk, *doors)
    with undone():
        PartnershipMember.objects.filter(pk=world.own.things.member.pk).update(
            state=MemberState.LEFT, left_on=date(2026, 9, 1)
        )
        assert (before, letters(world, clerk, *doors)) == ("yyyy", "----")


def test_a_person_who_works_for_two_towns_has_one_of_them_known_in_each(world: World, visitors: dict[str, Visitor]):
    first, elsewhere = world.own.towns[0], world.foreign.towns[1]
    with undone():
        RoleFactory(user=first.clerk, role=RoleCode.CLERK, organisation=elsewhere.body)
        path = path_to("accounts:person", "person", world.own)
        api = path_to("api:person-detail", "person", world.own)
        shown = visitors["co"].ask("GET", path).content.decode()
        roles = json.loads(visitors["co"].ask("GET", api).content)["roles"]
    assert (first.body.name in shown, elsewhere.body.name in shown) == (True, False)
    assert [role["organisation"] for role in roles] == [first.body.pk]


# -- addresses -------------------------------------------------------------------------------------


def test_inviting_does_not_tell_who_has_an_account(world: World, visitors: dict[str, Visitor]):
    row = next(row for row in rows(TABLE) if (row.name, row.method) == ("api:invitation-list", "POST"))
    answers = []
    for email in (world.foreign.towns[0].clerk.email, "nikt@example.org"):
        request = request_for(row, side=world.own, column="co", user=visitors["co"].user)
        request["data"]["email"] = email
        answer = visitors["co"].ask("POST", reverse("api:invitation-list"), **request)
        facts = json.loads(answer.content)
        answers.append((answer.status_code, {**facts, "id": 0, "email": ""}))
    assert answers[0] == answers[1]
    assert answers[0][0] == 201


def test_enrolling_by_address_does_not_tell_who_works_elsewhere(world: World, visitors: dict[str, Visitor]):
    path = path_to("trainings:edition-enrol-other", "edition", world.own)
    given = {"city": world.own.towns[0].body.pk, "reason": "Telefon"}
    elsewhere, nobody = (
        plain(visitors["or"].ask("POST", path, data={**given, "email": email}), email)
        for email in (world.foreign.towns[0].clerk.email, "nikt@example.org")
    )
    assert elsewhere == nobody

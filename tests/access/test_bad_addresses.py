"""What is forged in an address or a header is refused in words; nothing is written, nothing breaks."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from django.urls import Resolver404, resolve, reverse
from django.utils.encoding import repercent_broken_unicode
from django_filters import CharFilter

from tests.access.doors import Visitor
from tests.access.matrix import Row
from tests.access.senders import (
    CHANGES,
    LISTS,
    ROWS,
    SHOWN,
    TAKE_KEYS,
    VIEWS,
    Inputs,
    Sender,
    action_of,
    check_refused,
    check_told,
    quoted,
)
from tests.access.world import World, key_of

pytestmark = pytest.mark.django_db

# -- behind the question mark -------------------------------------------------------------------------

NO_TEXT = ["\x00", "a\x00b"]
ODD = ["²", "-1", str(10**30), "9" * 5000, "x" * 20_000, "0001-01-01", "9999-12-31", "2026-02-30", "\udcff", "%\"'<"]
"""Text, but no number, no day in a year that somebody means, and none of the choices."""
NO_PAGES = ["0", "-1", str(10**30), "9" * 5000, "abc", "\x00", "²", "1.5"]
READ_BY_VIEWS = ["copy", "assignment", "organisation", "project", "period", "code", "page", "sort", "next", "kolor"]


@pytest.mark.parametrize("row", LISTS, ids=str)
def test_a_hostile_parameter_of_a_list_is_refused(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    filterset = getattr(VIEWS[row.name].cls, "filterset_class", None)
    for name, one in filterset.base_filters.items() if filterset else []:
        for value in [*NO_TEXT, *ODD]:
            answer = sender.ask(**{name: value})
            if isinstance(one, CharFilter) and value in ODD:
                assert answer.status_code == 200
            else:
                check_refused(answer, False, 400)
    for value in NO_PAGES:
        check_refused(sender.ask(page=value), False, 404)
        check_refused(sender.ask(page_size=value), False, 400)
    for name in ("kolor", "ordering", "sort", "\x00"):
        check_refused(sender.ask(**{name: "name"}), False, 400, code="unknown_field")


def filter_of(html: str) -> dict[str, str]:
    """The fields of the filter above a list."""
    return Inputs(html.partition('role="search"')[2].partition("</form>")[0]).kinds


def html_of(answer: Any) -> str:
    return "" if answer.streaming else answer.content.decode()


def has_read_query(answer: Any) -> bool:
    """Whether anything looked behind the question mark: Django takes the query apart when it is first asked for it."""
    return "GET" in vars(answer.wsgi_request)


@pytest.mark.parametrize("row", SHOWN, ids=str)
def test_a_hostile_address_of_a_page_is_told(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    for value in [*NO_TEXT, *ODD]:
        answer = sender.ask(**dict.fromkeys(READ_BY_VIEWS, value))
        if answer.status_code not in {200, 302}:
            check_told(answer, False)
        if not has_read_query(answer):
            return  # and so would not for any other value
    fields = filter_of(html_of(sender.ask()))
    for name, kind in fields.items():
        for value in [*NO_TEXT, *ODD]:
            answer = sender.ask(**{name: value})
            is_wrong = value in NO_TEXT or kind != "text"
            assert (answer.status_code, "ds-error-summary" in html_of(answer)) == (200, is_wrong)
    for value in NO_PAGES if fields else []:
        check_told(sender.ask(page=value), False)
        assert sender.ask(sort=value).status_code == 200  # an old bookmark shows the list in its usual order


# -- ids ---------------------------------------------------------------------------------------------

FORGED = ["\x00", "1\x00", "²", "٣", "+1", "1_0", "-1", str(10**30), "9" * 5000, "x" * 5000, "\udcff", "%"]


NAMED = [row for row in ROWS if row.objects != "-"]


def part_of(row: Row) -> tuple[str, str]:
    """The app, or the API, and how it is asked."""
    return row.name.partition(":")[0], row.method


FIRST_OF_PARTS = list({part_of(row): row for row in reversed(NAMED)}.values())
"""They ask even where no view stands: that answer does not know which view did not."""


def has_view(path: str) -> bool:
    """Whether a view stands behind an address, taken apart as Django does it."""
    try:
        resolve(repercent_broken_unicode(unquote_to_bytes(path)).decode())
    except Resolver404:
        return False
    return True


@pytest.mark.parametrize("row", NAMED, ids=str)
def test_a_forged_id_is_not_found(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    parts = sender.path.split("/")
    for thing in row.objects.split("+"):
        key = str(key_of(getattr(world.own.things, thing, thing)))
        at = next(at for at, part in enumerate(parts) if part.removesuffix(".ics") == key)
        for forged in FORGED:
            path = "/".join([*parts[:at], parts[at].replace(key, quoted(forged)), *parts[at + 1 :]])
            if not has_view(path) and row not in FIRST_OF_PARTS:
                continue
            answer, written = sender.visitor.watch(row.method, path, **sender.right())
            assert (answer.status_code, written) == (404, False)
            if row.name.startswith("api:"):
                check_refused(answer, written, 404)
            else:
                check_told(answer, written)


# -- headers -----------------------------------------------------------------------------------------

LATIN = "ą".encode().decode("latin1")
"""As a server hands over a header that is not ASCII."""
ETAGS = ["", " ", "*", 'W/"1-1"', "x" * 10_000, "\x00", LATIN, '"²-1"', f'"{10**30}-1"', f'"1-{10**30}"', '"0-0"']
KEYS = [" ", "a b", "x" * 101, "x" * 10_000, "\x00", "a\x00", LATIN]


@pytest.mark.parametrize("row", [row for row in CHANGES if "If-Match" in action_of(row).__doc__], ids=str)
def test_a_hostile_etag_is_a_failed_precondition(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    right = sender.right()["headers"]["if-match"]
    for tag in {*ETAGS, right.replace('"', "") + "1", right + "x"} - {right}:
        check_refused(*sender.send(headers={"if-match": tag}), 412, 428)


@pytest.mark.parametrize("row", TAKE_KEYS, ids=str)
def test_a_hostile_key_is_refused(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    for key in KEYS:
        headers = {**sender.right()["headers"], "idempotency-key": key}
        check_refused(*sender.send(headers=headers), 400, code="idempotency_key_invalid")


def test_no_garbage_signs_anybody_in(world: World, visitors: dict[str, Visitor]):
    secret = world.own.things.secret
    forged = [secret[:-1], secret.upper(), f"{secret}\xff", f"{secret} {secret}", "0" * 64, "\x00" * 64]
    for token in ["", "x", LATIN, "x" * 100_000, *forged]:
        for scheme in ("Token", "Bearer", "Basic", "\xff", ""):
            given = {"headers": {"authorization": f"{scheme} {token}"}}
            check_refused(visitors["an"].ask("GET", reverse("api:account-me"), **given), False, 401)
    given = {"headers": {"authorization": f"Token {secret}"}}
    assert visitors["an"].ask("GET", reverse("api:account-me"), **given).status_code == 200


@pytest.mark.parametrize("value", ["x", '"abcdefgh\\000"', '"abcdefgh\\377"', LATIN, "x" * 5000])
def test_a_cookie_of_garbage_is_nobody(visitors: dict[str, Visitor], value: str):
    for name in ("sessionid", "csrftoken", "django_language", "messages"):
        given = {"headers": {"cookie": f"{name}={value}"}}
        home = visitors["an"].ask("GET", reverse("home"), **given)
        assert home["Location"].startswith(reverse("account_login"))
        assert visitors["an"].ask("GET", reverse("account_login"), **given).status_code == 200


@pytest.mark.parametrize("host", ["boese.example.org", "a b", "\x00", "x" * 5000])
def test_another_host_is_told_so(visitors: dict[str, Visitor], host: str):
    given = {"headers": {"host": host}}
    check_told(visitors["pm"].ask("GET", reverse("home"), **given), False)
    check_refused(visitors["pm"].ask("GET", reverse("api:course-list"), **given), False, 400)

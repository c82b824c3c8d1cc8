"""A form that is spoiled in any way is told so on a page; nothing is written, nothing breaks."""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import reverse

from audit.models import Event
from tests.access.bodies import BODIES, NAMES_THINGS
from tests.access.doors import Visitor, request_for, undone
from tests.access.matrix import Row
from tests.access.senders import SENT, SHOWN, WITH_FILE, Inputs, Sender, check_refused, check_told
from tests.access.test_matrix import ABOUT_EVERYBODY
from tests.access.world import World

pytestmark = pytest.mark.django_db

HAVE_PAGES = {(row.name, row.objects) for row in SHOWN}
FILLED_IN = [row for row in SENT if row.name in BODIES]
"""The others are buttons."""

NUMBERS = ["²", "-1", str(10**30), "9" * 5000, "NaN", "1e400", ""]
DAYS = ["0001-01-01", "9999-12-31", "2026-02-30", "99999-01-01", ""]
NIGHTS = ["2026-03-29T02:30", "2026-10-25T02:30"]
"""The first never is, the second is twice."""
WORDS = ["x" * 20_000, "🦄" * 100, "\u202e", "%\"'<", str(10**30), ""]
ODD = {
    "date": DAYS,
    "datetime-local": [*NIGHTS, *(f"{day}T23:59" for day in DAYS)],
    "time": ["24:00", "²", ""],
    "number": NUMBERS,
    "hidden": NUMBERS,
    "select": [*NUMBERS, "x" * 20_000],
    "radio": [*NUMBERS, "x" * 20_000],
}
"""By the kind of the field; the others take words."""
KEPT = {("partnerships:document-upload", "based_on")}
"""A file that follows an older version is kept though it is refused."""
TICKS = {"waitlist_enabled"}
"""Whatever is sent is a tick, as it is under a text."""
DONE = {
    **dict.fromkeys(["accounts:token-issue", "trainings:calendar-make"], (200,)),  # a secret
    **dict.fromkeys(
        ["trainings:edition-needs", "trainings:person-erase", "trainings:travel-account"], (200,)
    ),  # read once
    "accounts:text-preview": (200,),
    "trainings:session-change": (200, 302),  # 200: what it means, to be confirmed
}
"""Where the answer itself shows it; everything else leads to another page."""
LED = (302,)


def kinds_of(sender: Sender) -> dict[str, str]:
    """The fields of the right body that the form reads, and their kinds: some bodies are for the forms of several."""
    given = {name for name in sender.right()["data"].keys() - TICKS if not name.startswith("accepts_")}
    if (sender.row.name, sender.row.objects) not in HAVE_PAGES:
        return dict.fromkeys(given - {"version"}, "number")
    return {name: kind for name, kind in Inputs(sender.ask().content.decode()).kinds.items() if name in given}


@pytest.mark.parametrize("row", FILLED_IN, ids=str)
def test_a_spoiled_field_is_told_or_taken(world: World, visitors: dict[str, Visitor], row: Row):
    sender, done = Sender(world, visitors, row), DONE.get(row.name, LED)
    for field, kind in kinds_of(sender).items():
        check_told(*sender.send_with(field, "a\x00b"))
        for value in ODD.get(kind, WORDS):
            answer, written = sender.send_with(field, value)
            if answer.status_code not in done:
                check_told(answer, written and (row.name, field) not in KEPT)
        rest = sender.right()["data"]
        del rest[field]
        answer, written = sender.send(data=rest)
        if answer.status_code not in done:
            check_told(answer, written)


@pytest.mark.parametrize("row", [row for row in SENT if row not in FILLED_IN], ids=str)
def test_a_button_reads_a_version_or_nothing(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    for value in ["a\x00b", *NUMBERS]:
        answer, written = sender.send_with("version", value)
        if answer.status_code not in DONE.get(row.name, LED):
            check_told(answer, written)


@pytest.mark.parametrize("row", [row for row in SENT if row.name in NAMES_THINGS - ABOUT_EVERYBODY], ids=str)
def test_a_form_that_names_a_foreign_thing_writes_nothing(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    check_told(
        *sender.send(
            **request_for(row, side=world.own, column=sender.column, user=sender.visitor.user, body=world.foreign)
        )
    )


# -- keys: one click acts once -----------------------------------------------------------------------

KEYS = [" ", "a b", "x" * 101, "x" * 10_000, "\x00", "a\x00", "ą"]


@pytest.mark.parametrize("row", [row for row in SENT if (row.name, row.objects) in HAVE_PAGES], ids=str)
def test_a_hostile_key_of_a_form_is_refused(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    takes_keys = "once" in Inputs(sender.ask().content.decode()).kinds
    for key in KEYS if takes_keys else []:
        check_told(*sender.send_with("once", key))


# -- forms that are none -----------------------------------------------------------------------------

PART = b'--x\r\nContent-Disposition: form-data; name="a"'
CODED = PART + b'; filename="\x00"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n'
FOREIGN = PART + b"; filename*=rot13''%41\r\n\r\nx\r\n--x--\r\n"
BROKEN = [
    *[("multipart/form-data; boundary=x", body) for body in (b"", b"--x", PART, CODED, b"\xff")],
    ("multipart/form-data; boundary=x", FOREIGN),
    ("multipart/form-data", PART),
    ("multipart/form-data; boundary=", PART),
    ("multipart/form-data; boundary=\xff", PART),
    ("multipart/form-data; boundary=x; charset=rot13", CODED),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=%ff"),
    ("application/json", b"{}"),
    ("garbage", b"a"),
    ("", b""),
]


@pytest.mark.parametrize("row", FILLED_IN, ids=str)
def test_a_broken_form_is_told_so(world: World, visitors: dict[str, Visitor], row: Row):
    sender = Sender(world, visitors, row)
    for content_type, body in BROKEN:
        check_told(*sender.send(data=body, content_type=content_type))


def test_a_broken_form_for_the_api_is_malformed(world: World, visitors: dict[str, Visitor]):
    sender = Sender(world, visitors, WITH_FILE)
    for content_type, body in BROKEN:
        check_refused(*sender.send(data=body, content_type=content_type), 400, 415)


CHARSETS = ["=rot13", "=idna", "=undefined", "=utf-16", "=iso-8859-2", "=\xff", "*=rot13''%41", "*=nothing''utf-8"]


def test_only_utf_8_is_read(visitors: dict[str, Visitor]):
    for charset in CHARSETS:
        given = {"headers": {"content-type": f"text/html; charset{charset}"}}
        for name in ("home", "trainings:courses", "account_login"):
            check_told(visitors["pm"].ask("GET", f"{reverse(name)}?q=%C4%85&next=%C4%85", **given), False)
        check_refused(visitors["pm"].ask("GET", f"{reverse('api:course-list')}?q=%C4%85", **given), False, 400)


# -- what is read anew -------------------------------------------------------------------------------


def test_needs_shown_anew_are_on_record_and_nothing_else_is(world: World, visitors: dict[str, Visitor]):
    (row,) = (row for row in FILLED_IN if row.name == "trainings:enrolment-needs")
    sender = Sender(world, visitors, row)
    with undone():
        told = sender.visitor.send(row.method, sender.path, **sender.right())
        before = Counter(Event.objects.values_list("action", flat=True))
        answer, written = sender.send_with("kind", "x")
        refused = sender.visitor.send(row.method, sender.path, **{**sender.right(), "data": {"kind": "x"}})
        read = Counter(Event.objects.values_list("action", flat=True)) - before
    assert (told.status_code, answer.status_code, refused.status_code, written) == (302, 422, 422, False)
    assert read == Counter({"trainings.need.read": 1})

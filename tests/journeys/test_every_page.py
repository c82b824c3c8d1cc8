"""Every page a role can reach: axe finds nothing in light and dark, the console is silent, nothing scrolls sideways.

No link leads to a page that refuses, and no page of the platform is passed over.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

from tests.access.matrix import rows

ROLES = [
    "clerk",
    "coordinator",
    "trainer",
    "advisor",
    "organiser",
    "partnerships",
    "manager",
    "donor",
    "auditor",
    "admin",
]
STRANGER = [
    "/auth/login/",
    "/auth/password/reset/",
    "/auth/signup/",
    "/reports/verify/",
    "/trainings/certificates/verify/",
    "/trainings/programme/",
    "/no-such-page/",
]
REFUSED = {"/no-such-page/"}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SKIPPED = re.compile(
    r"^/(files|api|admin|language|static|healthz)/|/(snapshot|export|template)/$|logout|\.json$|/download/"
)


OWN_STATE = re.compile(r"/trainings/\d+/(settlement/|surveys/|roster/|materials/)?")
"""Each edition is in a state of its own, and what its page leads to depends on it."""
HUBS = re.compile(
    r"/trainings/(enrolments/#|travel/#|questionnaires/#|courses/#(/questionnaires)?|sessions/#/(attendance|sheets))/"
    r"|/(people|organisations|partnerships|documents|assignments|consultations)/#/"
)
EACH = 4
"""Of these so many are opened from each page, for the links that not each of them has; the first is looked at."""
MOST = 24
"""Of these in all."""
TEXT = re.compile(r"^(/outbox/texts)/\w+/\w+/")
NAMES = """() => [...document.querySelectorAll("a[aria-label], button[aria-label]")]
    .map(element => [element.getAttribute("aria-label"), element.innerText])"""


NOT_LINKED = {
    # files and answers to programs
    "files:file",
    "live",
    "ready",
    "reports:snapshot",
    "set_language",
    "trainings:calendar-feed",
    "trainings:check-in-worker",
    "trainings:enrolment-calendar",
    "trainings:nominations-template",
    # what is settled in the demo lies in a period whose report was sent: nobody opens it again
    "trainings:edition-reopen",
    # for a moment only, while work goes on
    "jobs:job",
    "partnerships:upload",
    "reports:report-files",
    # forms of lists lead there with what was ticked; looked at by the browser tests of trainings
    "trainings:roster-several",
    "trainings:roster-write",
    # looked at by the journeys
    "trainings:check-in-offline",
    "trainings:enrolment-ticket",
    # the demo has nothing in the state that they need
    "accounts:invitation-accept",
    "accounts:organisation-leave",
    "accounts:person-reactivate",
    "partnerships:document-sign",
    "trainings:attendance-decide",
    "trainings:duplicate",
    "trainings:enrolment-promote",
    "trainings:people-merge",
    "trainings:people-tell-apart",
    "trainings:sheet-verify",
}
"""Pages to which no link leads; those of the last kind are looked at by the browser tests of their app, or nowhere."""


def shape(path: str) -> str:
    """One page looks like another: numbers, ids, codes and names of texts do not matter."""
    if OWN_STATE.fullmatch(path):
        return path
    path = TEXT.sub(r"\1/#/#/", path)
    return re.sub(r"/([0-9a-f-]{36}|\d+|[A-Z]\.?\d+)(?=/)", "/#", path)


def violations(page) -> list[str]:
    """What axe finds, a line each."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [f"{v['id']}: {node['target']} {node['html'][:120]}" for v in found for node in v["nodes"]]


def schemes(width: str) -> list[str]:
    """Light on the desktop, dark on the phone; both on both in the long run."""
    if os.environ.get("RATUSZ_VERIFY"):
        return ["light", "dark"]
    return ["light"] if width == "desktop" else ["dark"]


def look(visitor, path: str, width: str) -> list[str]:
    """Open a page in the colour schemes of its width; what is wrong with it."""
    wrong = []
    answer = visitor.open(path)
    if not answer.ok and path not in REFUSED:
        wrong.append(f"{path} answers {answer.status}")
    for name, shown in visitor.page.evaluate(NAMES):
        if _plain(shown) not in _plain(name):
            wrong.append(f"{path}: who says “{shown}” to choose it does not find “{name}”")
    for scheme in schemes(width):
        visitor.page.emulate_media(color_scheme=scheme)
        wrong += [f"{path} ({scheme}) {line}" for line in violations(visitor.page)]
    wide, room = visitor.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    if wide > room:
        wrong.append(f"{path} is {wide} px wide in a window of {room}")
    if visitor.page.get_by_role("heading", level=1).count() != 1:
        wrong.append(f"{path} has not exactly one main heading")
    return wrong


def _some(paths: list[str]) -> list[str]:
    """Of many that are alike the first."""
    kinds: Counter[str] = Counter()
    found = []
    for path in dict.fromkeys(paths):
        kinds[shape(path)] += 1
        if kinds[shape(path)] <= EACH:
            found.append(path)
    return found


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def links_of(page) -> list[str]:
    """Addresses of this site on the page, without filters, sorts and pages."""
    here = urlsplit(page.url).netloc
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [urlsplit(href).path for href in found if urlsplit(href).netloc == here]


@pytest.fixture(scope="session")
def looked() -> Counter[tuple[str, str]]:
    """How many roles have looked at a page of a width."""
    return Counter()


@pytest.fixture(scope="session")
def opened(width) -> set[str]:
    """The names of the pages that some role reached at this width, and the roles."""
    return set()


FILTERED = {"coordinator": ["/trainings/enrolments/?whose=all"]}
"""What somebody reaches by setting a filter: no link leads to a colleague's place."""

ENOUGH = 99 if os.environ.get("RATUSZ_VERIFY") else 2
"""Roles that look at the same page; the long run lets all of them."""


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_a_role(visit, role, width, looked, opened):
    visitor = visit(role)
    seen: Counter[str] = Counter()
    done: set[str] = set()
    wrong: list[str] = []
    waiting = ["/", *FILTERED.get(role, [])]
    while waiting:
        path = waiting.pop(0)
        if path in done or SKIPPED.search(path) or seen[shape(path)] >= (MOST if HUBS.fullmatch(shape(path)) else 1):
            continue
        done.add(path)
        seen[shape(path)] += 1
        opened.add(resolve(urlsplit(path).path).view_name)
        if seen[shape(path)] == 1 and looked[width, shape(path)] < ENOUGH:
            wrong += look(visitor, path, width)
            looked[width, shape(path)] += 1
        else:
            visitor.open(path)
        waiting += _some(links_of(visitor.page))
    assert wrong == []
    assert len(seen) >= 10, seen
    opened.add(role)


def test_each_page_of_a_stranger(visit, width, opened):
    visitor = visit()
    opened.update(resolve(path).view_name for path in STRANGER[:-1])
    assert [line for path in STRANGER for line in look(visitor, path, width)] == []


def test_no_page_was_passed_over(opened):
    if not opened.issuperset(ROLES):
        pytest.skip("not every role was let in")
    pages = {row.name for row in rows() if row.method == "GET" and "api" not in row.name}
    files = {name for name in pages if name.endswith("-export")}
    assert sorted(pages - opened - NOT_LINKED - files) == []

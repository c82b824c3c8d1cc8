"""Every page a role can reach: axe finds nothing in light and dark, the console is silent, nothing scrolls sideways."""

from __future__ import annotations

import os
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

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
STRANGER = ["/auth/login/", "/auth/password/reset/", "/auth/signup/", "/reports/verify/", "/no-such-page/"]
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SKIPPED = re.compile(
    r"^/(files|api|admin|language|static|healthz)/|/(snapshot|export|template)/$|logout|\.json$|/download/"
)


def shape(path: str) -> str:
    """One page looks like another: numbers, ids and codes do not matter."""
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
    visitor.open(path)
    for scheme in schemes(width):
        visitor.page.emulate_media(color_scheme=scheme)
        wrong += [f"{path} ({scheme}) {line}" for line in violations(visitor.page)]
    wide, room = visitor.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    if wide > room:
        wrong.append(f"{path} is {wide} px wide in a window of {room}")
    if visitor.page.get_by_role("heading", level=1).count() != 1:
        wrong.append(f"{path} has not exactly one main heading")
    return wrong


def links_of(page) -> list[str]:
    """Addresses of this site on the page, without filters, sorts and pages."""
    here = urlsplit(page.url).netloc
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [urlsplit(href).path for href in found if urlsplit(href).netloc == here]


@pytest.fixture(scope="session")
def looked() -> Counter[tuple[str, str]]:
    """How many roles have looked at a page of a width."""
    return Counter()


ENOUGH = 99 if os.environ.get("RATUSZ_VERIFY") else 2
"""Roles that look at the same page; the long run lets all of them."""


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_a_role(visit, role, width, looked):
    visitor = visit(role)
    seen: set[str] = set()
    wrong: list[str] = []
    waiting = ["/"]
    while waiting:
        path = waiting.pop(0)
        if shape(path) in seen or SKIPPED.search(path):
            continue
        seen.add(shape(path))
        if looked[width, shape(path)] < ENOUGH:
            wrong += look(visitor, path, width)
        else:
            visitor.open(path)
        looked[width, shape(path)] += 1
        waiting += links_of(visitor.page)
    assert wrong == []
    assert len(seen) >= 10, seen


def test_each_page_of_a_stranger(visit, width):
    visitor = visit()
    assert [line for path in STRANGER for line in look(visitor, path, width)] == []

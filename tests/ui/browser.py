"""A real browser for tests: Debian's Chromium, quiet and without a network of its own."""

from __future__ import annotations

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def launch(playwright: Playwright, *more: str) -> Browser:
    """Debian's Chromium; without one a skip, in CI a failure. `more` are arguments of its command line."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and CI must run what needs it")
        pytest.skip("Chromium is not on this machine: sudo apt-get install -y chromium")
    return playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds wrong: the rule and the elements."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]

"""A real browser for tests: Debian's Chromium, quiet and without a network of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
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


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, while the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds wrong: the rule and the elements."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]

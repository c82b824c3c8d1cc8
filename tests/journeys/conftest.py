"""The running demo, a browser, and a page that must stay silent."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Response, sync_playwright

from config.factories.accounts import PASSWORD
from tests.architecture.source import ROOT
from tests.ui.browser import barriers, launch

WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
STARTS_WITHIN = 240
"""Seconds for migrations, demo and report."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@dataclass(frozen=True)
class Site:
    """The demo as it runs."""

    url: str
    folder: Path


@contextlib.contextmanager
def served_demo(folder: Path) -> Iterator[Site]:
    """`manage.py demo` in an empty folder until it serves."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {"RATUSZ_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    log = (folder / "demo.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    url = f"http://localhost:{port}"
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            with contextlib.suppress(requests.RequestException):  # not there yet, or too busy to answer
                if requests.get(f"{url}/healthz/ready", timeout=5).ok:
                    break
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The demo did not start:\n{(folder / 'demo.log').read_text()[-3000:]}")
            time.sleep(0.2)
        yield Site(url, folder)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What starts browsers: one for all, since a second cannot run beside it in this thread."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser of everybody who brings no camera."""
    started = launch(playwright)
    yield started
    started.close()


@pytest.fixture(scope="session", params=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> str:
    """Desktop, then phone; each with a demo of its own, since a journey uses it up."""
    return str(request.param)


@pytest.fixture(scope="session")
def site(width: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo of this width."""
    with served_demo(tmp_path_factory.mktemp(f"demo-{width}")) as running:
        yield running


@dataclass
class Visitor:
    """Somebody at the browser.

    Every message in the console is kept, and what axe finds on each page on which something is chosen or read;
    `visit` fails if there was one.
    """

    page: Page
    url: str
    javascript: bool = True
    said: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._keep)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _keep(self, message: ConsoleMessage) -> None:
        # Chromium itself reports each answer of 4xx; those are asserted by the journeys.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.said.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> Response:
        """Go to an address of the site."""
        answer = self.page.goto(f"{self.url}{path}")
        assert answer
        return answer

    def choose(self, label: str) -> None:
        """Press a button or follow a link by its name."""
        self.look()
        self.page.get_by_role("button", name=label).or_(self.page.get_by_role("link", name=label)).first.click()

    def confirm(self) -> None:
        """Say yes in the dialog that asks again."""
        self.page.get_by_role("dialog").get_by_role("button", name="Tak, zrób to").click()

    def sees(self, text: str) -> None:
        """Wait until the text is there."""
        self.page.get_by_text(text).first.wait_for()
        self.look()

    def accept_texts(self) -> None:
        """Tick what stands under the form of an enrolment."""
        boxes = self.page.get_by_role("checkbox")
        boxes.first.wait_for()
        for box in boxes.all():
            box.check()

    def sign_in(self, key: str) -> None:
        """Fill in the form that asks who it is."""
        self.page.get_by_label("E-mail").fill(f"{key}@example.org")
        self.page.get_by_label("Hasło").fill(PASSWORD)
        self.page.get_by_role("button", name="Zaloguj się", exact=True).click()

    def look(self) -> None:
        """Have axe look at a page that was not seen in this state yet; without JavaScript it cannot."""
        state = f"{self.page.url} {self.page.locator('main').inner_text()}"
        if self.javascript and state not in self.looked_at:
            self.looked_at.add(state)
            self.said += [f"{self.page.url}: {rule} {elements}" for rule, elements in barriers(self.page)]

    def menu(self, label: str) -> None:
        """Choose from the main navigation, which a phone folds away."""
        button = self.page.get_by_role("button", name="Menu", exact=True)
        if button.is_visible():
            button.click()
        self.page.get_by_role("navigation", name="Główna").get_by_role("link", name=label, exact=True).click()


@pytest.fixture
def visit(browser: Browser, site: Site, width: str) -> Iterator[Callable[..., Visitor]]:
    """A function that lets somebody in: `visit("clerk")`; without a name it is a stranger."""
    visitors: list[Visitor] = []

    def let_in(key: str = "", *, javascript: bool = True) -> Visitor:
        context = browser.new_context(
            viewport=WIDTHS[width], locale="pl-PL", timezone_id="Europe/Warsaw", java_script_enabled=javascript
        )
        context.set_default_timeout(15_000)
        visitor = Visitor(context.new_page(), site.url, javascript)
        visitors.append(visitor)
        if key:
            visitor.open("/")
            visitor.sign_in(key)
            visitor.page.get_by_role("heading", name=re.compile("^(Dzień dobry|Hello)")).wait_for()
        return visitor

    yield let_in
    said = [line for visitor in visitors for line in visitor.said]
    for visitor in visitors:
        visitor.page.context.close()
    assert said == []

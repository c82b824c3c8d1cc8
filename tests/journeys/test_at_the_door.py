"""A trainer checks ten people in: eight before the camera, two from the list while the network is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from config.factories.accounts import PASSWORD
from tests.journeys.conftest import WIDTHS, Site
from tests.ui.browser import barriers, launch
from ui.qr import draw

FRAME = (640, 480)
FRAMES_EACH = 12
"""Two seconds at six pictures a second."""
DARK, LIGHT, GREY = 0x10, 0xEB, 0xD0
MODULE = 12  # pixels
WAITS = 40_000  # ms


def film(codes: list[str], path: Path) -> None:
    """A film of tickets held before a camera, one after the other."""
    width, height = FRAME
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F6:1 Ip A1:1 C420jpeg\n".encode())
        for code in codes:
            frame = b"FRAME\n" + picture(code) + bytes([0x80]) * (width * height // 2)
            file.write(frame * FRAMES_EACH)


def picture(code: str) -> bytes:
    """The grey values of one ticket in the middle of the frame."""
    width, height = FRAME
    drawing = draw(code)
    dark = {tuple(map(int, part.split("h")[0].split())) for part in drawing.path.split("M")[1:]}
    side = drawing.size * MODULE
    left, top = (width - side) // 2, (height - side) // 2
    pixels = bytearray([GREY]) * (width * height)
    for y in range(drawing.size):
        row = b"".join(bytes([DARK if (x, y) in dark else LIGHT]) * MODULE for x in range(drawing.size))
        for line in range(MODULE):
            start = (top + y * MODULE + line) * width + left
            pixels[start : start + side] = row
    return bytes(pixels)


@pytest.fixture
def trainer(
    playwright: Playwright, site: Site, width: str, tmp_path: Path
) -> Iterator[tuple[BrowserContext, Page, Path]]:
    """A trainer on the page of the session that runs, with a film for a camera."""
    path = tmp_path / "tickets.y4m"
    film(["0000000000"], path)
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]
    browser = launch(playwright, *camera)
    context = browser.new_context(viewport=WIDTHS[width], locale="pl-PL", timezone_id="Europe/Warsaw")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{site.url}/")
    page.get_by_label("E-mail").fill("trainer@example.org")
    page.get_by_label("Hasło").fill(PASSWORD)
    page.get_by_label("Hasło").press("Enter")
    page.wait_for_url(f"{site.url}/")
    page.goto(f"{site.url}/trainings/sessions/")
    page.locator("tr", has_text="SASIEDZI-2").locator('a[href$="/check-in/"]').click()
    page.wait_for_selector("#check-in[data-ready]")
    yield context, page, path
    browser.close()


def test_ten_people_come_in_and_nobody_twice(trainer: tuple[BrowserContext, Page, Path]) -> None:
    context, page, path = trainer
    assert barriers(page) == []
    expected = page.locator("[data-code]", has=page.locator("[data-standing]:empty"))
    codes = [row.get_attribute("data-code") or "" for row in expected.all()][:10]
    assert len(codes) == 10

    film(codes[:8], path)
    page.click("#camera-start")
    accepted = page.locator("#scan-log [data-result=accepted]")
    accepted.nth(7).wait_for(timeout=WAITS)
    page.click("#camera-stop")
    assert page.get_attribute("#scan-state", "data-waiting") == "0"

    # The network goes: what is ticked stays on the device, also when the page is opened anew.
    context.set_offline(True)
    page.locator(f'[data-code="{codes[8]}"] button[value=in]').click()
    page.wait_for_selector('#scan-state[data-waiting="1"]')
    page.reload()
    page.wait_for_selector('#scan-state[data-waiting="1"]')
    page.fill("#typed", codes[9])
    page.press("#typed", "Enter")
    page.wait_for_selector('#scan-state[data-waiting="2"]')
    assert barriers(page) == []

    # It comes back: the page returns by itself, everything is sent, and each person is in once.
    context.set_offline(False)
    page.wait_for_selector("[data-code]", timeout=WAITS)
    page.wait_for_selector('#scan-state[data-waiting="0"]', timeout=WAITS)
    page.reload()
    page.wait_for_selector("#check-in[data-ready]")
    assert page.locator("[data-standing]:empty").count() == 0
    page.fill("#typed", codes[0])
    page.press("#typed", "Enter")
    page.wait_for_selector("#scan-log [data-result=repeated]")

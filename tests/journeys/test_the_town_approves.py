"""The town approves by the link in its message; opening that link, by a person or a program, decides nothing."""

from __future__ import annotations

import email
import re
import time
from email.policy import default

import requests

from tests.journeys.conftest import Site

SENT_WITHIN = 60
"""Seconds until the worker has sent what was written."""
HTTP_METHOD_NOT_ALLOWED = 405


def link_of_the_message(site: Site, *, to: str, about: str) -> str:
    """The link to a decision, from the newest message that asks somebody for it."""
    until = time.monotonic() + SENT_WITHIN
    while time.monotonic() < until:
        for path in sorted((site.folder / "mail").iterdir(), reverse=True):
            message = email.message_from_bytes(path.read_bytes(), policy=default)
            body = message.get_body(("plain",))
            text = body.get_content() if body else ""
            if message["To"] == to and about in text and (found := re.search(r"http\S+/approvals/\d+/", text)):
                return found[0]
        time.sleep(0.5)
    raise AssertionError(f"No message asks {to} to decide on {about}.")


def test_the_coordinator_approves_by_the_link_in_the_message(visit, site):
    # Nobody decides on his own enrolment: the office that enrols has the coordinator decide.
    office = visit("approver")
    office.open("/trainings/approvals/")
    office.page.locator("tbody").get_by_role("link").first.click()
    office.page.locator(".eyebrow").get_by_role("link").click()
    office.choose("Zgłoś się")
    office.page.get_by_label("Stanowisko").fill("sekretarz")
    office.accept_texts()
    office.page.locator("main form").get_by_role("button", name="Zgłoś się").click()
    office.sees("Czeka na zgodę")
    mine = office.page.url

    link = link_of_the_message(site, to="coordinator@example.org", about="Tomasz Próbny")
    assert requests.get(link, timeout=30).url.startswith(f"{site.url}/auth/login/")
    coordinator = visit()
    coordinator.page.goto(link)
    coordinator.sign_in("coordinator")
    coordinator.sees("Zgłoszenie: Tomasz Próbny")
    assert coordinator.page.url == link
    assert coordinator.page.request.get(f"{link}approve/").status == HTTP_METHOD_NOT_ALLOWED
    office.page.goto(mine)
    office.sees("Czeka na zgodę")

    coordinator.page.goto(link)
    coordinator.choose("Wyraź zgodę")
    coordinator.sees("Zatwierdzono. Osoba dostała wiadomość.")
    coordinator.page.goto(link)
    coordinator.sees("Zgodę wyraził(a) Ewa Umowna")
    assert coordinator.page.get_by_role("button", name="Wyraź zgodę").count() == 0
    office.page.goto(mine)
    assert "Czeka na zgodę" not in office.page.locator("main").inner_text()

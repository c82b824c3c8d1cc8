"""Every page of the demo, for every role, is valid HTML."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from tests.architecture.source import ROOT

pytestmark = pytest.mark.django_db

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
    "/trainings/programme/",
    "/no-such-page/",
]
NAMED = re.compile(r'<(a|button)\b[^>]*\baria-label="([^"]*)"[^>]*>(.*?)</\1>', re.DOTALL)
"""A link or a button whose name is not only what stands on it."""
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#?]+)')
SKIPPED = re.compile(r"^/(files|api|admin|static|healthz)/|/snapshot/$|logout")


def shape(path: str) -> str:
    """One page looks like another: numbers, ids and codes do not matter."""
    return re.sub(r"/([0-9a-f-]{36}|\d+|[A-Z]\.?\d+)(?=/)", "/#", path)


def pages_of(client: Client, first: list[str]) -> dict[str, str]:
    """Each kind of page that can be reached by links, by its shape."""
    pages: dict[str, str] = {}
    seen: set[str] = set()
    waiting = list(first)
    while waiting:
        path = waiting.pop(0)
        if shape(path) in seen or SKIPPED.search(path):
            continue
        seen.add(shape(path))
        answer = client.get(path, follow=True)
        if answer.get("Content-Type", "").startswith("text/html"):
            pages[shape(path)] = answer.content.decode()
            waiting += [urlsplit(href).path for href in LINK.findall(pages[shape(path)]) if href.startswith("/")]
    return pages


@pytest.fixture
def pages() -> dict[str, str]:
    """Every page, by role and shape."""
    call_command("loaddemo", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    found = {f"stranger {path}": page for path, page in pages_of(Client(), STRANGER).items()}
    for role in ROLES:
        client = Client()
        client.force_login(User.objects.get(email=f"{role}@example.org"))
        found |= {f"{role} {path}": page for path, page in pages_of(client, ["/"]).items()}
    return found


def validator() -> list[str]:
    """html-validate, or a skip; in CI a failure."""
    program = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
    if node is None or not program.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("html-validate is missing, and CI must check with it")
        pytest.skip("html-validate is not here: make setup-dev")
    return [node, str(program), "--config", str(ROOT / ".htmlvalidate.json"), "--formatter", "text"]


def mistakes(page: str) -> list[str]:
    """What no validator of HTML knows."""
    found = []
    if len(re.findall(r"<h1\b", page)) != 1:
        found.append("not exactly one main heading")
    if not re.search(r'<html lang="(pl|en)"', page):
        found.append("no language")
    if not re.search(r"<title>\s*\S", page):
        found.append("no title")
    if re.search(r"\s(style|onclick|onsubmit|onchange)=", page) or re.search(r"<script(?![^>]*\b(src|type)=)", page):
        found.append("an inline style or script, which the CSP would drop")
    forms = re.findall(r"<form\b.*?</form>", page, re.DOTALL)
    if any('method="post"' in form.lower() and "csrfmiddlewaretoken" not in form for form in forms):
        found.append("a form without its token")
    for _tag, name, inside in NAMED.findall(page):
        seen = re.sub(r"<[^>]+>", "", inside).strip()
        if seen.casefold() not in name.casefold():
            found.append(f"who says {seen!r} does not reach {name!r}")
    return found


def test_every_page_is_valid_names_itself_and_protects_its_forms(pages, tmp_path):
    command = validator()
    assert {name: mistakes(page) for name, page in pages.items() if mistakes(page)} == {}
    for number, (name, page) in enumerate(sorted(pages.items())):
        file = tmp_path / f"{number:03d}-{re.sub(r'[^a-z#]+', '-', name)}.html"
        file.write_text(page)
    done = subprocess.run([*command, str(tmp_path / "*.html")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[:6000] + done.stderr[:2000]
    assert len(pages) > 100

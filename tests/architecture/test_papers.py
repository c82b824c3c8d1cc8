"""What the papers say is what the code does: words, settings and commands."""

from __future__ import annotations

import re
import subprocess

import pytest
from django.apps import apps
from django.utils import translation

from accounts.choices import RoleCode
from tests.architecture.source import APPS, GROUND, ROOT

INTERNAL = {"jobs.Sequence", "web.IdempotencyKey"}
"""Never named on a screen."""


def in_both(text: object) -> tuple[str, str]:
    """A translatable text in English and in Polish, in small letters."""
    said = []
    for language in ("en", "pl"):
        with translation.override(language):
            said.append(str(text).lower())
    return said[0], said[1]


MODELS = {
    model._meta.label: in_both(model._meta.verbose_name)
    for model in apps.get_models()
    if model._meta.app_label in {*APPS, *GROUND} and model._meta.label not in INTERNAL
}
ROLES = {f"role {role}": in_both(role.label) for role in RoleCode}


@pytest.mark.parametrize("pair", [*MODELS.values(), *ROLES.values()], ids=[*MODELS, *ROLES])
def test_the_glossary_knows_every_thing_by_the_words_on_the_screen(pair):
    lines = (ROOT / "docs" / "domain.md").read_text().lower().splitlines()
    terms = [line.split("|")[1:3] for line in lines if line.startswith("| ")]
    english, polish = pair
    assert any(english in here and polish in there for here, there in terms), pair


def test_operations_names_every_setting_and_no_other():
    settings = ROOT / "platform" / "config" / "settings"
    source = "".join((settings / f"{name}.py").read_text() for name in ("base", "local", "prod"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    table = (ROOT / "docs" / "operations.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert len(read) > 10
    assert {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)} == read


def test_make_help_tells_of_every_target():
    text = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    targets = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(phony.split()) == targets == {line.split()[1] for line in told.splitlines()}
    assert {"demo", "test", "check", "bench", "help"} <= targets


ADDRESSES = re.compile(r"https?://[\w.-]*(?:npmjs|pypi|pythonhosted|npmmirror|yarnpkg)\.\w+")


def test_no_file_names_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    assert len(paths) > 100
    named = [path.name for path in paths if path.is_file() and ADDRESSES.search(path.read_text(errors="replace"))]
    assert named == []


@pytest.mark.parametrize("name", ["base", "dev", "node"])
def test_every_locked_package_has_hashes(name):
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", (ROOT / "requirements" / f"{name}.txt").read_text().strip())
    assert [block.splitlines()[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []

"""What `pip install` of a wheel would bring: the packages at the top, with all that they read while they run."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source import APPS, GROUND, ROOT, folder_of


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    """The files in a wheel of this checkout."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-index", "--no-deps"]
    command += ["--no-build-isolation", "-w", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (wheel,) = target.glob("ratusz-*.whl")
    with zipfile.ZipFile(wheel) as content:
        return set(content.namelist())


def inside(folder: Path, pattern: str) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob(pattern) if path.is_file()}


@pytest.mark.parametrize("package", [*APPS, *GROUND])
def test_each_package_is_whole_and_stands_at_the_top(names, package):
    folder = folder_of(package)
    assert {f"{package}/{path}" for path in inside(folder, "*.py")} - names == set()


def test_the_standard_librarys_platform_is_not_covered(names):
    assert {name for name in names if name.startswith("platform")} == set()


def test_templates_are_where_the_settings_look_for_them(names):
    assert {f"config/_data/templates/{path}" for path in inside(ROOT / "templates", "*")} - names == set()


def test_translations_are_in_it_compiled(names):
    for language in ("pl", "en"):
        assert f"ui/locale/{language}/LC_MESSAGES/django.mo" in names


def test_styles_scripts_and_the_facts_of_the_demo_are_in_it(names):
    ui, config = folder_of("ui"), folder_of("config")
    assert {f"ui/static/{path}" for path in inside(ui / "static", "*")} - names == set()
    facts = {path for ending in ("*.csv", "*.json", "*.toml", "*.txt") for path in inside(config, ending)}
    assert {f"config/{path}" for path in facts} - names == set()


def test_tests_and_what_was_written_here_are_not(names):
    assert {name for name in names if name.partition("/")[0] in {"tests", "var", "benchmarks", "node_modules"}} == set()

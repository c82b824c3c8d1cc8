"""Reading our own source, for the tests that guard its shape."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ["grants", "partnerships", "trainings", "advisory", "reports"]
GROUND = ["kernel", "ui", "audit", "web", "organisations", "jobs", "files", "mail", "accounts", "retention", "config"]


def folder_of(package: str) -> Path:
    """Where a package lies."""
    return ROOT / package if package in APPS else ROOT / "platform" / package


def modules(*packages: str) -> Iterator[Path]:
    """Every module of ours, migrations left out."""
    for package in packages or (*APPS, *GROUND):
        for path in sorted(folder_of(package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def is_door(path: Path) -> bool:
    """Whether a module speaks HTTP: views and API."""
    return path.name == "views.py" or "views" in path.parts or "api" in path.parts


def is_service(path: Path) -> bool:
    """Whether a module holds services; the mail's lie beside `services.py`."""
    beside = path.parent.name == "mail" and path.stem in {"outbox", "wording", "plans"}
    return path.name == "services.py" or "services" in path.parts or beside


@cache
def tree(path: Path) -> ast.Module:
    """The module, parsed: once, however many tests read it."""
    return ast.parse(path.read_text(), filename=str(path))


def where(path: Path, node: ast.AST) -> str:
    """File and line, as a failure shows them."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"

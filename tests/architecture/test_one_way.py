"""There is one way to do each thing, and nobody goes round it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import APPS, is_door, is_service, modules, tree, where

FETCHES = {"get_object_or_404", "get_list_or_404"}
SCOPED_BY_NATURE = {
    # A key that nobody can guess is the scope: the link of an invitation, the code of a report.
    "Invitation",
    "Snapshot",
    "Certificate",
    # One's own account.
    "AuthToken",
}
SCOPES = (
    "visible_to(",
    "managed_by(",
    "taught_by(",
    "announced(",
    "enrollable_people(",
    "VisibleField(",
    ".objects.none()",
)
WRITES = {"create", "bulk_create", "update", "bulk_update", "update_or_create", "get_or_create", "save", "delete"}


def manager_uses(module: ast.Module) -> list[ast.Attribute]:
    """Each `Model.objects`."""
    return [n for n in ast.walk(module) if isinstance(n, ast.Attribute) and n.attr == "objects"]


@cache
def statements_of(module: ast.Module) -> dict[ast.AST, ast.stmt]:
    """The outermost statement that each node stands in, functions and classes not counted."""
    found: dict[ast.AST, ast.stmt] = {}
    for statement in ast.walk(module):
        if isinstance(statement, ast.stmt) and not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            for node in ast.walk(statement):
                found.setdefault(node, statement)
    return found


def chain_of(module: ast.Module, start: ast.AST) -> str:
    """The statement a node stands in, as text."""
    return ast.unparse(statements_of(module).get(start, start))


@pytest.mark.parametrize("path", [p for p in modules() if is_door(p)], ids=str)
def test_each_fetch_of_a_door_begins_with_visible_to(path):
    module = tree(path)
    in_class_bodies = {
        id(node)
        for cls in ast.walk(module)
        if isinstance(cls, ast.ClassDef)
        for statement in cls.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for node in ast.walk(statement)
    }
    naked = [
        where(path, use)
        for use in manager_uses(module)
        # `queryset = X.objects…` of a ScopedViewSet: its get_queryset adds the scope.
        if id(use) not in in_class_bodies
        and ast.unparse(use.value) not in SCOPED_BY_NATURE
        and not any(scope in chain_of(module, use) for scope in SCOPES)
    ]
    assert naked == []


@pytest.mark.parametrize("path", [p for p in modules(*APPS) if not is_service(p)], ids=str)
def test_only_services_write(path):
    if "management" in path.parts:
        pytest.skip("commands are checked by their own tests")
    writes = [
        where(path, call)
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITES
        and (".objects." in ast.unparse(call.func) or call.func.attr in {"save", "bulk_create", "bulk_update"})
    ]
    assert writes == []


def test_no_model_overrides_save_or_delete():
    overrides = [
        where(path, function)
        for path in modules()
        if path.name == "models.py" or "models" in path.parts
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef) and function.name in {"save", "delete", "clean", "full_clean"}
    ]
    assert overrides == []


def test_no_signals():
    named = [
        str(path)
        for path in modules()
        if "django.db.models.signals" in path.read_text() or "post_save" in path.read_text()
    ]
    assert named == []


def test_only_doors_speak_http():
    # STYLE: web, config and accounts' adapter are doors' furniture.
    furniture = {"web", "config", "ui"}
    speakers = [
        where(path, node)
        for path in modules()
        if not is_door(path)
        and furniture.isdisjoint(path.parts)
        and path.name not in {"urls.py", "adapter.py", "freshness.py"}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in {"django.http", "django.shortcuts"}
    ]
    assert speakers == []


@cache
def calls_with_by(app: str) -> dict[str, list[tuple[Path, ast.Call]]]:
    """Each call `service(…, by=…)` that a door of the app makes, by the name of the service."""
    found: dict[str, list[tuple[Path, ast.Call]]] = {}
    for path in modules(app):
        if not (is_door(path) or "management" in path.parts):
            continue
        for call in ast.walk(tree(path)):
            if isinstance(call, ast.Call) and any(k.arg == "by" for k in call.keywords):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                if name.islower():  # not a form
                    found.setdefault(name, []).append((path, call))
    return found


QUESTIONS = {"ticket", "check"}
"""What asks the permission of `by` and changes nothing: to show a ticket, to look a list of nominations through."""
SERVICES = [(app, name) for app in (*APPS, "accounts") for name in calls_with_by(app) if name not in QUESTIONS]


@pytest.mark.parametrize(("app", "name"), SERVICES)
def test_doors_call_services_by_keyword(app, name):
    assert [where(path, call) for path, call in calls_with_by(app)[name] if call.args] == []


@dataclass(frozen=True)
class Function:
    """A function of the services: what it calls, and whether it writes events or opens a transaction itself."""

    calls: frozenset[str]
    writes_event: bool
    opens_transaction: bool


@cache
def functions_of(*packages: str) -> dict[str, Function]:
    """Every function in the services of some packages, by name."""
    found: dict[str, Function] = {}
    for path in modules(*packages):
        if not is_service(path):
            continue
        module = tree(path)
        recorders = {
            alias.asname or alias.name
            for node in ast.walk(module)
            if isinstance(node, ast.ImportFrom) and node.module == "audit.services"
            for alias in node.names
        }
        for function in ast.walk(module):
            if isinstance(function, ast.FunctionDef):
                calls = {
                    call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
                    for call in ast.walk(function)
                    if isinstance(call, ast.Call)
                }
                atomic = "atomic" in calls or any("atomic" in ast.unparse(d) for d in function.decorator_list)
                found[function.name] = Function(frozenset(calls), bool(calls & recorders), atomic)
    return found


def leads_to(what: str, name: str, known: dict[str, Function], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function does something, itself or through what it calls."""
    if name in seen or name not in known:
        return False
    function = known[name]
    return getattr(function, what) or any(leads_to(what, other, known, seen | {name}) for other in function.calls)


@pytest.mark.parametrize(("app", "name"), SERVICES)
def test_each_service_leaves_an_event_in_its_own_transaction(app, name):
    known = functions_of(app, "organisations", "accounts", "mail", "files", "jobs")
    assert (leads_to("writes_event", name, known), leads_to("opens_transaction", name, known)) == (True, True)

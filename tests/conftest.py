"""What every test may ask for."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from _pytest import runner
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from audit.append_only import all_released
from tests.ui.browser import launch

T = TypeVar("T")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was loaded: looking through it again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _with_room(call: Callable[..., T], *given: Any) -> T:
    """The call, on a stack in one piece.

    CPython 3.11 keeps frames in pieces of 16 KB and gives an empty piece back to the kernel at once: a loop whose calls
    cross an edge asks for it anew at every turn, some 160 times a request. Who claims a lot gets a piece for all below.
    """
    return call(*given)


_with_room.__code__ = _with_room.__code__.replace(co_stacksize=2**17)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """As pytest does it."""
    return _with_room(runner.pytest_runtest_protocol, item, nextitem)


_empty_tables = TransactionTestCase._fixture_teardown


def _empty_guarded_tables(self: TransactionTestCase) -> None:
    # Emptying the tables between tests is the one thing the append-only walls must let through.
    with all_released():
        _empty_tables(self)


TransactionTestCase._fixture_teardown = _empty_guarded_tables  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """The language of the last request of another test is not ours."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _clean_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    marked = request.node.get_closest_marker("django_db")
    if not marked and {"db", "transactional_db"}.isdisjoint(request.fixturenames):
        yield
        return
    # Asked for first, so that the database outlives the cache that lies in it.
    request.getfixturevalue("_django_db_helper")
    # What is limited by the hour must not be used up by the test before, or by the run before.
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser beside Django's own server, for the tests of one module."""
    # Playwright's loop runs in this thread; Django would take it for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]

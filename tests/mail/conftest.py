"""A template for the tests, and a mail server that keeps what it gets."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tests.jobs.conftest import calls  # noqa: F401 -- a fixture
from tests.mail.sink import serving

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def _templates(settings):
    changed = copy.deepcopy(settings.TEMPLATES)
    changed[0]["DIRS"] = [TEMPLATES, *changed[0]["DIRS"]]
    settings.TEMPLATES = changed


@pytest.fixture
def sink():
    """A mail server on this machine."""
    with serving() as server:
        yield server


@pytest.fixture
def smtp(settings, sink):
    """Send to it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.server_address
    return sink

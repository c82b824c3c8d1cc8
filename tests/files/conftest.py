"""A storage of its own for each test."""

from __future__ import annotations

import pytest

from files import gates


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where this test's bytes lie."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture
def gate(monkeypatch):
    """Answer for a kind of file, for one test."""
    monkeypatch.setattr(gates, "_gates", dict(gates._gates))
    return gates.register

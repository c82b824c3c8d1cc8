"""Kinds of work that exist for the tests only."""

from __future__ import annotations

import base64
import json

import pytest

from config.celery import app
from jobs import registry


@pytest.fixture
def handle(monkeypatch):
    """Register a function for the kind `tests.nothing`, for one test."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))

    def register(function, **options):
        registry.handler("tests.nothing", **options)(function)

    register(lambda _work: None)
    return register


@pytest.fixture
def calls():
    """Read what the broker was given since the last time: task and id. The broker of the suite lies in memory."""
    with app.connection_for_read() as connection:
        channel = connection.default_channel

        def read(queue="default"):
            found = []
            while channel._size(queue):
                message = channel._get(queue)
                args, _kwargs, _embed = json.loads(base64.b64decode(message["body"]))
                found.append((message["headers"]["task"], *args))
            return found

        for queue in ("default", "reports"):
            channel.queue_declare(queue)
            channel.queue_purge(queue)
        yield read

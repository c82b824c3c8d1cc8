"""Calling a worker is best effort."""

from __future__ import annotations

import logging

from celery import Celery

from jobs.waking import wake


def test_a_broker_that_does_not_answer_harms_nobody(caplog, settings):
    app = Celery("elsewhere", broker="redis://127.0.0.1:1/0", set_as_current=False)
    app.conf.broker_transport_options = settings.REDIS_TRANSPORT

    @app.task(name="elsewhere.nothing")
    def nothing(pk):
        """Never runs."""

    with caplog.at_level(logging.WARNING):
        wake(nothing, 1)

    assert [r.getMessage() for r in caplog.records if r.name == "jobs.waking"] == [
        "The broker did not take elsewhere.nothing 1: OperationalError"
    ]

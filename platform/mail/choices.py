"""The words for what has become of a message: it is sent, where other work is done."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from jobs.choices import State

STATES = [
    (State.QUEUED.value, pgettext_lazy("message", "waiting")),
    (State.ON_HOLD.value, pgettext_lazy("message", "on hold")),
    (State.RUNNING.value, pgettext_lazy("message", "being sent")),
    (State.DONE.value, pgettext_lazy("message", "sent")),
    (State.FAILED.value, pgettext_lazy("message", "not sent")),
    (State.CANCELLED.value, pgettext_lazy("message", "cancelled")),
]

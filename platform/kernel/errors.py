"""The one way to say no."""

from __future__ import annotations

from typing import Any

from kernel.text import Text


class Refused(Exception):
    """A rule said no. Pages show it, the API sends it as a problem document, jobs store it.

    `code` is stable and never translated; `message` tells the reader what happened and what to do next.
    `status` is the HTTP status the doors answer with: 403 not allowed, 404 not seen, 409 a rule, 413 and 415 files.
    `field` names the input that caused it, if one did. `facts` are values for programs, never personal data.
    """

    def __init__(self, code: str, message: Text, *, status: int = 409, field: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"

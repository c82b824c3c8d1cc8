"""Log lines as JSON with the request id, and without e-mail addresses, codes or line breaks."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

from audit.context import origin

_EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[a-zA-Z]{2,}")
_SECRET = re.compile(
    r"(?i)\b(authorization|token|key|password|secret|code|invitation|confirm-email|calendar)(\s*[=:]\s*|/)(\S{6,})"
)


def redact(text: str) -> str:
    """The text without what could name a person or open a door."""
    return _SECRET.sub(r"\1\2[hidden]", _EMAIL.sub("[e-mail]", text))


class RequestIdFilter(logging.Filter):
    """Put the request id on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through."""
        record.request_id = origin().request_id
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line, UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
            "request_id": getattr(record, "request_id", ""),
        }
        if record.exc_info:
            line["exception"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)

"""Before Django: it reads the query in the charset of the body while it makes the request, where nothing catches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

UTF_8 = {"utf-8", "utf8"}
UNREADABLE = "application/octet-stream; charset=unreadable"
"""In place of a content type that Django could not read; `ReadableMiddleware` refuses it in words."""


def readable(environ: Environ) -> Environ:
    """The environment of a request, its content type one that Django can read."""
    try:
        _kind, given = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    except (LookupError, ValueError):
        return {**environ, "CONTENT_TYPE": UNREADABLE}
    return environ if is_utf_8(given) else {**environ, "CONTENT_TYPE": UNREADABLE}


def is_utf_8(parameters: dict[str, Any]) -> bool:
    """Whether the parameters of a content type name no other charset."""
    return str(parameters.get("charset", "utf-8")).lower() in UTF_8


def guarded(application: Application) -> Application:
    """The application behind `readable`."""

    def enter(environ: Environ, start_response: Any) -> Iterable[bytes]:
        return application(readable(environ), start_response)

    return enter

"""Around every request: an id that ties its log lines and audit events together, privacy, the page for a refusal."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from audit.context import coming_from
from kernel.errors import Refused
from web import errors
from web.entrance import is_utf_8
from web.lists import WrongFilter

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Give the request an id of our own; a proxy's is not trusted."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, inside the origin of this request."""
        via = "api" if request.path.startswith("/api/") else "web"
        request_id = uuid.uuid4().hex
        with coming_from(via, request_id):
            response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response


class ReadableMiddleware:
    """Text is UTF-8 and cookies hold no NUL: what stands behind never meets what it could not read or look up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer. Raises BadRequest for another charset; a cookie with NUL is none of ours."""
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        if not is_utf_8(request.content_params or {}):
            raise BadRequest
        return self.get_response(request)


class PrivacyMiddleware:
    """Keep what a signed-in person saw out of every cache, the browser's included.

    Shared computers show nothing after sign-out, and "back" never shows the fragment of a page in place of the page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a view that said how long its answer may be kept is not contradicted."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class RefusalMiddleware:
    """Turn a refusal that no form caught into a page, and a lock that did not come into a 503.

    A piece of a list that a wrong filter spoiled becomes the whole page, which says what is wrong beside the field.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on. A page that only takes what is sent gets words for whoever opens it."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET" and not response.content:
            page = errors.only_by_button(request)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for what the view raised, or None for what is not ours."""
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        if isinstance(exception, WrongFilter):
            return HttpResponseClientRedirect(request.get_full_path())
        if isinstance(exception, OperationalError) and is_busy(exception):
            return errors.busy(request)
        return None


def is_busy(error: OperationalError) -> bool:
    """Whether a lock did not come in time: nothing was written, the same request may go through later."""
    text = str(error)
    return "database is locked" in text or "lock timeout" in text

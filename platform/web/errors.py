"""Error pages in the reader's language, with the request id; problem documents where the API is asked."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from audit.context import origin
from kernel.errors import Refused
from kernel.text import Text


def _answer(request: HttpRequest, status: int, code: str, title: Text, message: Text) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(problem(status, code, message), status=status, content_type="application/problem+json")
    context: dict[str, Any] = {
        "title": title,
        "message": message,
        "code": code,
        "status": status,
        "request_id": origin().request_id,
        "back": page_before(request),
    }
    return render(request, "error.html", context, status=status)


def page_before(request: HttpRequest) -> str:
    """Where the reader came from, if that is a page of ours and not this one."""
    came_from = request.headers.get("Referer", "")
    try:
        here = request.build_absolute_uri()
    except DisallowedHost:
        return ""
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if is_ours and came_from != here else ""


def _problem(status: int, code: str, message: Text) -> HttpResponse:
    return JsonResponse(problem(status, code, message), status=status, content_type="application/problem+json")


def problem(status: int, code: str, detail: Text, **more: Any) -> dict[str, Any]:
    """A problem document (RFC 9457). `code` is the same one that the pages show."""
    return {
        "type": f"urn:ratusz:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": str(detail),
        "request_id": origin().request_id,
        **more,
    }


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A rule said no to a request without a form."""
    is_reading = refusal.status == HTTPStatus.FORBIDDEN and request.method in {"GET", "HEAD"}
    title = _("This is not for your account") if is_reading else _("This was not done")
    return _answer(request, refusal.status, refusal.code, title, refusal.message)


def only_by_button(request: HttpRequest) -> HttpResponse:
    """405: the address of a button was opened, for example by signing in again after it was pressed."""
    return _answer(
        request,
        405,
        "method_not_allowed",
        _("Nothing was changed"),
        _("This address belongs to a button. Go back to the page with the button and press it again."),
    )


def busy(request: HttpRequest) -> HttpResponse:
    """A lock did not come within 15 seconds."""
    response = _answer(
        request,
        503,
        "busy",
        _("Very many people are here at once"),
        _("Nothing was changed. Please try again in a moment."),
    )
    response["Retry-After"] = "2"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _answer(
        request,
        400,
        "bad_request",
        _("We could not read this request"),
        _("Go back, reload the page and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _answer(
        request,
        403,
        "forbidden",
        _("You may not do this"),
        _("Your account has no right to this page. Ask the coordinator of your city or of the project."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: does not exist, or is not for this reader; both look the same."""
    return _answer(
        request,
        404,
        "not_found",
        _("There is no such page"),
        _("The address may be mistyped, or what it showed is not meant for your account."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Asks neither the database nor the session: they may be what broke."""
    message = _("Your data is safe; the last step was not saved. Try again, or tell us the number below.")
    if request.path.startswith("/api/"):
        return _problem(500, "server_error", message)
    context = {"title": _("Something broke on our side"), "message": message, "request_id": origin().request_id}
    return HttpResponse(loader.render_to_string("error_static.html", context), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere."""
    return _answer(
        request,
        403,
        "csrf",
        _("This form has expired"),
        _("Go back, reload the page and send the form again. Nothing was changed."),
    )

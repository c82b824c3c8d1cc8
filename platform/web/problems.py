"""Every error of the API as a problem document with a stable code."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from kernel.errors import Refused
from web.errors import problem
from web.middleware import is_busy

_CODES = {
    400: "invalid",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    415: "unsupported_media_type",
    429: "throttled",
}


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer for anything an API view raised; None (a 500 page) only for our own defects."""
    if isinstance(exc, Refused):
        return _refused(exc)
    if isinstance(exc, OperationalError) and is_busy(exc):
        response = _respond(problem(503, "busy", _("Nothing was changed. Please try again in a moment.")))
        response["Retry-After"] = "2"
        return response
    if isinstance(exc, exceptions.ValidationError):
        return _invalid(exc)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound(_("There is no such thing, or it is not for your account."))
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    return _from_drf(exc, context) if isinstance(exc, exceptions.APIException) else None


def _refused(refusal: Refused) -> Response:
    # A form speaks of a conflict; with If-Match the same refusal is a failed precondition.
    status = 412 if refusal.code == "stale" else refusal.status
    more: dict[str, Any] = dict(refusal.facts)
    if refusal.field:
        more["errors"] = [{"field": refusal.field, "code": refusal.code, "message": str(refusal.message)}]
    return _respond(problem(status, refusal.code, refusal.message, **more))


def _invalid(exc: exceptions.ValidationError) -> Response:
    errors = list(_flatten(exc.get_full_details()))
    code = "unknown_field" if any(error["code"] == "unknown_field" for error in errors) else "invalid"
    return _respond(problem(400, code, _("Some values cannot be accepted; see errors."), errors=errors))


def _from_drf(exc: exceptions.APIException, context: dict[str, Any]) -> Response | None:
    plain = drf_handler(exc, context)
    if plain is None:
        return None
    code, detail = _CODES.get(plain.status_code, "error"), str(exc.detail)
    if isinstance(exc, exceptions.ParseError):
        code, detail = "malformed", _("The body cannot be read: it is broken, or not what its type says.")
    response = _respond(problem(plain.status_code, code, detail))
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if plain.has_header(name):
            response[name] = plain[name]
    return response


def _respond(document: dict[str, Any]) -> Response:
    return Response(document, status=document["status"], content_type="application/problem+json")


def _flatten(details: Any, field: str = "") -> Any:
    """DRF's nested details as rows of field, code, message."""
    if isinstance(details, dict) and {"message", "code"} <= details.keys():
        yield {"field": field, "code": details["code"], "message": str(details["message"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _flatten(inner, f"{field}.{name}" if field else str(name))
    elif isinstance(details, list):
        for inner in details:
            yield from _flatten(inner, field)

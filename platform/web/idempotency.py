"""A repeated click or retry acts once.

The key's row is inserted first, inside the transaction of the effect: a duplicate waits on the unique index and then
reads the first answer; a crash takes the key away together with the effect. Of the request it keeps a digest made with
our secret: from a plain one, short bodies could be guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.errors import Refused
from kernel.time import now
from web.api import ScopedViewSet
from web.models import IdempotencyKey

V = TypeVar("V")
S = TypeVar("S", bound=ScopedViewSet)
P = ParamSpec("P")

KEPT = timedelta(hours=24)
KEY = re.compile(r"[\x21-\x7e]{1,100}")
"""What a key looks like."""
KEPT_HEADERS = ("Location", "ETag")


def _readable(key: str) -> str:
    """The key. Raises Refused 400 for what no header can carry or no database keep."""
    if not KEY.fullmatch(key):
        raise Refused(
            "idempotency_key_invalid",
            _("An Idempotency-Key has 1 to 100 letters, digits and marks of ASCII, without spaces."),
            status=400,
        )
    return key


def _claim(user_id: int | None, key: str, method: str, path: str, body: bytes) -> tuple[IdempotencyKey, bool]:
    """The row of this key and whether it is new. Raises Refused 422 if the key came with another request."""
    digest = salted_hmac("web.idempotency", body, algorithm="sha256").hexdigest()
    row, new = IdempotencyKey.objects.get_or_create(
        actor_id=user_id,
        key=key,
        defaults={"method": method, "path": path[:300], "body_sha256": digest, "created_at": now()},
    )
    if (row.method, row.path, row.body_sha256) != (method, path[:300], digest):
        raise Refused(
            "idempotency_key_reused",
            _("This Idempotency-Key was used for another request. Send a new key with a new request."),
            status=422,
        )
    return row, new


def idempotent(
    method: Callable[Concatenate[V, Request, P], Response],
) -> Callable[Concatenate[V, Request, P], Response]:
    """For API views that create: honour the Idempotency-Key header."""

    def again(_view: V, row: IdempotencyKey) -> Response:
        return Response(json.loads(row.body), status=row.status, headers=row.headers)

    return _once(method, keep=_as_sent, again=again)


def _as_sent(response: Response) -> str:
    return str(JSONRenderer().render(response.data), "utf-8")


def idempotent_unkept(
    method: Callable[Concatenate[S, Request, P], Response],
) -> Callable[Concatenate[S, Request, P], Response]:
    """`idempotent` for answers that nobody may keep: a repeat reads the row anew, as far as the caller sees it then."""

    def again(view: S, row: IdempotencyKey) -> Response:
        return view.answer(get_object_or_404(view.get_queryset(), **json.loads(row.body)), row.status or 200)

    return _once(method, keep=lambda response: json.dumps({"pk": response.data["id"]}), again=again)


def _content_of(request: Request) -> bytes:
    """What was sent; of a form with files its parts, since a program makes up their boundary anew for each try."""
    if not str(request.content_type).startswith("multipart/"):
        return request._request.body  # noqa: SLF001 -- DRF keeps the raw body only there
    parts = [(name, _sum_of(value)) for name, values in cast(QueryDict, request.data).lists() for value in values]
    return repr(sorted(parts)).encode()


def _sum_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    digest = sha256(str(value.name).encode())
    for piece in value.chunks():
        digest.update(piece)
    value.seek(0)
    return digest.hexdigest()


def _once(
    method: Callable[Concatenate[V, Request, P], Response],
    *,
    keep: Callable[[Response], str],
    again: Callable[[V, IdempotencyKey], Response],
) -> Callable[Concatenate[V, Request, P], Response]:
    """The method, with `keep` of its answer stored and `again` making the answer to a repeat."""

    @wraps(method)
    def once(view: V, request: Request, /, *args: P.args, **kwargs: P.kwargs) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return method(view, request, *args, **kwargs)
        body = _content_of(request)
        with transaction.atomic():
            row, new = _claim(request.user.pk, _readable(key), request.method or "", request.path, body)
            if not new:
                response = again(view, row)
                response["Idempotent-Replay"] = "true"
                return response
            response = method(view, request, *args, **kwargs)
            row.status, row.body = response.status_code, keep(response)
            row.headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
            row.save(update_fields=["status", "body", "headers"])
            return response

    once.takes_key = True  # type: ignore[attr-defined]  # for the schema
    return once


def acts_once(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For pages that create: the form carries `{% once %}`, a second click is sent where the first one led."""

    @wraps(view)
    def once(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = request.POST.get("once", "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            row, new = IdempotencyKey.objects.get_or_create(
                actor_id=request.user.pk,
                key=_readable(key),
                defaults={"method": "POST", "path": request.path[:300], "created_at": now()},
            )
            if not new and row.headers.get("Location"):
                return HttpResponseRedirect(row.headers["Location"])
            response = view(request, *args, **kwargs)
            if response.has_header("Location"):
                row.headers = {"Location": response["Location"]}
                row.save(update_fields=["headers"])
            else:
                row.delete()  # nothing was done: the corrected form may come with the same key
            return response

    return once


def forget_old() -> int:
    """Delete keys past their day; returns how many. For the sweep."""
    return IdempotencyKey.objects.filter(created_at__lt=now() - KEPT).delete()[0]

"""Steps that need a fresh proof of who sits there: tokens, roles, closing accounts."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

from accounts.visitors import me
from kernel.errors import Refused

P = ParamSpec("P")


def signed_in_lately(request: HttpRequest) -> bool:
    """Whether the person proved who she is in this session within the last half hour."""
    proofs = get_authentication_records(request, me(request))
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(proof["at"] > since for proof in proofs)


def fresh_sign_in_required(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For pages: a POST waits until the password, code or passkey was given again, then goes on by itself."""

    @wraps(view)
    def fresh(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not signed_in_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return fresh


def require_fresh_sign_in(request: Request) -> None:
    """For the API, where a session is used. Raises Refused fresh_sign_in_required."""
    by_session = isinstance(request.successful_authenticator, SessionAuthentication)
    if by_session and not signed_in_lately(request._request):  # noqa: SLF001 -- the session's records are Django's
        raise Refused(
            "fresh_sign_in_required",
            _("Sign in again first: this step needs a fresh proof of who you are."),
            status=403,
        )

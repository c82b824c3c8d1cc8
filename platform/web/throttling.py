"""How often an address may try what needs no sign-in; the same bucket for the page and the API."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from kernel.errors import Refused


class VerifyThrottle(SimpleRateThrottle):
    """Codes typed to verify a document: whoever tries many is guessing."""

    scope = "verify"

    def get_cache_key(self, request: Request, view: Any) -> str:
        """One bucket for each address, signed in or not."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class FeedThrottle(VerifyThrottle):
    """Calendars that programs read by themselves, those of a whole town hall behind one address."""

    scope = "feed"


def require_calm(request: HttpRequest, throttle: type[VerifyThrottle] = VerifyThrottle) -> None:
    """For what is opened by a secret in place of a sign-in. Raises Refused 429 throttled."""
    if not throttle().allow_request(cast(Request, request), cast(Any, None)):
        raise Refused("throttled", _("Too many tries. Wait a minute, then try again."), status=429)


class TriesThrottle(SimpleRateThrottle):
    """Tries at one secret, whoever tries: changing the address does not help."""

    scope = "tries"

    def __init__(self, of: str) -> None:
        super().__init__()
        self._of = hashlib.sha256(of.encode()).hexdigest()

    def get_cache_key(self, request: Request, view: Any) -> str:
        """One bucket for each secret."""
        return self.cache_format % {"scope": self.scope, "ident": self._of}


def require_few_tries(*, of: str) -> None:
    """For what is guessed at. Raises Refused 429 throttled."""
    if not TriesThrottle(of).allow_request(cast(Request, None), cast(Any, None)):
        raise Refused("throttled", _("Too many tries. Try again in an hour."), status=429)

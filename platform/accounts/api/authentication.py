"""Signing in with a token."""

from __future__ import annotations

import re
from hmac import compare_digest
from typing import Any

from django.db.models import CharField, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox import auth
from knox.crypto import hash_token
from knox.models import AuthToken
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed

from kernel.prepared import Prepared
from kernel.time import now

TOKEN = re.compile(rb"[0-9a-f]{64}")
"""What a token looks like."""


def _beginning_with(key: str) -> QuerySet[AuthToken]:
    rows: QuerySet[AuthToken] = AuthToken.objects.filter(token_key=key).select_related("user")
    return rows


_tokens = Prepared[AuthToken](_beginning_with, key=CharField())


class TokenAuthentication(auth.TokenAuthentication):  # type: ignore[misc]  # knox is untyped
    """As knox does it, without reading the person's other tokens at each request: a task throws away what is over."""

    def authenticate_credentials(self, token: bytes) -> Any:
        """The person and the token. Raises AuthenticationFailed, also for what no database can look up."""
        if TOKEN.fullmatch(token):
            typed = token.decode()
            digest = hash_token(typed)
            for held in _tokens(key=typed[: CONSTANTS.TOKEN_KEY_LENGTH]):
                if compare_digest(digest, held.digest) and (held.expiry is None or held.expiry >= now()):
                    return self.validate_user(held)
        raise AuthenticationFailed(_("Invalid token."))


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # registers itself
    """How the description of the API tells it."""

    target_class = "accounts.api.authentication.TokenAuthentication"

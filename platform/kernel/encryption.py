"""Short secrets and sensitive words, encrypted before they reach the database.

Keys come from ENCRYPTION_KEYS, newest first: all of them open, the first one closes. Without any, one is derived from
the secret key, which then must not change.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def encrypt(text: str) -> str:
    """The text, closed with the newest key."""
    return _box().encrypt(text.encode()).decode()


def decrypt(closed: str) -> str:
    """The text again. Raises ValueError where no key opens it."""
    try:
        return _box().decrypt(closed.encode()).decode()
    except InvalidToken as error:
        raise ValueError("no key opens this text") from error


def _box() -> MultiFernet:
    keys: list[str] = list(settings.ENCRYPTION_KEYS) or [_derived(settings.SECRET_KEY)]
    return MultiFernet([Fernet(key) for key in keys])


def _derived(secret: str) -> str:
    digest = hashlib.sha256(b"ratusz.encryption:" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()

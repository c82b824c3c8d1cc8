"""Second factors: the secret of an authenticator app is kept encrypted."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from kernel.encryption import decrypt, encrypt


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A copy of the database signs nobody in."""

    def encrypt(self, text: str) -> str:
        """Before it is stored."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """When a code is checked."""
        return decrypt(encrypted_text)

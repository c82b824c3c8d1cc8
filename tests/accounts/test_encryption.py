"""What is encrypted opens with any of our keys and with no other."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from kernel.encryption import decrypt, encrypt

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_without_keys_the_secret_key_closes_and_opens(settings):
    closed = encrypt("tajne")
    assert (closed == "tajne", decrypt(closed)) == (False, "tajne")
    settings.SECRET_KEY = "x" * 50
    with pytest.raises(ValueError, match="no key"):
        decrypt(closed)


def test_a_new_key_closes_and_the_old_one_still_opens(settings):
    settings.ENCRYPTION_KEYS = [OLD]
    closed = encrypt("tajne")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert (decrypt(closed), decrypt(encrypt("inne"))) == ("tajne", "inne")
    settings.ENCRYPTION_KEYS = [NEW]
    with pytest.raises(ValueError, match="no key"):
        decrypt(closed)

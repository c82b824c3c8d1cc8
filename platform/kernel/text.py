"""Words and codes: translatable text, canonical JSON, codes that people type."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import unicodedata
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
"""A sentence, perhaps still to be translated."""

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U: nothing that can be misread."""


def read_number(typed: str) -> int | None:
    """A whole number as an address or a hidden field carries it, or None; more than 18 digits are nobody's."""
    return int(typed) if re.fullmatch(r"[0-9]{1,18}", typed) else None


def new_code(length: int = 10) -> str:
    """A code that cannot be guessed: 5 bits a character, 50 bits by default."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def read_code(typed: str) -> str:
    """The code somebody meant: case, spaces and dashes do not matter; I, L and O are read as 1, 1, 0."""
    kept = "".join(c for c in typed.upper() if c.isalnum())
    return kept.translate(str.maketrans("ILO", "110"))


def show_code(code: str) -> str:
    """The code in groups of five, as printed: ABCDE-12345."""
    return "-".join(code[i : i + 5] for i in range(0, len(code), 5))


def canonical_json(value: Any) -> str:
    """One text for one value: keys sorted, no spaces, UTF-8, no floats (raises TypeError)."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("A float has no canonical text; use Decimal as text, or int.")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def sha256(text: str) -> str:
    """The hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def fold(text: str) -> str:
    """The text as people search for it: case and marks do not matter, "lodz" finds "Łódź" on either engine."""
    stripped = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return "".join(stripped).replace("ł", "l")


NAME_LIMIT = 180
"""Bytes of a file name."""


def clean_name(name: str) -> str:
    """A file name that is safe to show and to offer: NFC, no control, bidi or path characters, at most 180 bytes."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip(". ")
    while len(name.encode()) > NAME_LIMIT:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[:-1]}{dot}{ending}" if stem else ending[:-1]
    return name or "file"

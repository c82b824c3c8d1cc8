"""Countries by their two letters (ISO 3166), in the reader's language."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language

NONE = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Codes of two letters that are no country."""


def countries() -> list[tuple[str, str]]:
    """Code and name of each, by name."""
    names = Locale(get_language() or "pl").territories
    found = [(code, str(name)) for code, name in names.items() if _is_country(code)]
    return sorted(found, key=lambda country: country[1])


def is_country(code: str) -> bool:
    """Whether there is one."""
    return _is_country(code) and code in Locale("en").territories


def country(code: str) -> str:
    """The name; the code itself where there is none."""
    return str(Locale(get_language() or "pl").territories.get(code, code))


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in NONE  # noqa: PLR2004 -- two letters

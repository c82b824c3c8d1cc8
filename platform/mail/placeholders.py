"""Text with names in double braces: {{ title }}. No tags, no attributes, no filters: a name is a fact, or refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refused
from ui.format import day, moment, number

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")


def require_known(text: str, known: Collection[str], *, field: str) -> None:
    """Raise Refused unknown_placeholder with the name that is not known, placeholder_broken for other braces."""
    for name in PLACEHOLDER.findall(text):
        if name.strip() not in known:
            raise Refused(
                "unknown_placeholder",
                _("There is no “%(name)s” in this message. It knows: %(known)s.")
                % {"name": name.strip()[:60], "known": ", ".join(known)},
                field=field,
                name=name.strip()[:60],
            )
    if stray := STRAY.search(PLACEHOLDER.sub("", text)):
        raise Refused(
            "placeholder_broken",
            _("“%(braces)s” belongs to nothing here. A placeholder is a name in double braces, as {{ title }}.")
            % {"braces": stray.group()},
            field=field,
        )


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """The text with the facts in place, in the language that is active.

    A line with placeholders that are all empty is left out, so that "Place: {{ venue }}" needs no condition. What a
    fact says is never looked at again.
    """
    return "\n".join(_filled(line, facts) for line in text.splitlines() if not _says_nothing(line, facts))


def as_text(value: Any) -> str:
    """A fact as it is written in a letter."""
    match value:
        case None:
            return ""
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case bool():
            return ""
        case int() | Decimal():
            return number(value)
        case _:
            return str(value)


def _filled(line: str, facts: Mapping[str, Any]) -> str:
    return PLACEHOLDER.sub(lambda found: as_text(facts.get(found[1].strip())), line)


def _says_nothing(line: str, facts: Mapping[str, Any]) -> bool:
    names = [name.strip() for name in PLACEHOLDER.findall(line)]
    return bool(names) and not any(as_text(facts.get(name)) for name in names)

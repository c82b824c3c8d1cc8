"""How days, times, durations, numbers and money are written in Polish and English, on pages and in documents."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from django.utils.translation import get_language

from kernel.time import WARSAW
from kernel.time import local_day as warsaw_day

NBSP = "\N{NO-BREAK SPACE}"
NOTHING = "–"
"""Stands where there is no value: neither zero nor an empty cell."""

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _is_english(language: str | None) -> bool:
    return (language or get_language() or "").startswith("en")


def day(value: date | datetime, language: str | None = None) -> str:
    """A day as people write it; of an instant, the Warsaw day: 22.11.2026, in English 22 Nov 2026."""
    local = warsaw_day(value) if isinstance(value, datetime) else value
    if _is_english(language):
        return f"{local.day}{NBSP}{_MONTHS[local.month - 1]}{NBSP}{local.year}"
    return f"{local.day:02}.{local.month:02}.{local.year}"


def clock(value: datetime | time) -> str:
    """The Warsaw time of an instant, or a time of day: 14:05."""
    local = value.astimezone(WARSAW) if isinstance(value, datetime) else value
    return f"{local.hour:02}:{local.minute:02}"


def moment(value: datetime, language: str | None = None) -> str:
    """Day and time in Warsaw: 22.11.2026, 14:05."""
    return f"{day(value, language)}, {clock(value)}"


def span(start: datetime, end: datetime, language: str | None = None) -> str:
    """From when to when in Warsaw: 22.11.2026, 14:05–15:30; where it ends on another day, both with their days."""
    if warsaw_day(start) == warsaw_day(end):
        return f"{moment(start, language)}–{clock(end)}"
    return f"{moment(start, language)} – {moment(end, language)}"


def hours(minutes: int) -> str:
    """A duration: 1 h 30 min, 45 min, 2 h. The unit signs are the same in both languages."""
    sign, left = ("-", -minutes) if minutes < 0 else ("", minutes)
    whole, rest = divmod(left, 60)
    parts = [f"{whole}{NBSP}h"] if whole else []
    if rest or not whole:
        parts.append(f"{rest}{NBSP}min")
    return sign + NBSP.join(parts)


def number(value: Decimal | int, places: int | None = None, language: str | None = None) -> str:
    """A number with thousands apart: 1 234,56, in English 1,234.56. Rounds half to even where `places` cut."""
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    if _is_english(language):
        return text
    return text.translate(str.maketrans(",.", NBSP + ","))


def trimmed(value: Decimal) -> Decimal:
    """The same value without empty decimals: 12.50 is 12.5, 100.00 is 100."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def money(amount: Decimal | int, currency: str, language: str | None = None) -> str:
    """An amount to the cent with its currency: 1 234,56 EUR, in English EUR 1,234.56."""
    text = number(amount, 2, language)
    return f"{currency}{NBSP}{text}" if _is_english(language) else f"{text}{NBSP}{currency}"

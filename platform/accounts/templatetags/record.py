"""Values of the record as people write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from ui.format import day, moment

register = template.Library()

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*(Z|[+-]\d\d:\d\d)")


@register.filter
def as_written(value: Any) -> str:
    """Days and instants in Warsaw, yes and no in words, several values one after the other."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(as_written(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {as_written(item)}" for name, item in value.items())
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        instant = parse_datetime(value)
        return moment(instant) if instant else value
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    return str(value)

"""Days and instants as people type them, in the browser's own pickers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from kernel.time import WARSAW, instants_of, is_sensible, offset_of

NO_SUCH_YEAR = _("Give a year between 1900 and 2199.")
NO_SUCH_TIME = _("The clock is put forward that night: there is no such time. Choose another one.")
TIME_TWICE = _("The clock is put back that night: this time comes twice. Say which of the two you mean.")


def require_sensible(day: date) -> None:
    """Raise ValidationError for a year that nobody means: a day after the last one there is would break."""
    if not is_sensible(day):
        raise ValidationError(NO_SUCH_YEAR, code="year")


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
        super().__init__(**{"widget": widget, "validators": [require_sensible], **given})


class InstantInput(forms.DateTimeInput):
    """The browser's picker; where the time comes twice, also the question which of the two.

    The answer is the offset from UTC, sent as `<name>_which`; with it the value is one instant.
    """

    template_name = "_forms/instant.html"

    def __init__(self) -> None:
        super().__init__({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed, with the offset if one was chosen for a time that comes twice."""
        text = super().value_from_datadict(data, files, name)
        which = data.get(f"{name}_which")
        return f"{text}{which}" if which in _offsets(_local(text)) else text

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """With the local time, and the offsets to choose from where there are two."""
        local = _local(value)
        context = super().get_context(name, local or value, attrs)
        offsets = _offsets(local)
        chosen = offsets[local.fold] if local and offsets and not _is_bare(value) else ""
        context["widget"] |= {"offsets": offsets, "chosen": chosen}
        return context


class InstantField(forms.DateTimeField):
    """A day and time in Warsaw. A time that the clock jumps over is refused; of two alike one is chosen."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"widget": InstantInput(), "validators": [require_sensible], **given})

    def to_python(self, value: Any) -> datetime | None:
        """The instant. Raises ValidationError no_such_time, time_twice."""
        if _is_bare(value) and (local := _local(value)):
            found = instants_of(local)
            if not found:
                raise ValidationError(NO_SUCH_TIME, code="no_such_time")
            if len(found) > 1:
                raise ValidationError(TIME_TWICE, code="time_twice")
        return super().to_python(value)


def _local(value: Any) -> datetime | None:
    """The local time, without a zone, of what was typed or of an instant; None of anything else."""
    if isinstance(value, str):
        try:
            value = parse_datetime(value.strip())
        except ValueError:
            return None
    if not isinstance(value, datetime) or not is_sensible(value):
        return None
    return value.astimezone(WARSAW).replace(tzinfo=None) if value.tzinfo else value


def _is_bare(value: Any) -> bool:
    """Whether it was typed without an offset."""
    if not isinstance(value, str) or _local(value) is None:
        return False
    found = parse_datetime(value.strip())
    return found is not None and found.tzinfo is None


def _offsets(local: datetime | None) -> list[str]:
    """Those to choose from: of a time that comes twice, that of summer and that of winter."""
    found = instants_of(local) if local else []
    return [offset_of(instant) for instant in found] if len(found) > 1 else []

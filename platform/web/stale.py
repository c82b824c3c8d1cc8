"""What a form shows whose row somebody else changed meanwhile: how it stands now, and a way on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kernel.errors import Refused
from kernel.text import Text
from ui.format import NOTHING, day, moment
from web.errors import page_before


@dataclass(frozen=True)
class Present:
    """The fields that somebody changed and their values now; where the form opens afresh: the page it stood on."""

    values: list[tuple[Text, str]]
    href: str
    is_whole: bool
    """Whether everything that changed is shown: then the same form, sent again, replaces it knowingly."""


def present_of(request: HttpRequest, form: forms.BaseForm, refusal: Refused) -> Present:
    """How the row stands now. The form goes on from that version where everything that changed is before one's eyes.

    What it shows at first was read from the row in this request, before the service refused.
    """
    changed = refusal.facts.get("changed", [])
    shown = [name for name in changed if name in form.fields and name in form.initial]
    values = [(_label(form, name), _in_words(form.fields[name], form.initial[name])) for name in shown]
    is_fresh = form.initial.get("version") == refusal.facts.get("current_version")
    is_whole = bool(changed) and shown == changed and is_fresh
    if is_whole:
        data = form.data.copy()  # type: ignore[attr-defined]
        data[form.add_prefix("version")] = form.initial["version"]
        form.data = data
    return Present(values, page_before(request) or request.get_full_path(), is_whole)


def _label(form: forms.BaseForm, name: str) -> Text:
    return form[name].label


def _in_words(field: forms.Field, value: Any) -> str:  # noqa: PLR0911 -- one return for each kind of value
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(field, forms.ModelChoiceField):
        given = value if isinstance(value, list) else [value]
        found = field.queryset.filter(pk__in=[getattr(one, "pk", one) for one in given]) if field.queryset else []
        return ", ".join(str(one) for one in found) or NOTHING
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return next((str(label) for code, label in choices if str(code) == str(value)), str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return str(value)

"""Long forms in parts that somebody understands at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django import forms
from django.forms.boundfield import BoundField

from kernel.text import Text


class SectionedForm(forms.Form):
    """A form whose fields stand under headings; those that no section names come first."""

    template_name = "_forms/sections.html"
    sections: ClassVar[list[tuple[Text, list[str]]]] = []

    def grouped(self) -> Iterator[tuple[Text, list[BoundField]]]:
        """Heading and fields of each section that has any; hidden fields are left out."""
        shown = {field.name: field for field in self.visible_fields()}
        named = {name for _title, names in self.sections for name in names}
        first = [field for name, field in shown.items() if name not in named]
        parts = [(title, [shown[name] for name in names if name in shown]) for title, names in self.sections]
        yield from ((title, fields) for title, fields in [("", first), *parts] if fields)

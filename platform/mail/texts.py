"""Which messages the house may word itself, what each of them knows, and the built-in words to begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.template import Context
from django.utils import translation

from kernel.decisions import Decision
from kernel.text import Text
from mail.placeholders import as_text
from mail.rendering import footer, site, template_of

MayEdit = Callable[[Any], Decision]
"""Asked with the user; belongs to who registers the text, as this package knows nobody."""


@dataclass(frozen=True)
class Editable:
    """One kind of message: what it is for, and the facts it knows with an invented value for each."""

    name: str
    title: Text
    facts: Mapping[str, Any]
    may_edit: MayEdit

    @property
    def known(self) -> list[str]:
        """The names that may stand in double braces."""
        return ["recipient", *(("link" if name == "path" else name) for name in self.facts), "site_name", "site_url"]


@dataclass(frozen=True)
class Wording:
    """Subject and text with placeholders in them."""

    subject: str
    body: str


_texts: dict[str, Editable] = {}


def register(*texts: Editable) -> None:
    """Let these be worded by people. Call it in AppConfig.ready."""
    _texts.update({text.name: text for text in texts})


def editable() -> list[Editable]:
    """All of them, by name."""
    return [_texts[name] for name in sorted(_texts)]


def find(name: str) -> Editable | None:
    """One of them."""
    return _texts.get(name)


def built_in(text: Editable, language: str) -> Wording:
    """The words that come with the platform, in a language, with placeholders where the facts would stand.

    The template is rendered with marks for facts: names in braces for words, unmistakable moments for moments, which
    are put back into names afterwards. The footer is left out: every message ends with it anyway.
    """
    moments = {
        name: datetime(2150 + number, 1, 1, tzinfo=UTC)
        for number, (name, example) in enumerate(text.facts.items())
        if isinstance(example, (datetime, date))
    }
    marks = {name: moments.get(name, "{{ %s }}" % name) for name in text.facts}  # noqa: UP031 -- braces are meant
    with translation.override(language):
        values = {**marks, "path": "{{ link }}", "recipient": _Recipient(), "site_url": "", "site_name": ""}
        rendered = template_of(text.name).template.render(Context(values, autoescape=False)).strip()
        for name, at in moments.items():
            for written in (as_text(at), as_text(at.date())):
                rendered = rendered.replace(written, "{{ %s }}" % name)  # noqa: UP031
        rendered = rendered.removesuffix(footer({"site_url": "", "site_name": ""})).rstrip()
    subject, _newline, body = rendered.partition("\n")
    return Wording(subject.strip(), body.strip())


def invented(text: Editable) -> dict[str, Any]:
    """Facts for a preview."""
    return {**text.facts, "recipient": "Anna Przykładowa", **site()}


class _Recipient:
    """Stands for a person in the built-in greeting."""

    def get_full_name(self) -> str:
        return "{{ recipient }}"

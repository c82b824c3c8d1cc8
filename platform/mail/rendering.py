"""A message as text, in the language of who reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.backends.django import Template
from django.template.loader import get_template
from django.utils import translation

from mail.models import Message, MessageTemplate
from mail.placeholders import fill


@dataclass(frozen=True)
class Letter:
    """What is sent. Never stored."""

    subject: str
    body: str


def template_of(name: str) -> Template:
    """The template of a message. Raises TemplateDoesNotExist."""
    found = get_template(f"email/{name}.txt", using="django")
    if not isinstance(found, Template):
        raise TypeError("Messages are Django templates.")
    return found


def render(message: Message) -> Letter:
    """The text: that of the house where there is one; else the template, whose first line is the subject."""
    own = MessageTemplate.objects.filter(name=message.template, language=message.language).first()
    values: dict[str, Any] = {**message.context, "recipient": message.to, **site()}
    with translation.override(message.language):
        if own and own.is_own:
            name = message.to.get_full_name() if message.to else ""
            return worded(own.subject, own.body, {**values, "recipient": name})
        text = template_of(message.template).template.render(Context(values, autoescape=False))
    subject, _newline, body = text.lstrip().partition("\n")
    return Letter(_one_line(subject), body.strip() + "\n")


def worded(subject: str, body: str, facts: Mapping[str, Any]) -> Letter:
    """A letter of text with placeholders, in the active language; it ends as every message does."""
    known = {**facts, "link": f"{facts['site_url']}{facts.get('path') or ''}"}
    return Letter(_one_line(fill(subject, known)), f"{fill(body, known).strip()}\n\n{footer(site())}\n")


def footer(values: Mapping[str, str]) -> str:
    """The end of every message, in the active language."""
    text: str = get_template("email/_footer.txt", using="django").render(dict(values))
    return text.strip()


def site() -> dict[str, str]:
    """What every message knows of the platform."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL.rstrip("/")}


def _one_line(text: str) -> str:
    """Without what could begin another header."""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:250]

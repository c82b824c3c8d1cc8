"""What a message is called."""

from __future__ import annotations

from django import template

from mail.texts import find

register = template.Library()


@register.filter
def text_title(name: str) -> str:
    """The title of a kind of message; where it has none, the name of its template."""
    text = find(name)
    return str(text.title) if text else name

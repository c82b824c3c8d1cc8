"""Tags and filters of every template: they format, they never decide."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, Protocol
from urllib.parse import urlencode

import heroicons
from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.defaultfilters import filesizeformat
from django.urls import get_script_prefix, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from ui import countries
from ui import format as written
from ui.format import trimmed
from ui.states import color_of

register = template.Library()

NEIGHBOURS = 1
"""Pages shown on each side of the current one."""

# CSS alone would do it for every word: a table then counts a letter as the narrowest a column may be.
BREAK = mark_safe("<wbr>")
LONG_WORD = re.compile(r"\S{25,}")
PIECE = re.compile(r"[^-_./]{1,16}[-_./]{0,8}|[-_./]{1,16}")
"""Breaks where the parts of a file name or an address meet, else after so many letters."""
ENDING = 5
"""Letters that stay with what stands before them, as ".xlsx"."""

# The ids let htmx put the focus back after a swap.
PREVIOUS = mark_safe(' id="page-previous" rel="prev"')
NEXT = mark_safe(' id="page-next" rel="next"')
CURRENT = mark_safe(' aria-current="true"')
NO_PAGE = mark_safe('<span class="ds-button" aria-hidden="true"></span>')


class Pages(Protocol):
    """As `web.lists.Pages`."""

    page: Page[Any]
    query: MultiValueDict[str, str]


class Listing(Pages, Protocol):
    """What `web.lists.listing` gives."""

    sort: str


# -- values ----------------------------------------------------------------------------------------


@register.filter
def day(value: date | datetime | None) -> str:
    """22.11.2026; nothing for nothing."""
    return written.day(value) if value else ""


@register.filter
def span(start: datetime, end: datetime) -> str:
    """22.11.2026, 14:05–15:30; where it ends on another day, both with their days."""
    return written.span(start, end)


@register.filter
def country(code: str) -> str:
    """The name of a country; nothing for nothing."""
    return countries.country(code) if code else ""


@register.filter
def moment(value: datetime | None) -> str:
    """22.11.2026, 14:05 in Warsaw; nothing for nothing."""
    return written.moment(value) if value else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """14:05 in Warsaw; nothing for nothing."""
    return "" if value is None else written.clock(value)


@register.filter
def hours(minutes: int | None) -> str:
    """1 h 30 min; nothing for nothing, 0 min for zero."""
    return "" if minutes is None else written.hours(minutes)


@register.filter
def filesize(size: int | None) -> str:
    """1,2 MB; nothing for nothing."""
    return "" if size is None else filesizeformat(size)


@register.filter
def number(value: Decimal | int | None) -> str:
    """1 234,5: thousands apart, no empty decimals; nothing for nothing."""
    if value is None:
        return ""
    return written.number(trimmed(value) if isinstance(value, Decimal) else value)


@register.simple_tag
def money(amount: Decimal | int | None, currency: str) -> str:
    """1 234,56 EUR; a dash where there is no amount."""
    return written.NOTHING if amount is None else written.money(amount, currency)


@register.filter
def breakable(text: object) -> SafeString:
    """A name in a table: a word too long for any column, as of a file, may break within; ordinary words never do."""
    name = str(text)
    if not LONG_WORD.search(name):
        return escape(name)
    ends = [
        word.start() + piece.end()
        for word in LONG_WORD.finditer(name)
        for piece in PIECE.finditer(word[0])
        if piece.end() < len(word[0]) - ENDING
    ]
    parts = pairwise([0, *ends, len(name)])
    return format_html_join(BREAK, "{}", ((name[start:end],) for start, end in parts))


# -- small pieces ----------------------------------------------------------------------------------


@cache
def _svg(name: str) -> SafeString:
    drawing = heroicons._render_icon(  # noqa: SLF001 -- its public tags draw anew each time
        "outline", name, None, {"class": "ds-icon", "aria-hidden": "true", "focusable": "false"}
    )
    return mark_safe(" ".join(drawing.split()).replace("> <", "><"))  # noqa: S308 -- comes from the package


@register.simple_tag
def icon(name: str) -> SafeString:
    """An outline heroicon, for decoration: the words stand beside it."""
    return _svg(str(name))


@register.simple_tag
def once() -> SafeString:
    """The hidden key that makes a form act once (web.idempotency)."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4().hex)


@register.simple_tag
def state_tag(value: str, label: str) -> SafeString:
    """A state in its colour; the word says it too."""
    return format_html('<span class="ds-tag" data-color="{}">{}</span>', color_of(value), label)


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """The error summary and all fields."""
    return form.render()


# -- lists -----------------------------------------------------------------------------------------


def _address(query: MultiValueDict[str, str], **changes: str) -> str:
    """The query of the page with some parameters changed; empty ones and a stale page number fall out."""
    kept = {name: [value for value in values if value] for name, values in query.lists() if name != "page"}
    kept |= {name: [value] for name, value in changes.items()}
    return "?" + urlencode(kept, doseq=True)


def _link(address: str, body: str, attributes: str = "", *, swaps: bool = True) -> SafeString:
    """A link that swaps the results where scripts run and loads the page where they do not, or where nothing swaps."""
    swap = format_html(' data-hx-get="{}" data-hx-target="#results" data-hx-push-url="true"', address) if swaps else ""
    return format_html('<a href="{}"{}{}>{}</a>', address, swap, attributes, body)


_SOME_ROW = 9_000_000_000


@cache
def _address_parts(name: str, prefix: str) -> tuple[str, str]:
    before, after = reverse(name, args=[_SOME_ROW]).split(str(_SOME_ROW))
    return before, after


@register.simple_tag
def row_url(name: str, pk: int) -> str:
    """The address of a row with a number, as `url` gives it; in a list that is a tenth of the page's time."""
    before, after = _address_parts(name, get_script_prefix())
    return f"{before}{pk}{after}"


@register.simple_tag
def sort_header(listing: Listing, name: str, label: str, css: str = "", *, swaps: bool = True) -> SafeString:
    """A column header that sorts by its column, and back when it already does; `css` is a class such as number.

    `swaps` as in `page_links`.
    """
    is_sorted = listing.sort.removeprefix("-") == name
    falling = listing.sort.startswith("-")
    wanted = f"-{name}" if is_sorted and not falling else name
    order = ("descending" if falling else "ascending") if is_sorted else "none"
    return format_html(
        '<th scope="col" aria-sort="{}"{}>{}</th>',
        order,
        format_html(' class="{}"', css) if css else "",
        _link(
            _address(listing.query, sort=wanted),
            label,
            # The id lets htmx put the focus back after the swap.
            format_html(' class="sort" id="sort-{}"', name),
            swaps=swaps,
        ),
    )


def _page_numbers(current: int, last: int) -> list[int]:
    """First, the neighbours of the current one, last."""
    near = range(current - NEIGHBOURS, current + NEIGHBOURS + 1)
    return sorted({1, last, *(number for number in near if 1 <= number <= last)})


def _page_items(listing: Pages, *, swaps: bool) -> list[tuple[SafeString | str]]:
    """Previous, the numbers with gaps between them, next. The design expects the first and the last always."""
    page = listing.page
    current, last = page.number, page.paginator.num_pages
    base = _address(listing.query)
    base += "&page=" if len(base) > 1 else "page="

    def item(number: int, body: str, attributes: str) -> SafeString:
        attributes = format_html(' class="ds-button" data-variant="tertiary"{}', attributes)
        return _link(f"{base}{number}", body, attributes, swaps=swaps)

    previous = item(current - 1, pgettext("page", "Previous"), PREVIOUS) if current > 1 else NO_PAGE
    following = item(current + 1, pgettext("page", "Next"), NEXT) if current < last else NO_PAGE
    items: list[SafeString | str] = [previous]
    before = 0
    for number in _page_numbers(current, last):
        if number > before + 1:
            items.append("")
        name = gettext("Page %(number)s") % {"number": number}
        here = CURRENT if number == current else ""
        items.append(item(number, str(number), format_html(' aria-label="{}"{}', name, here)))
        before = number
    return [(entry,) for entry in [*items, following]]


@register.simple_tag
def page_links(listing: Pages, *, swaps: bool = True) -> SafeString:
    """How many rows there are, and the way to the other pages; nothing under an empty list.

    A form is no list of results: its pages are loaded, not swapped.
    """
    page = listing.page
    if not page.paginator.count:
        return mark_safe("")
    shown = gettext("%(first)s–%(last)s of %(count)s") % {
        "first": page.start_index(),
        "last": page.end_index(),
        "count": page.paginator.count,
    }
    count = format_html('<p class="count" data-announce>{}</p>', shown)
    if page.paginator.num_pages == 1:
        return count
    return format_html(
        '<div class="pages">{}<nav class="ds-pagination" aria-label="{}"><ul>{}</ul></nav></div>',
        count,
        gettext("Pages"),
        format_html_join("", "<li>{}</li>", _page_items(listing, swaps=swaps)),
    )

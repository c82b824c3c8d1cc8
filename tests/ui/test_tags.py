"""The tags that every template uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.template import engines
from django.urls import reverse
from django.utils import translation


@dataclass
class Listing:
    page: Page[Any]
    sort: str
    query: QueryDict


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def shown(source: str, **context: Any) -> str:
    return engines["django"].from_string(source).render(context)


def listing(query: str = "", rows: int = 500, sort: str = "name") -> Listing:
    values = QueryDict(query)
    return Listing(Paginator(range(rows), 50).page(values.get("page", 1)), sort, values)


def test_nothing_stays_empty_so_that_default_can_speak():
    assert (
        shown('{{ x|day|default:"-" }}{{ x|moment }}{{ x|clock }}{{ x|hours }}{{ x|filesize }}{{ x|number }}', x=None)
        == "-"
    )


def test_zero_is_not_nothing():
    assert shown("{{ x|hours }} {{ x|number }}", x=0) == "0\xa0min 0"


@pytest.mark.parametrize(
    "words",
    ["kędzierzyńsko-kozielski", "Konstantynopolitańczyk", "15.06.2026, 09:00–17:00", "Ala & kot", "", "PL-DEMO-0001"],
)
def test_an_ordinary_word_does_not_break(words):
    assert "<wbr>" not in shown("{{ x|breakable }}", x=words)


def test_a_word_too_long_for_a_column_breaks_where_its_parts_meet():
    name = "Potwierdzenie_zakupu_biletu_PKP_Intercity_2026.pdf"
    broken = shown("{{ x|breakable }}", x=f"Mój {name}, ważny")
    assert broken.split("<wbr>")[:2] == ["Mój Potwierdzenie_", "zakupu_"]
    assert broken.replace("<wbr>", "") == f"Mój {name}, ważny"
    assert max(len(part) for part in shown("{{ x|breakable }}", x="a" * 90 + "_" * 90).split("<wbr>")) <= 24
    assert shown("{{ x|breakable }}", x=name).endswith("<wbr>2026.pdf")


def test_what_breaks_is_escaped():
    assert shown("{{ x|breakable }}", x="<b>&amp;" * 5).replace("<wbr>", "") == "&lt;b&gt;&amp;amp;" * 5


def test_a_missing_amount_is_a_dash():
    assert shown('{% money x "EUR" %}', x=None) == "–"
    assert shown('{% money x "EUR" %}', x=0) == "EUR\xa00.00"


def test_an_icon_is_hidden_from_screen_readers():
    assert shown('{% icon "funnel" %}').startswith("<svg")
    assert 'aria-hidden="true"' in shown('{% icon "funnel" %}')


def test_once_gives_another_key_to_every_form():
    first, second = (re.search(r'value="(\w{32})"', shown("{% once %}")) for _ in range(2))
    assert first
    assert second
    assert first[1] != second[1]


@pytest.mark.parametrize(
    ("state", "color"),
    [
        ("draft", "neutral"),
        ("open", "success"),
        ("offered", "info"),
        ("awaiting_approval", "warning"),
        ("lapsed", "danger"),
        ("never-heard-of", "neutral"),
    ],
)
def test_a_state_has_its_colour_and_its_word(state, color):
    tag = shown("{% state_tag state label %}", state=state, label="<b>")
    assert tag == f'<span class="ds-tag" data-color="{color}">&lt;b&gt;</span>'


def test_a_header_sorts_by_its_column_and_then_back():
    assert 'aria-sort="none"' in shown('{% sort_header x "city" "City" %}', x=listing())
    assert 'href="?q=a&amp;sort=city"' in shown('{% sort_header x "city" "City" %}', x=listing("q=a&sort=name&page=3"))
    assert 'href="?sort=-name"' in shown('{% sort_header x "name" "Name" %}', x=listing("sort=name"))
    falling = shown('{% sort_header x "name" "Name" %}', x=listing("sort=-name", sort="-name"))
    assert 'aria-sort="descending"' in falling
    assert 'href="?sort=name"' in falling


def pages(markup: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", item) for item in re.findall(r"<li>(.*?)</li>", markup)]


def test_page_links_show_first_neighbours_and_last():
    assert pages(shown("{% page_links x %}", x=listing("page=5"))) == [
        "Previous",
        "1",
        "",
        "4",
        "5",
        "6",
        "",
        "10",
        "Next",
    ]
    assert pages(shown("{% page_links x %}", x=listing())) == ["", "1", "2", "", "10", "Next"]
    assert pages(shown("{% page_links x %}", x=listing("page=10"))) == ["Previous", "1", "", "9", "10", ""]


def test_page_links_keep_the_filter_and_every_value_of_it():
    markup = shown("{% page_links x %}", x=listing("state=open&state=full&q=&page=2"))
    assert 'href="?state=open&amp;state=full&amp;page=3"' in markup
    assert 'aria-current="true"' in markup


def test_one_page_needs_no_links_and_no_rows_need_no_count():
    assert shown("{% page_links x %}", x=listing(rows=3)) == '<p class="count" data-announce>1–3 of 3</p>'
    assert shown("{% page_links x %}", x=listing(rows=0)) == ""


def test_what_people_typed_into_the_address_is_escaped():
    markup = shown('{% page_links x %}{% sort_header x "name" label %}', x=listing('q="><script>'), label="<i>")
    assert "<script>" not in markup
    assert "<i>" not in markup


@pytest.mark.parametrize("pk", [1, 9_000_000_000])
def test_the_address_of_a_row_is_the_one_that_url_gives(pk):
    for name in ("trainings:enrolment", "trainings:enrolment-withdraw", "trainings:edition"):
        assert shown("{% row_url name pk %}", name=name, pk=pk) == reverse(name, args=[pk])

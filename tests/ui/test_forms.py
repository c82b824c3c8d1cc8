"""Forms as people and screen readers meet them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.utils import translation

from ui.fields import InstantField


class Enrolment(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the certificate.")
    day = forms.DateField(label="Day")
    starts_at = forms.DateTimeField(label="Start", required=False)
    mode = forms.ChoiceField(
        label="Mode", choices=[("on_site", "on site"), ("remote", "remote")], widget=forms.RadioSelect
    )
    town = forms.ChoiceField(label="Town", choices=[("", "Choose"), ("1", "Olsztyn <1>")], required=False)
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="I agree")
    version = forms.IntegerField(widget=forms.HiddenInput)


class Elements(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute twice: {tag} {attrs}"
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.found if t == tag and wanted.items() <= a.items()]

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        (attributes,) = self.all(tag, **wanted)
        return attributes


class Choices(forms.Form):
    optional = forms.ChoiceField(choices=[("", "---------"), ("1", "one")], required=False)
    named = forms.ChoiceField(choices=[("", "all"), ("1", "one")], required=False)
    needed = forms.ChoiceField(choices=[("", "---------"), ("1", "one")])


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def page(data: dict[str, Any] | None = None, **initial: Any) -> Elements:
    return Elements(str(Enrolment(data, initial=initial)))


def test_every_control_has_a_label():
    markup = page()
    named = {a["for"] for a in markup.all("label")}
    for tag in ("input", "select", "textarea"):
        for control in markup.all(tag):
            assert control.get("type") == "hidden" or control["id"] in named


def test_no_id_comes_twice():
    ids = [a["id"] for _tag, a in page({}).found if "id" in a]
    assert sorted(ids, key=str) == sorted(set(ids), key=str)


def test_required_is_said_in_words():
    assert str(Enrolment()).count("(required)") == 4


def test_dates_use_the_browsers_own_fields_in_both_languages():
    for language in ("pl", "en"):
        with translation.override(language):
            markup = page(day=date(2026, 11, 22), starts_at=datetime(2026, 11, 22, 8, 0, tzinfo=UTC))
        assert markup.one("input", name="day")["type"] == "date"
        assert markup.one("input", name="day")["value"] == "2026-11-22"
        assert markup.one("input", name="starts_at")["type"] == "datetime-local"
        assert markup.one("input", name="starts_at")["value"] == "2026-11-22T09:00"


def test_what_the_browser_sends_for_a_date_is_understood():
    form = Enrolment(
        {
            "name": "x",
            "day": "2026-11-22",
            "starts_at": "2026-11-22T09:00",
            "mode": "remote",
            "agreed": "on",
            "version": "1",
        }
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts_at"] == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def test_help_and_mistake_belong_to_their_field():
    markup = page({})
    field = markup.one("input", name="name")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "id_name_helptext id_name_error"
    ids = {a.get("id") for _tag, a in markup.found}
    assert {"id_name_helptext", "id_name_error"} <= ids


def test_choices_stand_in_a_fieldset_that_tells_their_mistake():
    assert page({}).one("fieldset")["aria-describedby"] == "id_mode_error"


def test_the_summary_leads_to_the_first_control_of_each_field():
    markup = page({"version": "1"})
    targets = [a["href"] for a in markup.all("a")]
    assert targets == ["#id_name", "#id_day", "#id_mode_0", "#id_agreed"]
    ids = {a.get("id") for _tag, a in markup.found}
    assert {str(target).removeprefix("#") for target in targets} <= ids


def test_a_mistake_of_the_whole_form_stands_in_the_summary():
    form = Enrolment({})
    form.add_error(None, "No place is left.")
    assert "<li>No place is left.</li>" in str(form)
    assert len(Elements(str(form)).all("ds-error-summary")) == 1


def test_a_mistake_in_a_hidden_field_is_not_swallowed():
    assert "(Hidden field version) This field is required." in str(Enrolment({}))


def test_a_form_that_was_not_sent_has_no_summary():
    assert page().all("ds-error-summary") == []


def test_labels_of_options_are_escaped():
    assert "Olsztyn &lt;1&gt;" in str(Enrolment())


def test_hidden_fields_come_without_a_label():
    markup = page(version=7)
    assert markup.one("input", name="version")["value"] == "7"
    assert "id_version" not in {a["for"] for a in markup.all("label")}


def test_any_other_hour_is_the_one_in_warsaw():
    assert InstantField().clean("2026-03-29T03:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_nothing_chosen_is_called_the_same_in_every_list():
    empty = re.findall(r'<option value=""[^>]*>([^<]*)</option>', str(Choices()))
    assert empty == ["–", "all", "Choose"]

"""Days and times as people type them, also in the two nights a year when the clock is changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from kernel.time import WARSAW
from ui.fields import InstantField


class Form(forms.Form):
    at = InstantField(label="Start")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def typed(text: str) -> Form:
    return Form(QueryDict(text))


def codes(form: Form) -> list[str | None]:
    return [error.code for error in form.errors.as_data().get("at", [])]


def test_a_time_is_that_of_warsaw():
    form = typed("at=2026-07-01T10:00")
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    assert "<select" not in str(form)


def test_a_time_that_the_clock_jumps_over_is_refused_with_the_reason():
    form = typed("at=2026-03-29T02:30")
    assert codes(form) == ["no_such_time"]
    assert "there is no such time" in str(form)


def test_a_time_that_comes_twice_is_asked_about():
    assert "<select" not in str(Form())
    form = typed("at=2026-10-25T02:30")
    assert codes(form) == ["time_twice"]
    markup = str(form)
    assert '<select class="ds-input" name="at_which" id="id_at_which">' in markup
    assert 'value="2026-10-25T02:30"' in markup
    assert " selected" not in markup


@pytest.mark.parametrize(("which", "hour"), [("%2B02:00", 0), ("%2B01:00", 1)])
def test_the_answer_decides_and_stays_in_the_form(which, hour):
    form = typed(f"at=2026-10-25T02:30&at_which={which}")
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert f'<option value="{which.replace("%2B", "+")}" selected>' in str(form)


@pytest.mark.parametrize("which", ["", "x", "%2B03:00", "%2B00:00"])
def test_an_answer_that_was_not_offered_is_none(which):
    assert codes(typed(f"at=2026-10-25T02:30&at_which={which}")) == ["time_twice"]


def test_an_answer_to_a_question_that_is_gone_is_left_out():
    form = typed("at=2026-10-26T02:30&at_which=%2B02:00")
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_stored_time_that_comes_twice_is_shown_as_the_one_it_is(fold):
    stored = datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=WARSAW).astimezone(UTC)
    markup = str(Form(initial={"at": stored}))
    assert f'<option value="{["+02:00", "+01:00"][fold]}" selected>' in markup
    assert 'value="2026-10-25T02:30"' in markup


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01T10:00", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_what_is_no_time_is_refused(text):
    assert codes(typed(f"at={text}")) in (["required"], ["invalid"], ["year"])

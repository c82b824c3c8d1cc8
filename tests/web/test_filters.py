"""A wrong filter is told beside its field, also where only the results are swapped."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from config.factories.accounts import AdministratorFactory, sign_in
from trainings.filters import LegalTextFilter

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


@pytest.fixture
def page(client):
    sign_in(client, AdministratorFactory().user)
    return client


@pytest.mark.parametrize("name", ["trainings:editions", "accounts:events", "accounts:people"])
def test_what_can_be_read_swaps_the_results(page, name):
    answer = page.get(reverse(name), {"q": "x"}, headers=HTMX)
    assert (answer.status_code, "HX-Redirect" in answer, b"<html" in answer.content) == (200, False, False)


@pytest.mark.parametrize(
    ("word", "is_ticked"), [("1", True), ("on", True), ("true", True), ("0", False), ("off", False), ("false", False)]
)
def test_a_tick_in_an_address_is_read_as_people_write_it(page, word, is_ticked):
    listing = page.get(reverse("trainings:editions"), {"free": word}).context["listing"]
    assert (listing.filter.errors, listing.filter.form.cleaned_data["free"]) == ({}, is_ticked)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("trainings:editions", {"mode": "x"}), ("accounts:events", {"since": "x"}), ("accounts:people", {"role": "x"})],
)
def test_what_cannot_be_read_brings_the_whole_page_which_says_so(page, name, wrong):
    address = reverse(name)
    answer = page.get(address, wrong, headers=HTMX)
    (given,) = wrong.items()
    assert answer["HX-Redirect"] == f"{address}?{given[0]}={given[1]}"
    whole = page.get(answer["HX-Redirect"]).content.decode()
    assert "ds-validation-message" in whole
    # The corrected form loads the page: nothing wrong stays beside what is right.
    assert "data-hx-trigger" not in whole
    assert "data-hx-trigger" in page.get(address).content.decode()


def test_a_label_is_in_the_language_of_each_reader_whoever_asked_first():
    found = LegalTextFilter.base_filters["kind"]
    with translation.override("en"):
        assert str(found.label) == str(found.field.label) == "Kind"
    with translation.override("pl"):
        assert str(found.label) == str(found.field.label) == "Rodzaj"

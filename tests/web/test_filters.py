"""A wrong filter is told beside its field, also where only the results are swapped."""

from __future__ import annotations

import pytest
from django.forms import BoundField
from django.urls import reverse
from django.utils import translation

from accounts.choices import RoleCode
from config.factories.accounts import AdministratorFactory, sign_in
from config.factories.grants import ProjectRoleFactory
from trainings.filters import CatalogueFilter, LegalTextFilter
from web.scoping import ScopedFilterSet

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


def every_filter():
    """All filters of lists, the bases without a model aside."""
    found = [ScopedFilterSet]
    for known in found:
        found += [one for one in known.__subclasses__() if one not in found]
    return [one for one in found if one._meta.model]


@pytest.fixture
def asked_by(rf):
    """A request for a list, by an administrator or by whoever is given."""

    def ask(user, **chosen):
        request = rf.get("/", chosen)
        request.user = user
        return request

    return ask


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_field_nobody_chose_anything_in_looks_as_if_it_were_drawn_anew(asked_by, language):
    request = asked_by(AdministratorFactory().user)
    filters = every_filter()
    assert len(filters) > 50
    with translation.override(language):
        for filterset in filters:
            rows = filterset._meta.model._default_manager.none()
            for field in filterset(request.GET, queryset=rows, request=request).form:
                assert field.as_field_group() == field.as_field_group() == BoundField.as_field_group(field)


def test_what_is_chosen_stays_with_who_chose_it(asked_by):
    user = AdministratorFactory().user
    chosen, other = (
        CatalogueFilter(request.GET, request=request).form["mode"].as_field_group()
        for request in (asked_by(user, mode="online"), asked_by(user))
    )
    assert ("selected" in chosen.split('value="online"')[1], "online" in other) == (True, True)
    assert 'value="online" selected' not in other


def test_the_rows_that_are_offered_are_those_of_each_reader(asked_by):
    mine, others = ProjectRoleFactory(role=RoleCode.ORGANISER), ProjectRoleFactory(role=RoleCode.ORGANISER)
    for role, strange in [(mine, others), (others, mine)]:
        request = asked_by(role.user)
        field = CatalogueFilter(request.GET, request=request).form["project"].as_field_group()
        assert str(role.project) in field
        assert str(strange.project) not in field

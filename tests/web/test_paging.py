"""The number of rows of a long list is counted once a minute, for who asks and for what is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from accounts.models import User
from config.factories.accounts import UserFactory
from kernel.time import now
from web import paging

pytestmark = pytest.mark.django_db


def count(address: str, user: object, rows: object = None) -> int:
    request = RequestFactory().get(address)
    request.user = user
    return paging.page_of(request, User.objects.order_by("pk") if rows is None else rows).paginator.count


@pytest.fixture(autouse=True)
def _cache_server(settings):
    settings.COUNTS_ARE_KEPT = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(paging, "LONG", 2)
    UserFactory.create_batch(3)


def test_a_short_list_is_counted_each_time():
    before = count("/people/", AnonymousUser())
    UserFactory()
    assert count("/people/", AnonymousUser()) == before + 1


def test_to_turn_the_pages_of_a_long_list_needs_no_new_count(short, django_assert_num_queries):
    before = count("/people/", AnonymousUser())
    UserFactory()
    with django_assert_num_queries(2):  # the keys, the rows
        assert count("/people/?page=1&sort=name", AnonymousUser()) == before


@pytest.mark.parametrize("change", ["another address", "another filter", "another person", "other rows"])
def test_what_is_asked_otherwise_is_counted(short, change):
    somebody = UserFactory()
    count("/people/?q=a", somebody)
    UserFactory()
    address = {"another address": "/others/?q=a", "another filter": "/people/?q=b"}.get(change, "/people/?q=a")
    user = UserFactory() if change == "another person" else somebody
    rows = list(User.objects.all()) if change == "other rows" else None
    assert count(address, user, rows) == User.objects.count()


def test_after_a_minute_it_is_counted_again(short, time_machine):
    time_machine.move_to(now(), tick=False)
    before = count("/people/", AnonymousUser())
    UserFactory()
    time_machine.shift(timedelta(seconds=paging.KEPT + 1))
    assert count("/people/", AnonymousUser()) == before + 1


def test_a_page_that_a_long_list_has_got_since_is_there(short):
    count("/people/", AnonymousUser())
    UserFactory.create_batch(paging.PER_PAGE)
    assert count("/people/?page=2", AnonymousUser()) == User.objects.count()
    with pytest.raises(Http404):
        count("/people/?page=3", AnonymousUser())


@pytest.mark.parametrize("order", [("pk",), ("-phone", "-pk"), ("language", "pk"), ("-last_login", "-pk")])
def test_pages_counted_from_the_front_and_from_the_end_hold_each_row_once_in_order(order):
    UserFactory.create_batch(23)
    User.objects.filter(pk__in=list(User.objects.values_list("pk", flat=True)[::3])).update(last_login=now(), phone="1")
    rows = User.objects.order_by(*order)
    pages = paging.NarrowPaginator(rows, 4)
    shown = [[row.pk for row in pages.page(number)] for number in pages.page_range]
    assert [key for page in shown for key in page] == list(rows.values_list("pk", flat=True))
    assert {len(page) for page in shown[:-1]} == {4}

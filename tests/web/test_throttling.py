"""Whoever asks the API too often is told to wait, in words and with a code, and others are not held up."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from config.factories.accounts import UserFactory
from tests.access.doors import addresses
from web.throttling import VerifyThrottle

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/organisations/"


@pytest.fixture(autouse=True)
def _strict(monkeypatch):
    rates = {"anon": "2/min", "user": "3/min", "verify": "2/min"}
    for throttle in (AnonRateThrottle, UserRateThrottle, VerifyThrottle):
        monkeypatch.setattr(throttle, "THROTTLE_RATES", rates)


def signed_in() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(UserFactory())
    return client


def test_too_many_requests_of_one_person_are_told_to_wait():
    busy, calm = signed_in(), signed_in()
    answers = [busy.get(ADDRESS) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    last = answers[-1]
    assert (last["Content-Type"], last.json()["code"], last.json()["status"]) == (
        "application/problem+json",
        "throttled",
        429,
    )
    assert 0 < int(last["Retry-After"]) <= 60
    assert calm.get(ADDRESS).status_code == 200


def test_strangers_are_limited_where_they_may_ask_at_all():
    stranger = Client()
    answers = [stranger.get("/api/v1/verify-certificate/0/") for _ in range(3)]
    assert [answer.json()["code"] for answer in answers][-1] == "throttled"


def test_every_route_of_the_api_is_limited():
    views = {pattern.callback.cls for _name, pattern in addresses() if hasattr(pattern.callback, "cls")}
    assert len(views) > 30
    assert [view.__name__ for view in views if not view.throttle_classes] == []

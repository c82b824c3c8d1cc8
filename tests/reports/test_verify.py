"""Anybody may ask whether a report is genuine, and learns nothing about people."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from audit.append_only import guard, release
from files.services import open_file
from kernel.errors import Refused
from kernel.text import show_code
from reports import services
from reports.models import Snapshot
from web.throttling import VerifyThrottle

pytestmark = pytest.mark.django_db

ADDRESS = "/reports/verify/"


@pytest.fixture
def frozen(report, manager):
    return services.submit_report(report=report, by=manager)


@pytest.fixture
def page():
    return Client(headers={"accept-language": "en"})


def test_the_page_needs_no_account(page):
    answer = page.get(ADDRESS)
    assert (answer.status_code, answer.context["facts"]) == (200, None)


@pytest.mark.parametrize("typed", ["{0}", " {1} ", "{2}"])
def test_a_code_is_found_however_it_is_typed(page, frozen, typed):
    code = typed.format(frozen.code, show_code(frozen.code), show_code(frozen.code).lower())
    answer = page.get(ADDRESS, {"code": code})
    facts = answer.context["facts"]
    assert answer.status_code == 200
    assert (facts.sha256, facts.reference, facts.state, facts.newest) == (
        frozen.sha256,
        "PL-PROBA-9001/1",
        "submitted",
        True,
    )
    assert (str(facts.first_day), str(facts.last_day)) == ("2026-01-01", "2026-06-30")


def test_the_page_names_nobody(page, frozen, manager):
    shown = page.get(ADDRESS, {"code": frozen.code}).content.decode()
    assert not any(secret in shown for secret in (manager.first_name, manager.last_name, manager.email))


@pytest.mark.parametrize("typed", ["0000000000", "x", "'; drop table", "漢", "\N{FULLWIDTH DIGIT ONE}"])
def test_a_wrong_code_is_told_in_one_clear_sentence(page, frozen, typed):
    answer = page.get(ADDRESS, {"code": typed})
    assert (answer.status_code, answer.context["refusal"].code) == (404, "code_unknown")
    assert "No report has this code." in answer.content.decode()


def test_an_empty_code_is_a_mistake_in_the_form(page):
    assert page.get(ADDRESS, {"code": ""}).status_code == 422


def test_our_own_file_is_recognised(page, frozen):
    artifact = services.make_artifact(snapshot=frozen, language="en", progress=lambda *_: None)
    with open_file(artifact.file) as content:
        pdf = content.read()
    answer = page.post(ADDRESS, {"file": SimpleUploadedFile("x.pdf", pdf)})
    changed = page.post(ADDRESS, {"file": SimpleUploadedFile("x.pdf", pdf + b"\n")})
    assert (answer.status_code, answer.context["facts"].language) == (200, "en")
    assert (changed.status_code, changed.context["refusal"].code) == (404, "file_unknown")


def test_the_api_says_the_same_without_a_token(frozen):
    answer = APIClient().get(f"/api/v1/verify/{show_code(frozen.code)}/")
    assert (answer.status_code, answer.json()["sha256"]) == (200, frozen.sha256)
    assert answer.json().keys() == {
        "code",
        "reference",
        "kind",
        "title_pl",
        "title_en",
        "project",
        "first_day",
        "last_day",
        "submitted_at",
        "sha256",
        "revision",
        "newest",
        "state",
        "fictitious",
    }


def test_the_api_knows_no_wrong_code_either():
    answer = APIClient().get("/api/v1/verify/0000000000/")
    assert (answer.status_code, answer.json()["code"]) == (404, "code_unknown")


def test_who_tries_often_has_to_wait_on_the_page_and_in_the_api(page, monkeypatch):
    monkeypatch.setattr(VerifyThrottle, "THROTTLE_RATES", {"verify": "3/min"})
    tries = [page.get(ADDRESS, {"code": "0000000000"}).status_code for _ in range(4)]
    assert tries == [404, 404, 404, 429]
    assert APIClient().get("/api/v1/verify/0000000000/").json()["code"] == "throttled"
    assert page.get(ADDRESS).status_code == 200


def test_a_snapshot_that_somebody_altered_past_us_is_not_called_genuine(frozen):
    release("reports_snapshot")
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE reports_snapshot SET content = '{}' WHERE id = %s", [frozen.pk])
    finally:
        guard("reports_snapshot")
    assert Snapshot.objects.get(pk=frozen.pk).content == "{}"
    with pytest.raises(Refused) as caught:
        services.verify(code=frozen.code)
    assert caught.value.code == "snapshot_altered"

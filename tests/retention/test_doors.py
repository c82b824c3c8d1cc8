"""The pages and the routes say the same: what is kept how long, what is due, what went."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from config.factories.accounts import sign_in
from config.factories.retention import RetentionRuleFactory, RetentionRunFactory
from kernel.time import start_of
from retention.models import RetentionRule, RetentionRun
from trainings.choices import EditionState
from trainings.queries.evidence import EVIDENCE, kept_until
from web.paging import PER_PAGE

pytestmark = pytest.mark.django_db

RULE = {"number": 3, "basis": "Umowa o dofinansowanie, par. 14"}


@pytest.fixture
def page(client, manager):
    client.force_login(manager)
    return client


def test_a_manager_sets_changes_and_drops_the_rule_of_the_project(page, world):
    here = reverse("retention:matter", args=[EVIDENCE])
    answer = page.post(reverse("retention:rule-set", args=[EVIDENCE]), {"project": world.project.pk, **RULE})
    assert (answer.status_code, answer.url) == (302, here)
    rule = RetentionRule.objects.get()
    assert "3 lata" in page.get(here).content.decode()
    change = reverse("retention:rule-change", args=[rule.pk])
    assert page.post(change, {**RULE, "number": 4, "version": 1}).status_code == 302
    stale = page.post(change, {**RULE, "number": 9, "version": 1})
    assert stale.status_code == 409
    assert "jak długo" in stale.content.decode()
    assert page.post(reverse("retention:rule-drop", args=[rule.pk])).url == here
    assert not RetentionRule.objects.exists()


def test_bad_input_is_said_beside_the_field(page, world):
    answer = page.post(
        reverse("retention:rule-set", args=[EVIDENCE]), {"project": world.project.pk, **RULE, "number": 90}
    )
    assert answer.status_code == 409
    assert "Te dane można przechowywać najkrócej 1 rok, najdłużej 50 lat." in answer.content.decode()
    assert not RetentionRule.objects.exists()


def test_what_is_no_kind_of_data_is_no_page(page):
    for name in ("matter", "rule-set", "run"):
        assert page.get(reverse(f"retention:{name}", args=["trainings.nothing"])).status_code == 404
    assert page.get(reverse("retention:run", args=["trainings.needs"])).status_code == 404


def test_evidence_is_erased_on_a_page_that_says_how_much(world, manager, client, clock):
    world.edition(state=EditionState.SETTLED)
    clock(start_of(kept_until(world.project) + timedelta(days=1)))
    sign_in(client, manager)
    here = reverse("retention:run", args=[EVIDENCE])
    assert "Minął czas 1 wiersza." in client.get(here).content.decode()
    answer = client.post(here, {"project": world.project.pk, "reason": "Decyzja zarządu"})
    assert answer.url == reverse("retention:matter", args=[EVIDENCE])
    assert "Decyzja zarządu" in client.get(answer.url).content.decode()
    assert RetentionRun.objects.get().erased == 1


def test_the_overview_shows_own_rules_and_what_is_due(page, world, clock):
    RetentionRuleFactory(matter=EVIDENCE, project=world.project, number=3)
    world.edition(state=EditionState.SETTLED)
    words = " ".join(page.get(reverse("retention:retention")).content.decode().split())
    assert f"{world.project.code}</span>: 3 lata" in words
    assert "Szczególne potrzeby" in words


def test_runs_are_narrowed_and_cut_into_pages(page, world):
    for _ in range(PER_PAGE):
        RetentionRunFactory(erased=0)
    RetentionRunFactory(erased=7, project=world.project)
    here = reverse("retention:runs")
    assert page.get(here).content.count(b"<tr>") == PER_PAGE + 1
    assert page.get(here, {"erased": "on"}).content.count(b"<tr>") == 2
    assert page.get(here, {"matter": "mail.messages"}).content.count(b"<tr>") == 0


def test_the_api_sets_changes_and_drops(page, world):
    asked = {"matter": EVIDENCE, "project": world.project.pk, **RULE}
    made = page.post("/api/v1/retention-rules/", asked, content_type="application/json")
    assert (made.status_code, made.json()["number"]) == (201, 3)
    one = f"/api/v1/retention-rules/{made.json()['id']}/"
    tag = {"HTTP_IF_MATCH": made["ETag"]}
    changed = page.put(one, {**RULE, "number": 4}, content_type="application/json", **tag)
    assert changed.json()["number"] == 4
    assert page.delete(one, **tag).status_code == 412
    assert page.delete(one, HTTP_IF_MATCH=changed["ETag"]).status_code == 204


def test_the_api_tells_of_every_kind_of_data(page):
    rows = page.get("/api/v1/retention-matters/").json()["results"]
    evidence = next(row for row in rows if row["code"] == EVIDENCE)
    assert (evidence["number"], evidence["unit"], evidence["by_clock"], evidence["due"]) == (5, "years", False, 0)


def test_the_api_asks_a_session_for_a_fresh_sign_in_before_anything_is_erased(page, world):
    asked = {"matter": EVIDENCE, "project": world.project.pk, "reason": "Decyzja zarządu"}
    refused = page.post("/api/v1/retention-runs/", asked, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "fresh_sign_in_required")


def test_the_api_refuses_what_the_clock_does(client, manager, world):
    sign_in(client, manager)
    page = client
    asked = {"matter": "trainings.needs", "project": world.project.pk, "reason": "bo tak"}
    refused = page.post("/api/v1/retention-runs/", asked, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "matter_by_clock")

"""Pages and API of projects say the same."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.choices import RoleCode
from config.factories.grants import IndicatorFactory, PeriodFactory, ProjectFactory, ProjectRoleFactory
from config.factories.reports import ReportFactory
from grants.choices import PeriodState
from grants.models import ReportingPeriod

pytestmark = pytest.mark.django_db

DAYS = {"starts_on": "2027-01-01", "ends_on": "2027-06-30", "due_on": "2027-07-31"}


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def manager(project):
    return ProjectRoleFactory(project=project).user


@pytest.fixture
def page(manager):
    client = Client()
    client.force_login(manager)
    return client


@pytest.fixture
def api(manager):
    client = APIClient()
    client.force_authenticate(manager)
    return client


def test_the_list_shows_my_projects_and_no_other(page, project):
    other = ProjectFactory()
    shown = page.get("/projects/", headers={"accept-language": "en"}).content.decode()
    assert (project.code in shown, other.code in shown) == (True, False)


def test_another_project_is_not_there(page, api):
    other = ProjectFactory()
    assert page.get(f"/projects/{other.pk}/").status_code == 404
    assert api.get(f"/api/v1/projects/{other.pk}/").json()["code"] == "not_found"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    page, manager, project, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        ProjectRoleFactory(project=ProjectFactory(programme=project.programme), user=manager)
    with django_assert_max_num_queries(8):
        assert page.get("/projects/").status_code == 200


def test_a_page_beyond_the_end_is_not_there(page, project):
    assert page.get("/projects/?page=2").status_code == 404


def test_a_second_click_adds_no_second_period(page, project):
    for _ in range(2):
        answer = page.post(f"/projects/{project.pk}/periods/plan/", {**DAYS, "once": "k1"})
        assert (answer.status_code, answer["Location"]) == (302, f"/projects/{project.pk}/")
    assert project.periods.count() == 1


def test_an_overlap_is_shown_in_the_form_and_nothing_is_written(page, project):
    PeriodFactory(project=project)
    answer = page.post(f"/projects/{project.pk}/periods/plan/", {**DAYS, "starts_on": "2026-06-01"})
    assert (answer.status_code, answer.context["refusal"].code) == (409, "period_overlaps")
    assert project.periods.count() == 1


def test_the_api_repeats_its_first_answer_to_the_same_key(api, project):
    given = {"project": project.pk, **DAYS}
    first, second = (
        api.post("/api/v1/periods/", given, format="json", headers={"Idempotency-Key": "k1"}) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotent-Replay"] == "true"
    assert ReportingPeriod.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(api, project):
    headers = {"Idempotency-Key": "k1"}
    api.post("/api/v1/periods/", {"project": project.pk, **DAYS}, format="json", headers=headers)
    given = {"project": project.pk, **DAYS, "due_on": "2027-08-31"}
    answer = api.post("/api/v1/periods/", given, format="json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


def test_an_unknown_field_is_refused_by_name(api, project):
    answer = api.post("/api/v1/periods/", {"project": project.pk, **DAYS, "state": "open"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_field")
    assert answer.json()["errors"][0]["field"] == "state"


def test_an_unknown_parameter_is_refused(api):
    answer = api.get("/api/v1/periods/?sate=open")
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_field")


def test_a_forged_project_is_answered_like_one_that_does_not_exist(api):
    forged, missing = (
        api.post("/api/v1/periods/", {"project": pk, **DAYS}, format="json").json()["errors"][0]["code"]
        for pk in (ProjectFactory().pk, 999_999)
    )
    assert forged == missing == "does_not_exist"


def test_broken_json_is_a_problem_document(api):
    answer = api.post("/api/v1/periods/", b"{", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "malformed"


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [(None, 428, "if_match_required"), ('"{pk}-7"', 412, "stale"), ('"{pk}-1"', 200, None)],
)
def test_a_change_needs_the_current_version(api, project, header, status, code):
    period = PeriodFactory(project=project, state=PeriodState.PLANNED)
    headers = {"If-Match": header.format(pk=period.pk)} if header else {}
    answer = api.post(f"/api/v1/periods/{period.pk}/open/", headers=headers)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


def test_a_stale_form_says_that_somebody_was_faster(page, project):
    indicator = IndicatorFactory(project=project, version=2)
    given = {"target": "120", "reason": "Aneks", "version": "1"}
    answer = page.post(f"/projects/indicators/{indicator.pk}/target/", given)
    assert (answer.status_code, answer.context["refusal"].code) == (409, "stale")


def test_a_target_may_be_taken_away_with_a_reason(page, project):
    indicator = IndicatorFactory(project=project)
    given = {"target": "", "reason": "Aneks", "version": "1"}
    assert page.post(f"/projects/indicators/{indicator.pk}/target/", given).status_code == 302
    indicator.refresh_from_db()
    assert indicator.target is None


def test_a_period_leads_to_its_report_for_who_may_open_it(page, project):
    report, other = ReportFactory(period=PeriodFactory(project=project)), ReportFactory()
    link = 'href="/reports/{}/"'
    shown = page.get(f"/projects/{project.pk}/").content.decode()
    assert (link.format(report.pk) in shown, link.format(other.pk) in shown) == (True, False)
    organiser = Client()
    organiser.force_login(ProjectRoleFactory(project=project, role=RoleCode.ORGANISER).user)
    assert link.format(report.pk) not in organiser.get(f"/projects/{project.pk}/").content.decode()

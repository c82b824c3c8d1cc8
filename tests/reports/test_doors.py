"""Pages and API of reports say the same."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from rest_framework.test import APIClient

from config.factories.grants import IndicatorFactory, PeriodFactory, ProjectFactory, ProjectRoleFactory
from config.factories.reports import ReportFactory
from kernel.text import sha256
from reports import services
from reports.models import Report
from tests.reports.facts import advised, at, edition, signed, took_part

pytestmark = pytest.mark.django_db

JUNE = date(2026, 6, 30)


@pytest.fixture
def page(manager):
    client = Client(headers={"accept-language": "en"})
    client.force_login(manager)
    return client


@pytest.fixture
def api(manager):
    client = APIClient()
    client.force_authenticate(manager)
    return client


@pytest.fixture
def facts(project):
    held = edition(project, at(3, 1), code="STR-2026-01")
    return [took_part(held), took_part(held), advised(project, at(2, 1), 75), signed(project, JUNE)]


def match(row) -> dict[str, str]:
    return {"If-Match": row.etag}


# -- pages -----------------------------------------------------------------------------------------


def test_the_list_shows_my_reports_and_no_other(page, report):
    other = ReportFactory()
    shown = page.get("/reports/").content.decode()
    assert (report.reference in shown, other.reference in shown) == (True, False)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    page, manager, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        project = ProjectFactory()
        ProjectRoleFactory(project=project, user=manager)
        ReportFactory(period=PeriodFactory(project=project))
    with django_assert_max_num_queries(8):
        assert page.get("/reports/").status_code == 200


@pytest.mark.parametrize("sort", ["project", "number", "period", "due", "submitted", "-submitted"])
def test_the_list_can_be_sorted(page, report, sort):
    assert page.get(f"/reports/?sort={sort}").status_code == 200


def test_another_projects_report_is_not_there(page, api):
    other = ReportFactory()
    addresses = ["", "narrative/", "submit/", "files/", "snapshot/", "figures/I.1/"]
    assert [page.get(f"/reports/{other.pk}/{address}").status_code for address in addresses] == [404] * 6
    assert api.get(f"/api/v1/reports/{other.pk}/").json()["code"] == "not_found"


def test_a_report_is_opened_once_however_often_one_clicks(page, period, indicators):
    given = {"period": period.pk, "kind": "interim", "once": "k1"}
    answers = [page.post("/reports/open/", given) for _ in range(2)]
    opened = Report.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/reports/{opened.pk}/"] * 2


def test_a_second_report_on_a_period_is_refused_in_the_form(page, report, period):
    answer = page.post("/reports/open/", {"period": period.pk, "kind": "interim"})
    assert (answer.status_code, answer.context["refusal"].code) == (409, "report_exists")


def test_a_period_of_another_project_cannot_be_chosen(page):
    assert page.post("/reports/open/", {"period": PeriodFactory().pk, "kind": "interim"}).status_code == 422


@pytest.mark.parametrize("people", [1, 10])
def test_the_page_counts_its_figures_in_few_questions(page, report, project, people, django_assert_max_num_queries):
    held = edition(project, at(3, 1))
    for _ in range(people):
        took_part(held)
    with django_assert_max_num_queries(13):
        answer = page.get(f"/reports/{report.pk}/")
    assert [line.value for line in answer.context["figures"]] == [str(people), "0.00", str(people), "0"]


def test_a_figure_opens_into_its_rows(page, report, facts):
    address = f"/reports/{report.pk}/figures/I.1/"
    whole, part = page.get(address), page.get(address, headers={"hx-request": "true"})
    assert [(row["row"].reference, row["href"]) for row in whole.context["rows"]] == [
        ("STR-2026-01", f"/trainings/enrolments/{fact.pk}/") for fact in facts[:2]
    ]
    assert ("<h1" in whole.content.decode(), "<h1" in part.content.decode()) == (True, False)
    assert page.get(f"/reports/{report.pk}/figures/I.77/").status_code == 404


def test_who_may_not_open_a_row_sees_it_without_a_link(report, facts, project):
    client = Client()
    client.force_login(ProjectRoleFactory(project=project, role="finance_officer").user)
    rows = client.get(f"/reports/{report.pk}/figures/I.4/").context["rows"]
    assert [(row["row"].reference, row["href"]) for row in rows] == [(facts[3].code, "")]


def test_a_figure_of_many_rows_has_pages(page, report, project):
    held = edition(project, at(3, 1))
    for _ in range(51):
        took_part(held)
    address = f"/reports/{report.pk}/figures/I.1/"
    counts = [len(page.get(f"{address}?page={number}").context["rows"]) for number in (1, 2)]
    assert (counts, page.get(f"{address}?page=3").status_code) == ([50, 1], 404)


def test_a_text_is_written_with_the_version_that_was_read(page, report):
    address = f"/reports/{report.pk}/narrative/"
    given = {"narrative_pl": "Nowy.", "narrative_en": "New.", "version": report.version}
    assert page.post(address, given)["Location"] == f"/reports/{report.pk}/"
    stale = page.post(address, given)
    assert (stale.status_code, stale.context["refusal"].code) == (409, "stale")


def test_a_text_with_markup_is_shown_as_text(page, report):
    Report.objects.update(narrative_pl="<script>alert(1)</script>")
    shown = page.get(f"/reports/{report.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert(1)" not in shown


def test_before_submitting_one_reads_what_will_happen(page, report):
    shown = page.get(f"/reports/{report.pk}/submit/").content.decode()
    assert "This cannot be undone." in shown
    assert "closes: nobody can record attendance" in shown
    report.refresh_from_db()
    assert report.state == "draft"


def test_before_submitting_one_reads_which_trainings_nobody_settled(page, report, project):
    held = edition(project, at(3, 1), code="STR-2026-01")
    words = page.get(f"/reports/{report.pk}/submit/").content.decode()
    assert "STR-2026-01" in words
    assert "nobody can settle them" in words
    held.state = "settled"
    held.save()
    assert "nobody can settle them" not in page.get(f"/reports/{report.pk}/submit/").content.decode()


def test_submitting_leads_back_to_the_report_and_a_second_click_is_refused(page, report, facts):
    address, given = f"/reports/{report.pk}/submit/", {"version": report.version}
    assert page.post(address, given)["Location"] == f"/reports/{report.pk}/"
    again = page.post(address, given)
    assert (again.status_code, again.context["refusal"].code) == (409, "report_state")


def test_the_page_of_a_submitted_report_shows_seal_and_differences(page, report, facts):
    services.submit_report(report=report, by=report.created_by)
    took_part(facts[0].edition)
    answer = page.get(f"/reports/{report.pk}/")
    frozen = report.snapshots.get()
    shown = answer.content.decode()
    assert (frozen.shown_code in shown, frozen.sha256 in shown) == (True, True)
    assert [(one["code"], one["frozen"], one["live"]) for one in answer.context["differences"]] == [
        ("I.1", "2", "3"),
        ("I.3", "3", "4"),
    ]


def test_an_indicator_that_nobody_can_count_is_told_on_the_page(page, report, project):
    IndicatorFactory(project=project, code="I.9", measure="nonsense")
    answer = page.get(f"/reports/{report.pk}/")
    assert (answer.status_code, answer.context["figures_problem"].code) == (200, "measure_unknown")


def test_the_frozen_text_can_be_taken_home_byte_for_byte(page, report, facts):
    frozen = services.submit_report(report=report, by=report.created_by)
    answer = page.get(f"/reports/{report.pk}/snapshot/")
    assert sha256(answer.content.decode()) == frozen.sha256


# -- API -------------------------------------------------------------------------------------------


def test_the_api_opens_a_report_once(api, period, indicators):
    given = {"period": period.pk}
    first, second = (
        api.post("/api/v1/reports/", given, format="json", headers={"Idempotency-Key": "k1"}) for _ in range(2)
    )
    assert (first.status_code, first.json(), Report.objects.count()) == (201, second.json(), 1)


def test_the_api_writes_with_if_match(api, report):
    given = {"narrative_pl": "Nowy.", "narrative_en": "New."}
    address = f"/api/v1/reports/{report.pk}/"
    without = api.patch(address, given, format="json")
    done = api.patch(address, given, format="json", headers=match(report))
    stale = api.patch(address, given, format="json", headers=match(report))
    assert (without.status_code, done.status_code, stale.status_code) == (428, 200, 412)
    assert done.json()["narrative_en"] == "New."


def test_the_api_submits_and_shows_the_seal(api, report, facts):
    address = f"/api/v1/reports/{report.pk}/"
    done = api.post(f"{address}submit/", headers=match(report))
    again = api.post(f"{address}submit/", headers={"If-Match": f'"{report.pk}-2"'})
    assert (done.status_code, again.status_code, again.json()["code"]) == (201, 409, "report_state")
    assert api.get(address).json()["snapshots"] == [done.json()]


def test_the_api_shows_figures_and_their_rows(api, report, facts):
    address = f"/api/v1/reports/{report.pk}/figures/"
    figures = api.get(address).json()
    assert [(figure["code"], figure["value"]) for figure in figures] == [
        ("I.1", "2"),
        ("I.2", "1.25"),
        ("I.3", "3"),
        ("I.4", "1"),
    ]
    rows = api.get(f"{address}I.2/").json()["rows"]
    assert [(row["kind"], row["id"], row["amount"]) for row in rows] == [("advisory.consultation", facts[2].pk, 75)]
    assert api.get(f"{address}I.77/").json()["code"] == "not_found"


def test_the_api_gives_the_frozen_text_byte_for_byte(api, report, facts):
    frozen = services.submit_report(report=report, by=report.created_by)
    answer = api.get(f"/api/v1/snapshots/{frozen.pk}/content/")
    assert sha256(answer.content.decode()) == frozen.sha256
    assert api.get(f"/api/v1/snapshots/{frozen.pk}/").json()["content"] == frozen.data
    assert "content" not in api.get("/api/v1/snapshots/").json()["results"][0]


def test_the_api_tells_what_has_moved(api, report, facts):
    services.submit_report(report=report, by=report.created_by)
    took_part(facts[0].edition)
    moved = api.get(f"/api/v1/reports/{report.pk}/differences/").json()
    assert [(one["code"], one["frozen"], one["live"]) for one in moved] == [("I.1", "2", "3"), ("I.3", "3", "4")]


def test_the_api_lists_files_with_their_checksum(api, report, facts):
    frozen = services.submit_report(report=report, by=report.created_by)
    artifact = services.make_artifact(snapshot=frozen, language="en", progress=lambda *_: None)
    found = api.get(f"/api/v1/artifacts/?report={report.pk}").json()["results"]
    assert [(one["sha256"], one["url"]) for one in found] == [(artifact.sha256, f"/files/{artifact.file_id}/")]


@pytest.mark.parametrize("path", ["reports", "snapshots", "artifacts"])
def test_the_api_refuses_who_has_no_token_and_parameters_it_does_not_know(api, path):
    assert APIClient().get(f"/api/v1/{path}/").status_code == 401
    assert api.get(f"/api/v1/{path}/?sate=x").json()["code"] == "unknown_field"

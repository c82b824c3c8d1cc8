"""A filter offers what the reader may see, and nothing else."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from config.factories.grants import PeriodFactory, ProjectFactory, ProjectRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    client = APIClient()
    client.force_authenticate(ProjectRoleFactory(project=ProjectFactory(code="PL-MINE")).user)
    return client


def test_a_foreign_project_in_a_filter_is_answered_like_one_that_does_not_exist(api):
    foreign = PeriodFactory().project_id
    answers = [api.get(f"/api/v1/periods/?project={pk}") for pk in (foreign, 999_999)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json()["errors"] == answers[1].json()["errors"]


def test_ones_own_project_filters(api):
    mine = api.get("/api/v1/projects/").json()["results"][0]["id"]
    PeriodFactory(project_id=mine)
    assert api.get(f"/api/v1/periods/?project={mine}").json()["count"] == 1

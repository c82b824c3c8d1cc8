"""What remains when everything else broke. No test here may touch the database: pytest-django refuses it."""

from __future__ import annotations

from django.test import RequestFactory

from tests.ui.markup import is_strict, text_of
from web.errors import server_error


def test_the_500_page_asks_nothing_of_database_session_or_user():
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert text_of(answer).count("<h1 ") == 1
    assert is_strict(text_of(answer))


def test_the_500_of_the_api_is_a_problem_document():
    answer = server_error(RequestFactory().get("/api/v1/editions/"))
    assert answer["Content-Type"] == "application/problem+json"

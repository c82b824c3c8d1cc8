"""What the web server hands over, before Django reads it."""

from __future__ import annotations

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from config.wsgi import application
from web.entrance import UNREADABLE, readable

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def connections_left_alone():
    """A real request looks after the database's connections; between tests they are not its business."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(
    "content_type", ["", "garbage", FORM, f"{FORM}; charset=UTF-8", 'multipart/form-data; boundary="x"; charset=utf8']
)
def test_a_content_type_in_utf_8_stays_as_it_came(content_type):
    environ = {"CONTENT_TYPE": content_type}
    assert readable(environ) == environ


@pytest.mark.django_db
@pytest.mark.usefixtures("connections_left_alone")
@pytest.mark.parametrize("charset", ["=rot13", "=utf-16", '="iso-8859-2"', "*=nothing''utf-8", "*=rot13''%41"])
def test_another_charset_is_refused_in_words_and_not_by_the_server(charset):
    environ = RequestFactory()._base_environ(CONTENT_TYPE=f"{FORM}; charset{charset}", QUERY_STRING="next=%C4%85")
    assert readable(environ)["CONTENT_TYPE"] == UNREADABLE
    said: list[str] = []
    page = b"".join(application(environ, lambda status, headers: said.append(status)))
    assert said == ["400 Bad Request"]
    assert b"bad_request" in page

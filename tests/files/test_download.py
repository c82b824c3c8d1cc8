"""The one gate: who may read gets the bytes in a form that can do nothing; for others there is no such file."""

from __future__ import annotations

import uuid

import pytest

from config.factories.accounts import UserFactory
from config.factories.files import StoredFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    """Somebody signed in."""
    user = UserFactory()
    client.force_login(user)
    return user


def test_who_may_read_gets_the_bytes(client, reader, gate):
    gate("tests.note", lambda user, file: user == reader)
    file = StoredFileFactory(content=b"Dzie\xc5\x84 dobry.", name="Łódź „plan”.txt")

    response = client.get(f"/files/{file.pk}/")

    assert (response.status_code, response.getvalue()) == (200, b"Dzie\xc5\x84 dobry.")
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert response["Content-Length"] == "13"


HEADERS = {
    "Content-Type": "text/plain",
    "Content-Disposition": "attachment; filename*=utf-8''%C5%81%C3%B3d%C5%BA%20%E2%80%9Eplan%E2%80%9D.txt",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def test_for_anybody_else_there_is_no_such_file(client, reader, gate):
    gate("tests.note", lambda user, file: user != reader)

    assert client.get(f"/files/{StoredFileFactory().pk}/").status_code == 404


def test_a_kind_that_nobody_answers_for_is_for_nobody(client, reader, gate):
    assert client.get(f"/files/{StoredFileFactory(kind='tests.orphan').pk}/").status_code == 404


def test_a_file_that_does_not_exist_looks_the_same(client, reader, gate):
    gate("tests.note", lambda user, file: False)
    hidden = client.get(f"/files/{StoredFileFactory().pk}/")

    missing = client.get(f"/files/{uuid.uuid4()}/")

    assert missing.status_code == hidden.status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, gate):
    gate("tests.note", lambda user, file: True)

    response = client.get(f"/files/{StoredFileFactory().pk}/")

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/auth/login/")


def test_bytes_that_got_lost_are_404_and_no_defect(client, reader, gate, folder):
    gate("tests.note", lambda user, file: True)
    file = StoredFileFactory()
    (folder / file.storage_name).unlink()

    assert client.get(f"/files/{file.pk}/").status_code == 404


def test_the_web_server_in_front_may_send_the_bytes(client, reader, gate, settings):
    settings.FILES_INTERNAL_URL = "/internal/"
    gate("tests.note", lambda user, file: True)
    file = StoredFileFactory(name="notatka.txt")

    response = client.get(f"/files/{file.pk}/")

    assert (response.content, response["X-Accel-Redirect"]) == (b"", f"/internal/{file.storage_name}")
    assert response["Content-Disposition"] == 'attachment; filename="notatka.txt"'
    assert response["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/media/{}", "/files/{}", "/files/../{}", "/static/{}", "/var/files/{}"])
def test_there_is_no_way_round_the_gate(client, reader, gate, address):
    gate("tests.note", lambda user, file: True)
    file = StoredFileFactory()

    assert client.get(address.format(file.storage_name)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_changed_through_the_gate(client, reader, gate, method):
    assert getattr(client, method)(f"/files/{StoredFileFactory().pk}/").status_code == 405

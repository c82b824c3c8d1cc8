"""What somebody writes into a report is text: nothing in it is ever fetched, opened or run."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from reports.documents import report
from tests.reports import sample
from ui.documents import engine

VECTORS = [
    '<img src="{url}/img" alt="x">',
    '<link rel="stylesheet" href="{url}/css">',
    '<link rel="attachment" href="{url}/attachment">',
    '<style>@import url("{url}/import");</style>',
    '<style>p {{ background: url("{url}/background") }}</style>',
    '<style>@font-face {{ font-family: Lato; src: url("{url}/font") }}</style>',
    '<style>li {{ list-style-image: url("{url}/list") }}</style>',
    '<style>p::before {{ content: url("{url}/content") }}</style>',
    '<p style="background-image: url({url}/style)">x</p>',
    '<object data="{url}/object" type="image/png"></object>',
    '<embed src="{url}/embed" type="image/png">',
    '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{url}/svg" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><use href="{url}/use.svg#a"/></svg>',
    '<img src="file:///etc/hostname" alt="x">',
    '<link rel="attachment" href="file:///etc/passwd">',
]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what anybody asked of it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    caller, _address = server.accept()
                except TimeoutError:
                    continue
                with caller:
                    heard.append(caller.recv(1000))

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        done.set()
        thread.join()


def quietly(_percent, _phase):
    """A progress nobody looks at."""


def test_there_are_fifteen():
    assert len(VECTORS) == 15


@pytest.mark.parametrize("vector", VECTORS)
def test_raw_markup_gets_nothing_from_anywhere(listener, vector):
    url, heard = listener
    asks = vector.format(url=url)
    html = f'<html lang="en"><title>x</title><body><h1 id="end">x</h1><ul><li><p>x</p></li></ul>{asks}</body>'
    with contextlib.suppress(engine.NotMade):
        made = engine.make(html, "", ends_with="end", progress=quietly)
        assert b"EmbeddedFile" not in made.content
    assert heard == []


def test_in_titles_and_text_it_is_printed_as_text(listener):
    url, heard = listener
    hostile = "".join(VECTORS).format(url=url).replace("{{", "{").replace("}}", "}")
    project = sample.content()["project"] | {"title": sample.both(hostile, hostile)}
    figures = [sample.trained() | {"name": sample.both(hostile, hostile)}]
    given = sample.text(project=project, figures=figures, narrative=sample.both(hostile, hostile))
    made = report.render(given, "pl", progress=quietly)
    assert heard == []
    assert b"EmbeddedFile" not in made.content
    html = report.html(given, "pl")
    assert (html.count("<img"), html.count("<style"), html.count("<link"), html.count("<svg")) == (0, 0, 0, 1)


def test_a_listener_would_have_heard_a_fetch(listener):
    url, heard = listener
    host, _colon, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as caller:
        caller.sendall(b"GET / HTTP/1.0\r\n\r\n")
        caller.settimeout(2)
        caller.recv(1)
    assert len(heard) == 1

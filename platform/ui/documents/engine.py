"""WeasyPrint as we use it: nothing fetched, our letters only, PDF/A-3a and PDF/UA-1 at once, always the same bytes."""

from __future__ import annotations

import ctypes
import gc
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.text import Text
from ui.documents import fonts
from ui.documents.tags import finish

Progress = Callable[[int, Text], None]
"""Told the percent done and a phase; raising in it stops the making."""

_READING, _LAYOUT, _WRITING = _("reading the data"), _("laying out the pages"), _("writing the file")
PHASES = {1: _READING, 2: _READING, 3: _READING, 4: _READING, 5: _LAYOUT, 6: _WRITING, 7: _WRITING}
_BEGINS_AT = {1: 2, 2: 5, 3: 8, 4: 12, 5: 20, 6: 75, 7: 95}
"""Percent at the start of each of WeasyPrint's steps, by the share of time they take."""


class NotMade(Exception):
    """The document could not be made; says why."""


@dataclass(frozen=True)
class Pdf:
    """A finished document."""

    content: bytes
    pages: int


def make(html: str, css: str, *, ends_with: str, progress: Progress) -> Pdf:
    """Set the page and write it; `ends_with` is the id of its last part.

    Raises NotMade where a letter is missing, the end is missing, or anything would have to be fetched.
    """
    fonts.use_only_ours()
    import weasyprint  # noqa: PLC0415 -- costs half a second and 60 MB: only where it renders
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415

    class Closed(URLFetcher):  # type: ignore[misc]
        """Opens nothing, whatever the address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise FatalURLFetchingError(url)

    letters, closed = FontConfiguration(), Closed()
    try:
        with _without_collector(), _listening(progress) as complaints:
            sheet = weasyprint.CSS(string=css, font_config=letters, url_fetcher=closed)
            page = weasyprint.HTML(string=html, base_url="about:blank", url_fetcher=closed)
            document = page.render(stylesheets=[sheet], font_config=letters)
            content = document.write_pdf(
                finisher=finish, pdf_variant="pdf/a-3a", output_intent="srgb", pdf_identifier=None
            )
    except FatalURLFetchingError as error:
        raise NotMade(f"The document asks for something outside itself: {error}") from error
    _require_letters(document)
    _require_end(document, ends_with)
    if complaints:
        raise NotMade(f"WeasyPrint complained: {complaints[0]}")
    return Pdf(content, len(document.pages))


def _require_letters(document: Any) -> None:
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    if missing:
        named = ", ".join(fonts.name_of(character) for character in sorted(missing))
        raise NotMade(f"Our letters lack: {named}.")


def _require_end(document: Any, anchor: str) -> None:
    if not any(anchor in page.anchors for page in document.pages):
        raise NotMade("The document breaks off before its end.")


@contextmanager
def _without_collector() -> Iterator[None]:
    """Without the cyclic collector, which walks the whole box tree again and again: up to twice as fast."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()
        if sys.platform == "linux":
            ctypes.CDLL(None).malloc_trim(0)  # else the worker keeps the memory of its largest report


class _Listener(logging.Handler):
    """Turns WeasyPrint's log lines of this thread into progress and complaints."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self._progress = progress
        self._thread = threading.get_ident()
        self._told = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self._thread:
            return
        if record.levelno >= logging.ERROR:
            self.complaints.append(record.getMessage())
        elif record.name == "weasyprint.progress":
            self._tell(record.getMessage())

    def _tell(self, message: str) -> None:
        found = re.match(r"Step (\d)(?:.*Page (\d+))?", message)
        if not found:
            return
        step = int(found[1])
        # How many pages there will be is not known while they are laid out: come ever nearer to the next step.
        within = (1 - 0.97 ** int(found[2])) if found[2] else 0
        room = _BEGINS_AT.get(step + 1, 100) - _BEGINS_AT[step]
        # Where page numbers move the text, the layout is made again: never tell the reader less than before.
        self._told = max(self._told, _BEGINS_AT[step] + int(room * within))
        self._progress(self._told, PHASES[step])


@contextmanager
def _listening(progress: Progress) -> Iterator[list[str]]:
    listener = _Listener(progress)
    complaints, steps = logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")
    before = steps.level, steps.propagate
    complaints.addHandler(listener)
    steps.addHandler(listener)
    steps.setLevel(logging.INFO)
    steps.propagate = False  # a line for each page is for the progress bar, not for the log
    try:
        yield listener.complaints
    finally:
        steps.level, steps.propagate = before
        steps.removeHandler(listener)
        complaints.removeHandler(listener)

"""A file that is not what it claims, empty or too large is refused at every door that takes files."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.bodies import BODIES
from tests.access.doors import Visitor
from tests.access.matrix import Row
from tests.access.senders import PAGES, SENT, WITH_BODY, WITH_FILES, Sender, check_refused, check_told
from tests.access.world import World
from tests.files.samples import EXE, HTML, PDF, SVG

pytestmark = pytest.mark.django_db

PAGES_WITH_FILES = {
    "partnerships:document-upload",
    "trainings:sheet-upload",
    "trainings:login-report-upload",
    "trainings:material-add",
    "trainings:edition-nominate",
    "trainings:travel-ticket-create",
    "reports:verify",
}
TAKE_FILES = [row for row in [*WITH_BODY, *SENT] if row.name in PAGES_WITH_FILES | WITH_FILES.keys()]

BAD = {
    "empty": ("umowa.pdf", b""),
    "page-as-pdf": ("umowa.pdf", HTML),
    "page-as-csv": ("lista.csv", HTML),
    "drawing": ("rysunek.svg", SVG),
    "drawing-as-png": ("rysunek.png", SVG),
    "program": ("program.exe", EXE),
    "program-in-a-path": ("../../etc/umowa.pdf", EXE),
    "program-behind-a-nul": ("umowa.pdf\x00.exe", EXE),
    "without-a-name": (".pdf", PDF),
}


def answered(sender: Sender, name: str, content: bytes) -> None:
    """Sends the file in place of the right one and looks at the refusal."""
    answer, written = sender.send_with("file", SimpleUploadedFile(name, content))
    if sender.row in PAGES:
        check_told(answer, written)
    else:
        check_refused(answer, written, 400, 409, 413, 415)


def test_every_door_that_takes_a_file_is_tried(world: World):
    taking = {
        row.name
        for row in [*WITH_BODY, *SENT]
        if (make := BODIES.get(f"{row.name} {row.method}") or BODIES.get(row.name))
        and any(hasattr(value, "read") for value in make(world.own, "or").values())
    }
    assert taking == {row.name for row in TAKE_FILES}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("row", TAKE_FILES, ids=str)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    world: World, visitors: dict[str, Visitor], row: Row, bad: str
):
    answered(Sender(world, visitors, row), *BAD[bad])


@pytest.mark.parametrize("row", [row for row in TAKE_FILES if row.name != "reports:verify"], ids=str)
def test_a_file_over_the_limit_is_refused_in_words_and_leaves_nothing(
    world: World, visitors: dict[str, Visitor], row: Row, settings
):
    settings.FILE_LIMIT = 10
    sender = Sender(world, visitors, row)
    right = sender.right()["data"]["file"]
    answered(sender, right.name, right.read() + b" " * 6 * 1024**2)

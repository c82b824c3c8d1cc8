"""What may be stored, and how it lies there."""

from __future__ import annotations

import os
import resource
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.files import StoredFileFactory
from files import services
from files.models import StoredFile
from kernel.errors import Refused
from kernel.time import now
from tests.files.samples import GOOD, HOSTILE, PDF

pytestmark = pytest.mark.django_db


def store(content=PDF, name="umowa.pdf", **options):
    return services.store(content=content, name=name, kind="tests.note", by=None, **options)


def refusal_of(content, name="umowa.pdf", **options):
    with pytest.raises(Refused) as refusal:
        store(content, name, **options)
    return refusal.value.code, refusal.value.status, refusal.value.field


def lying_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


# -- what it is ------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_kept_with_the_type_found_in_its_content(name):
    content, media_type = GOOD[name]

    row = store(content, name)

    assert (row.content_type, row.size) == (media_type, len(content))
    with services.open_file(row) as stored:
        assert stored.read() == content


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_file_is_refused_and_leaves_nothing_behind(folder, name):
    content, code = HOSTILE[name]

    assert refusal_of(content, name) == (code, 415, "file")
    assert lying_in(folder) == []
    assert not StoredFile.objects.exists()


def test_an_empty_file_is_refused(folder):
    assert refusal_of(b"") == ("file_empty", 409, "file")
    assert lying_in(folder) == []


def test_a_file_over_the_limit_is_refused(folder):
    assert refusal_of(PDF + b" " * 1000, limit=1000) == ("file_too_large", 413, "file")
    assert lying_in(folder) == []


def test_the_limit_itself_is_allowed():
    assert store(limit=len(PDF)).size == len(PDF)


def test_the_caller_may_allow_less_than_everything():
    assert refusal_of(GOOD["plan.png"][0], "plan.png", allow={"pdf"}) == ("file_type", 415, "file")


def test_what_the_platform_makes_itself_need_not_be_an_upload():
    assert refusal_of(b'{"a": 1}', "dane.json")[0] == "file_type"
    assert store(b'{"a": 1}', "dane.json", allow={"json"}).content_type == "application/json"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/umowa.pdf", "umowa.pdf"),
        ("C:\\Users\\ewa\\umowa.pdf", "umowa.pdf"),
        ("umowa\u202e.pdf", "umowa.pdf"),
        ("umo\r\nwa.pdf", "umowa.pdf"),
        ("Żółw.pdf", "Żółw.pdf"),
        ("ż" * 300 + ".pdf", "ż" * 88 + ".pdf"),
    ],
)
def test_the_name_is_cleaned(given, kept):
    assert store(name=given).name == kept


def test_a_full_disk_is_told_and_leaves_nothing_behind(folder):
    with at_most(1000):
        assert refusal_of(PDF + b" " * 5000) == ("storage_full", 507, "file")
    assert lying_in(folder) == []


@contextmanager
def at_most(size):
    """The operating system lets this process write files of so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


# -- how it lies there -----------------------------------------------------------------------------
def test_identical_bytes_lie_there_once(folder):
    first, second = store(), store(name="kopia.pdf")

    assert (first.pk == second.pk, first.sha256 == second.sha256) == (False, True)
    assert lying_in(folder) == [folder / first.storage_name]


def test_others_on_the_machine_cannot_read_it(folder):
    row = store()

    assert (folder / row.storage_name).stat().st_mode & 0o777 == 0o640
    assert {p.stat().st_mode & 0o007 for p in [folder, *folder.rglob("*")]} == {0}


def test_an_upload_is_read_in_pieces_and_not_by_its_claims():
    row = store(SimpleUploadedFile("x.exe", PDF, content_type="text/html"), "umowa.pdf")

    assert (row.name, row.content_type) == ("umowa.pdf", "application/pdf")


def test_a_torso_of_an_earlier_crash_is_replaced(folder):
    row = store()
    (folder / row.storage_name).write_bytes(PDF[:10])

    assert services.verify(store())


def test_changed_and_missing_bytes_are_noticed(folder):
    row = store()
    assert services.verify(row)

    (folder / row.storage_name).write_bytes(b"x" * row.size)
    assert not services.verify(row)

    (folder / row.storage_name).unlink()
    assert not services.verify(row)


def test_any_storage_of_django_will_do(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}

    rows = [store(), store()]

    assert [services.verify(row) for row in rows] == [True, True]
    with services.open_file(rows[0]) as stored:
        assert stored.read() == PDF


def test_storing_leaves_an_event_without_the_name():
    user = UserFactory()

    row = services.store(content=PDF, name="Jan Kowalski CV.pdf", kind="tests.note", by=user)

    event = Event.objects.get(action="files.file.stored")
    assert (event.actor, event.object_id) == (user, str(row.pk))
    assert event.after == {
        "kind": "tests.note",
        "sha256": row.sha256,
        "size": row.size,
        "content_type": "application/pdf",
    }


def test_a_row_without_bytes_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(kind="x", name="x", sha256="0" * 64, size=0, content_type="x", created_at=now())


def test_what_a_killed_upload_left_goes_after_a_day(folder):
    store()
    left = folder / "incoming" / "tmp1"
    left.write_bytes(b"half")

    services.forget_unfinished()
    assert left.exists()
    with time_machine.travel(now() + timedelta(days=1, minutes=1), tick=False):
        services.forget_unfinished()
    assert not left.exists()


def forgotten(row, capture, **later) -> None:
    with time_machine.travel(now() + timedelta(**later), tick=False), capture(execute=True):
        services.forget(file=row, by=None)


def test_a_forgotten_file_takes_its_bytes_along(folder, django_capture_on_commit_callbacks):
    row = store()
    forgotten(row, django_capture_on_commit_callbacks, days=2)
    assert (StoredFile.objects.count(), lying_in(folder)) == (0, [])
    event = Event.objects.get(action="files.file.forgotten")
    assert event.before == {"kind": "tests.note", "sha256": row.sha256}


def test_bytes_stay_as_long_as_one_file_has_them(django_capture_on_commit_callbacks):
    first, second = store(), store()
    forgotten(first, django_capture_on_commit_callbacks, days=2)
    assert services.verify(second)


def test_bytes_somebody_brought_lately_stay_for_the_row_that_may_come(folder, django_capture_on_commit_callbacks):
    row = store()
    forgotten(row, django_capture_on_commit_callbacks, hours=23)
    assert len(lying_in(folder)) == 1


def test_bytes_brought_anew_count_as_brought_lately(folder, django_capture_on_commit_callbacks):
    row = store()
    os.utime(folder / row.storage_name, (0, 0))
    StoredFile.objects.filter(pk=store().pk).delete()  # as if its row were still to come
    forgotten(row, django_capture_on_commit_callbacks, minutes=1)
    assert len(lying_in(folder)) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_from_many_at_once_lie_there_once_and_whole(folder):
    barrier, rows = Barrier(6), []

    def upload():
        try:
            barrier.wait()
            rows.append(store(PDF.replace(b"%%EOF", b" " * 2_000_000 + b"%%EOF")))
        finally:
            connection.close()

    threads = [Thread(target=upload) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [services.verify(row) for row in rows] == [True] * 6
    assert len(lying_in(folder)) == 1


def test_the_example_is_really_stored():
    assert services.verify(StoredFileFactory())

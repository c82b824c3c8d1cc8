"""Versions follow each other; who comes second loses the number and keeps the file."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from audit.models import Event
from config.factories.partnerships import DocumentFactory, VersionFactory
from files import services as files
from files.gates import may_read
from files.models import StoredFile
from kernel.errors import Refused
from kernel.time import now
from partnerships import services
from partnerships.choices import DocumentState
from partnerships.models import DocumentVersion, PendingUpload
from tests.partnerships.conftest import refusal, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(partnership):
    return DocumentFactory(partnership=partnership)


def upload(document, words, based_on, by):
    return services.upload_version(document=document, upload=text(words), based_on=based_on, note="", by=by)


@pytest.fixture
def conflict(document, coordinator, manager) -> Refused:
    """The manager was faster with version 2."""
    upload(document, "pierwsza", 0, coordinator)
    upload(document, "druga", 1, manager)
    return refusal(services.upload_version, document=document, upload=text("inna"), based_on=1, by=coordinator)


def test_versions_are_numbered_from_one_and_say_what_they_follow(document, coordinator):
    made = [upload(document, words, number, coordinator) for number, words in enumerate(["a1", "b2", "c3"])]
    assert [(version.number, version.based_on) for version in made] == [(1, 0), (2, 1), (3, 2)]
    with files.open_file(made[1].file) as content:
        assert content.read() == b"b2"
    event = Event.objects.filter(action="partnerships.version.uploaded").latest("id")
    assert event.after == {"document": document.pk, "number": 3, "sha256": made[2].file.sha256}


def test_who_comes_second_is_told_what_came_first_and_keeps_the_file(conflict, document, coordinator):
    kept = PendingUpload.objects.waiting().get()
    assert (conflict.code, conflict.status) == ("version_conflict", 409)
    assert conflict.facts == {"current_version": 2, "pending_upload": kept.pk}
    assert (kept.document, kept.uploaded_by, kept.based_on) == (document, coordinator, 1)
    with files.open_file(kept.file) as content:
        assert content.read() == b"inna"
    assert Event.objects.filter(action="partnerships.upload.kept", object_id=str(kept.pk)).count() == 1


def test_the_kept_file_becomes_the_next_version_without_a_new_upload(conflict, document, coordinator):
    kept = PendingUpload.objects.get(pk=conflict.facts["pending_upload"])
    placed = services.place_upload(upload=kept, based_on=2, note="po scaleniu", by=coordinator)
    assert (placed.number, placed.file, placed.note) == (3, kept.file, "po scaleniu")
    assert services.place_upload(upload=kept, based_on=2, by=coordinator) == placed
    assert not PendingUpload.objects.waiting().exists()


def test_the_kept_file_is_shown_to_its_uploader_alone(conflict, coordinator, manager):
    kept = PendingUpload.objects.get(pk=conflict.facts["pending_upload"])
    seen = [PendingUpload.objects.visible_to(person).count() for person in (coordinator, manager)]
    readable = [may_read(person, kept.file) for person in (coordinator, manager)]
    assert (seen, readable) == ([2, 1], [True, False])


def test_nobody_else_places_or_discards_it(conflict, manager):
    kept = PendingUpload.objects.get(pk=conflict.facts["pending_upload"])
    assert refusal(services.place_upload, upload=kept, based_on=2, by=manager).code == "not_your_upload"
    assert refusal(services.discard_upload, upload=kept, by=manager).code == "not_your_upload"


def test_thrown_away_it_cannot_be_placed(conflict, coordinator):
    kept = PendingUpload.objects.get(pk=conflict.facts["pending_upload"])
    services.discard_upload(upload=kept, by=coordinator)
    assert refusal(services.place_upload, upload=kept, based_on=2, by=coordinator).code == "upload_discarded"


def test_a_third_version_meanwhile_is_a_new_conflict_and_the_file_stays(conflict, document, coordinator, manager):
    upload(document, "trzecia", 2, manager)
    kept = PendingUpload.objects.get(pk=conflict.facts["pending_upload"])
    refused = refusal(services.place_upload, upload=kept, based_on=2, by=coordinator)
    assert (refused.code, refused.facts["current_version"]) == ("version_conflict", 3)
    assert PendingUpload.objects.waiting().count() == 1


def test_a_form_sent_again_after_a_conflict_keeps_one_file(conflict, document, coordinator):
    again = refusal(services.upload_version, document=document, upload=text("inna"), based_on=1, by=coordinator)
    assert again.facts == conflict.facts


def test_the_same_bytes_again_by_the_same_person_are_the_same_version(document, coordinator):
    first, second = (upload(document, "pierwsza", 0, coordinator) for _ in range(2))
    assert (first, DocumentVersion.objects.count()) == (second, 1)
    assert not PendingUpload.objects.waiting().exists()


def test_the_same_bytes_by_another_person_are_no_version(document, coordinator, manager):
    upload(document, "pierwsza", 0, coordinator)
    refused = refusal(services.upload_version, document=document, upload=text("pierwsza"), based_on=1, by=manager)
    assert (refused.code, refused.facts) == ("identical_to_current", {"current_version": 1})
    assert not PendingUpload.objects.waiting().exists()


def test_a_version_that_does_not_exist_yet_is_no_base(document, coordinator):
    refused = refusal(services.upload_version, document=document, upload=text("tekst"), based_on=4, by=coordinator)
    assert (refused.code, refused.facts) == ("version_conflict", {"current_version": 0})
    assert not PendingUpload.objects.exists()


@pytest.mark.parametrize("state", [DocumentState.SIGNED, DocumentState.WITHDRAWN])
def test_a_finished_document_takes_no_version_and_stores_no_bytes(partnership, coordinator, state):
    signed_on = "2026-03-01" if state == DocumentState.SIGNED else None
    finished = DocumentFactory(partnership=partnership, state=state, signed_on=signed_on)
    refused = refusal(services.upload_version, document=finished, upload=text("tekst"), based_on=0, by=coordinator)
    assert (refused.code, StoredFile.objects.count()) == ("document_state", 0)


def test_only_keepers_upload(document, clerk):
    refused = refusal(services.upload_version, document=document, upload=text("tekst"), based_on=0, by=clerk)
    assert (refused.code, StoredFile.objects.count()) == ("partnership_coordinator_only", 0)


def test_a_file_that_lies_about_its_type_is_refused_and_leaves_nothing(document, coordinator):
    liar = text("<html>", "umowa.pdf")
    assert refusal(services.upload_version, document=document, upload=liar, based_on=0, by=coordinator).status == 415
    assert (StoredFile.objects.count(), PendingUpload.objects.count()) == (0, 0)


def test_a_version_is_never_changed(document):
    VersionFactory(document=document)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        DocumentVersion.objects.update(note="inna")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        DocumentVersion.objects.all().delete()


# -- what nobody placed --------------------------------------------------------------------------------


def sweep_at(moment, capture) -> int:
    with time_machine.travel(moment, tick=False), capture(execute=True):
        return services.erase_uploads(PendingUpload.objects.over(now()))


def test_a_kept_file_that_nobody_placed_is_erased_after_thirty_days(
    conflict, coordinator, django_capture_on_commit_callbacks
):
    kept = PendingUpload.objects.get(pk=conflict.facts["pending_upload"])
    file, versions = kept.file, DocumentVersion.objects.count()
    just_before = kept.kept_until - timedelta(minutes=1)
    assert sweep_at(just_before, django_capture_on_commit_callbacks) == 0
    assert files.verify(file)
    assert sweep_at(kept.kept_until, django_capture_on_commit_callbacks) == 1
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not files.verify(file)
    event = Event.objects.get(action="partnerships.upload.erased", object_id=str(kept.pk))
    assert (event.actor_id, event.before) == (None, {"document": kept.document_id})
    # Versions and their bytes are for ever.
    assert DocumentVersion.objects.count() == versions
    assert all(files.verify(version.file) for version in DocumentVersion.objects.all())
    assert refusal(services.place_upload, upload=kept, based_on=2, by=coordinator).code == "upload_discarded"
    assert sweep_at(kept.kept_until, django_capture_on_commit_callbacks) == 0


def test_what_was_thrown_away_is_erased_a_day_later(conflict, coordinator, django_capture_on_commit_callbacks):
    kept = PendingUpload.objects.select_related("file").get(pk=conflict.facts["pending_upload"])
    services.discard_upload(upload=kept, by=coordinator)
    assert sweep_at(now() + timedelta(hours=23), django_capture_on_commit_callbacks) == 0
    assert sweep_at(now() + timedelta(hours=25), django_capture_on_commit_callbacks) == 1
    assert not files.verify(kept.file)


def test_bytes_that_another_file_has_stay(conflict, document, coordinator, manager, django_capture_on_commit_callbacks):
    placed = upload(document, "inna", 2, manager)
    kept = PendingUpload.objects.get(pk=conflict.facts["pending_upload"])
    assert sweep_at(kept.kept_until, django_capture_on_commit_callbacks) == 1
    assert files.verify(placed.file)


def test_the_same_file_sent_again_after_a_conflict_leaves_no_second_row(conflict, document, coordinator):
    before = StoredFile.objects.count()
    again = refusal(services.upload_version, document=document, upload=text("inna"), based_on=1, by=coordinator)
    assert again.facts["pending_upload"] == conflict.facts["pending_upload"]
    assert StoredFile.objects.count() == before

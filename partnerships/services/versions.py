"""Texts of a document: who uploads says which version it follows; who comes second keeps the file, not the number."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from files.services import forget, store
from kernel.errors import Refused
from kernel.time import now
from partnerships.gates import DOCUMENT
from partnerships.models import Document, DocumentVersion, PendingUpload
from partnerships.permissions import can_coordinate, can_place
from partnerships.services.documents import lock_document, require_draft
from partnerships.services.partnerships import require_alive


def upload_version(
    *, document: Document, upload: File[bytes], based_on: int, note: str = "", by: User
) -> DocumentVersion:
    """Receive a file and place it as the next version of a document.

    The file is stored before it is decided whose turn it is, in a transaction of its own: call it outside one, or
    catch the refusal inside. On `version_conflict` it waits for its uploader as a PendingUpload, named in the facts.
    Raises Refused version_conflict, identical_to_current, document_state, partnership_ended and those of `store`.
    """
    can_coordinate(by, document.partnership).require()
    require_alive(document.partnership)
    require_draft(document)
    _require_known(document, based_on)
    pending = _receive(document, upload, based_on, note, by)
    try:
        return place_upload(upload=pending, based_on=based_on, by=by)
    except Refused as refusal:
        if refusal.code == "version_conflict":
            _record_kept(pending, by)
        else:
            discard_upload(upload=pending, by=by)
        raise


@transaction.atomic
def place_upload(*, upload: PendingUpload, based_on: int, note: str | None = None, by: User) -> DocumentVersion:
    """Make a received file the next version. The same bytes again by the same person are the same version.

    Raises Refused version_conflict, identical_to_current, upload_discarded, document_state, partnership_ended.
    """
    document = lock_document(upload.document, by)
    can_place(by, upload).require()
    rows = PendingUpload.objects.select_for_update(of=("self",), no_key=True).select_related("file")
    upload = rows.filter(pk=upload.pk).first() or _gone()
    if upload.version:
        return upload.version
    require_draft(document)
    current = document.versions.select_related("file").first()
    if current and current.file.sha256 == upload.file.sha256:
        return _same_again(upload, current, based_on)
    if upload.discarded_at:
        _gone()
    number = current.number if current else 0
    if based_on != number:
        raise _conflict(based_on, number, pending_upload=upload.pk)
    return _add_version(document, upload, number, upload.note if note is None else note, by)


@transaction.atomic
def discard_upload(*, upload: PendingUpload, by: User) -> PendingUpload:
    """Throw a kept file away. Raises Refused upload_placed."""
    can_place(by, upload).require()
    upload = PendingUpload.objects.select_for_update(of=("self",), no_key=True).filter(pk=upload.pk).first() or _gone()
    if upload.version_id:
        raise Refused("upload_placed", _("This file is a version of the document already."))
    if upload.discarded_at is None:
        upload.discarded_at = now()
        upload.save(update_fields=["discarded_at"])
        record(action="partnerships.upload.discarded", about=upload, by=by, after={"document": upload.document_id})
    return upload


@transaction.atomic
def erase_uploads(over: QuerySet[PendingUpload], by: User | None = None) -> int:
    """Erase the files that nobody placed in their time, and those thrown away; how many."""
    rows = list(over.select_related("file").select_for_update(of=("self",), skip_locked=True))
    for row in rows:
        record(action="partnerships.upload.erased", about=row, by=by, before={"document": row.document_id})
        row.delete()
        forget(file=row.file, by=by)
    return len(rows)


def _gone() -> NoReturn:
    raise Refused("upload_discarded", _("This file was thrown away; upload it again."))


def _require_known(document: Document, based_on: int) -> None:
    """Nobody has read a version that is still to come: such a file is not even kept."""
    newest = document.versions.first()
    number = newest.number if newest else 0
    if based_on > number:
        raise _conflict(based_on, number)


@transaction.atomic
def _receive(document: Document, upload: File[bytes], based_on: int, note: str, by: User) -> PendingUpload:
    file = store(content=upload, name=upload.name or "", kind=DOCUMENT, by=by)
    mine = PendingUpload.objects.waiting().filter(document=document, uploaded_by=by, based_on=based_on)
    # A form sent again after a conflict brings the same bytes: one kept file is enough.
    if kept := mine.filter(file__sha256=file.sha256).first():
        forget(file=file, by=by)
        return kept
    return PendingUpload.objects.create(
        document=document, file=file, based_on=based_on, note=note, uploaded_by=by, uploaded_at=now()
    )


def _same_again(upload: PendingUpload, current: DocumentVersion, based_on: int) -> DocumentVersion:
    if current.uploaded_by_id != upload.uploaded_by_id or current.based_on != based_on:
        raise Refused(
            "identical_to_current",
            _("This file is the same, byte for byte, as version %(number)s.") % {"number": current.number},
            field="file",
            current_version=current.number,
        )
    upload.discarded_at = upload.discarded_at or now()
    upload.save(update_fields=["discarded_at"])
    return current


def _conflict(based_on: int, number: int, **facts: Any) -> Refused:
    message = (
        _("There is no version %(number)s yet.") % {"number": based_on}
        if based_on > number
        else _("Version %(number)s was added meanwhile. Your file is kept: compare, then add it as version %(next)s.")
        % {"number": number, "next": number + 1}
    )
    return Refused("version_conflict", message, current_version=number, **facts)


def _add_version(document: Document, upload: PendingUpload, number: int, note: str, by: User) -> DocumentVersion:
    version = DocumentVersion.objects.create(
        document=document,
        number=number + 1,
        file=upload.file,
        based_on=number,
        note=note,
        uploaded_by=by,
        uploaded_at=now(),
    )
    upload.version = version
    upload.save(update_fields=["version"])
    record(
        action="partnerships.version.uploaded",
        about=version,
        by=by,
        after={"document": document.pk, "number": version.number, "sha256": upload.file.sha256},
    )
    return version


@transaction.atomic
def _record_kept(upload: PendingUpload, by: User) -> None:
    record(
        action="partnerships.upload.kept",
        about=upload,
        by=by,
        after={"document": upload.document_id, "based_on": upload.based_on},
    )

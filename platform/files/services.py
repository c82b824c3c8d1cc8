"""Storing files, and giving their bytes back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files import File
from django.db import transaction

from audit.services import record
from files import vault
from files.models import StoredFile
from files.types import UPLOADS, recognise
from kernel.text import clean_name
from kernel.time import now


def store(
    *,
    content: bytes | File[bytes],
    name: str,
    kind: str,
    by: AbstractBaseUser | None,
    allow: Collection[str] | None = None,
    limit: int | None = None,
) -> StoredFile:
    """Check the content and keep it under a clean name; `kind` names the gate that says who may read it.

    `allow` are keys of `files.types.TYPES` ("pdf", "docx", …; all uploads by default), `limit` is in bytes.
    Raises Refused file_empty 409, file_too_large 413; file_type, file_content, file_bomb, file_macros 415; each with
    the field "file".
    """
    name = clean_name(name)
    with vault.draft(content, limit=limit or settings.FILE_LIMIT) as found:
        media_type = recognise(found.path, name, UPLOADS if allow is None else allow)
        row = StoredFile(
            kind=kind,
            name=name,
            sha256=found.sha256,
            size=found.size,
            content_type=media_type,
            created_by_id=by.pk if by else None,
            created_at=now(),
        )
        vault.keep(found, row.storage_name)
    # The bytes first: a row without bytes would be a lie, bytes without a row only take room.
    with transaction.atomic():
        row.save(force_insert=True)
        record(
            action="files.file.stored",
            about=row,
            by=by,
            after={"kind": kind, "sha256": row.sha256, "size": row.size, "content_type": media_type},
        )
    return row


@contextmanager
def looked_into(*, content: File[bytes], name: str, allow: Collection[str], limit: int) -> Iterator[tuple[Path, str]]:
    """The content as a file on disk and its media type, checked as `store` checks it, to be read once: nothing is kept.

    Raises Refused as `store`.
    """
    with vault.draft(content, limit=limit) as found:
        yield found.path, recognise(found.path, clean_name(name), allow)


def open_file(file: StoredFile) -> File[bytes]:
    """Give the bytes, to be closed by the caller. Raises FileNotFoundError."""
    return vault.open_content(file.storage_name)


@transaction.atomic
def forget(*, file: StoredFile, by: AbstractBaseUser | None) -> None:
    """Remove a file that nothing points to, and its bytes where no other file has the same. Raises ProtectedError."""
    record(action="files.file.forgotten", about=file, by=by, before={"kind": file.kind, "sha256": file.sha256})
    name, sha256 = file.storage_name, file.sha256
    file.delete()

    def forget_bytes() -> None:
        if not StoredFile.objects.filter(sha256=sha256).exists():
            vault.forget(name)

    transaction.on_commit(forget_bytes)


def verify(file: StoredFile) -> bool:
    """Whether the bytes are there and still those that were stored."""
    try:
        return vault.checksum(file.storage_name) == file.sha256
    except FileNotFoundError:
        return False


def forget_unfinished() -> None:
    """Remove what uploads left behind when their process was killed a day ago or longer."""
    vault.forget_unfinished(older_than=timedelta(days=1))

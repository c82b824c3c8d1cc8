"""Bytes in the storage, by their checksum: identical ones lie there once, and never half."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refused
from kernel.time import now

CHUNK = 256 * 1024
"""Bytes read at once."""
SETTLED = timedelta(days=1)
"""Bytes that were asked for more recently may be about to get their row."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
INCOMING = "incoming"
"""Folder inside a local storage where bytes wait until they are checked: a rename puts them in place."""


@dataclass(frozen=True)
class Draft:
    """Bytes that arrived and are not checked yet."""

    path: Path
    sha256: str
    size: int


@contextmanager
def draft(content: bytes | File[bytes], *, limit: int) -> Iterator[Draft]:
    """The content as a file of our own, gone afterwards unless kept. Raises Refused file_too_large, file_empty."""
    handle, name = tempfile.mkstemp(dir=_incoming())
    path = Path(name)
    try:
        with _told_when_full(), os.fdopen(handle, "wb") as target:
            digest, size = _copy(content, target, limit)
        if size == 0:
            raise Refused("file_empty", _("This file is empty."), field="file")
        yield Draft(path, digest, size)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _told_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise Refused(
            "storage_full",
            _("There is no room for this file on our side. Nothing was changed; please tell us."),
            status=507,
            field="file",
        ) from error


def _copy(content: bytes | File[bytes], target: BinaryIO, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(content):
        size += len(chunk)
        if size > limit:
            raise Refused(
                "file_too_large",
                _("This file is too large: at most %(limit)s MB are accepted.") % {"limit": limit // 1024**2},
                status=413,
                field="file",
            )
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _chunks(content: bytes | File[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        for start in range(0, len(content), CHUNK):
            yield content[start : start + CHUNK]
    else:
        yield from content.chunks(CHUNK)


def keep(found: Draft, name: str) -> None:
    """Put the bytes where they belong, unless the same ones lie there."""
    storage = default_storage
    if storage.exists(name) and storage.size(name) == found.size and _is_wanted(name):
        return
    if isinstance(storage, FileSystemStorage):
        _rename(found.path, Path(storage.path(name)), storage)
        return
    with found.path.open("rb") as source:
        written = storage.save(name, File(source))
    if written != name:
        storage.delete(written)  # somebody else stored the same bytes meanwhile


def _is_wanted(name: str) -> bool:
    """Mark the bytes as asked for just now. False where they were forgotten at this moment."""
    if isinstance(default_storage, FileSystemStorage):
        try:
            os.utime(default_storage.path(name))
        except FileNotFoundError:
            return False
    return True


def forget(name: str) -> None:
    """Remove bytes that have no row any more, unless somebody asked for them lately: then they only take room.

    They are taken aside first, so that who stores the same ones at this moment sees that they are gone and brings
    his. In a storage that is not a local folder nothing can be taken aside, and they stay.
    """
    folder = _incoming()
    if folder is None:
        return
    target = Path(cast("FileSystemStorage", default_storage).path(name))
    aside = folder / f"forgotten-{target.name}"
    try:
        if not _is_settled(target):
            return
        target.rename(aside)
    except FileNotFoundError:
        return
    if _is_settled(aside) or target.exists():
        aside.unlink(missing_ok=True)
    else:
        aside.rename(target)


def _is_settled(path: Path) -> bool:
    return path.stat().st_mtime < (now() - SETTLED).timestamp()


def _rename(source: Path, target: Path, storage: FileSystemStorage) -> None:
    _folder(target.parent, storage)
    source.chmod(storage.file_permissions_mode or 0o640)
    source.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name must outlive a power cut as the bytes do
    finally:
        os.close(folder)


def _folder(path: Path, storage: FileSystemStorage) -> Path:
    """The folder with the permissions of the storage, its parents too."""
    if not path.is_dir():
        _folder(path.parent, storage)
        path.mkdir(mode=storage.directory_permissions_mode or 0o750, exist_ok=True)
    return path


def _incoming() -> Path | None:
    storage = default_storage
    return _folder(Path(storage.path(INCOMING)), storage) if isinstance(storage, FileSystemStorage) else None


def open_content(name: str) -> File[bytes]:
    """The bytes, to be closed by the caller. Raises FileNotFoundError."""
    return default_storage.open(name, "rb")


def checksum(name: str) -> str:
    """The SHA-256 of what lies there now. Raises FileNotFoundError."""
    with open_content(name) as source:
        return hashlib.file_digest(cast(BufferedReader, source.file), "sha256").hexdigest()


def forget_unfinished(*, older_than: timedelta) -> None:
    """Remove what an upload left behind when its process was killed."""
    folder = _incoming()
    if folder is None:
        return
    for path in folder.iterdir():
        if path.stat().st_mtime < (now() - older_than).timestamp():
            path.unlink(missing_ok=True)

"""Office documents and signature containers are ZIP files: told apart by their table of contents, never unpacked."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refused

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
SIGNATURE_CONTAINER = "application/vnd.etsi.asic-e+zip"

OFFICE = {
    "docx": f"{_OOXML}wordprocessingml.document",
    "xlsx": f"{_OOXML}spreadsheetml.sheet",
    "pptx": f"{_OOXML}presentationml.presentation",
    "odt": f"{_ODF}text",
    "ods": f"{_ODF}spreadsheet",
    "odp": f"{_ODF}presentation",
}
"""By their ending."""

MEMBERS = 5000
UNPACKED = 500 * 1024**2  # bytes
RATIO = 100
RATIO_FROM = 1024**2
"""Bytes unpacked: below, a high ratio does no harm."""
CONTENT_TYPES = "[Content_Types].xml"
CONTENT_TYPES_LIMIT = 256 * 1024  # bytes
MIMETYPE_LIMIT = 100  # bytes
MACROS = re.compile(r"(^|/)vbaProject[^/]*\.bin$|^(Basic|Scripts)/", re.IGNORECASE)


def media_type(path: Path) -> str | None:
    """What the container says it is, or None. Raises Refused file_bomb, file_macros."""
    try:
        with zipfile.ZipFile(path) as container:
            _require_harmless(container.infolist(), path.stat().st_size)
            return _declared(container) or _main_part(container)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        # Damaged, encrypted or packed by a method nobody uses.
        return None


def _require_harmless(members: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MEMBERS or unpacked > UNPACKED or (unpacked > RATIO_FROM and unpacked > RATIO * size):
        raise Refused(
            "file_bomb",
            _("Unpacked, this file would be far too large. Make it smaller or save it as PDF."),
            status=415,
            field="file",
        )
    if any(MACROS.search(member.filename) for member in members):
        raise Refused(
            "file_macros",
            _("This document holds macros. Save it without them, or as PDF."),
            status=415,
            field="file",
        )


def _declared(container: zipfile.ZipFile) -> str | None:
    """OpenDocument and ASiC: the first member is the type itself."""
    first = container.infolist()[0] if container.infolist() else None
    if first is None or first.filename != "mimetype" or first.file_size > MIMETYPE_LIMIT:
        return None
    return container.read(first).decode("ascii", "replace").strip()


def _main_part(container: zipfile.ZipFile) -> str | None:
    """Office Open XML: the table of contents names the main part with its type, and the part is there."""
    names = set(container.namelist())
    if CONTENT_TYPES not in names or container.getinfo(CONTENT_TYPES).file_size > CONTENT_TYPES_LIMIT:
        return None
    listed = container.read(CONTENT_TYPES).decode("utf-8", "replace")
    for kind, main in [
        ("wordprocessingml.document", "word/"),
        ("spreadsheetml.sheet", "xl/"),
        ("presentationml.presentation", "ppt/"),
    ]:
        if f'"{_OOXML}{kind}.main+xml"' in listed and any(name.startswith(main) for name in names):
            return f"{_OOXML}{kind}"
    return None

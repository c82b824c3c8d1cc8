"""What a file is, by its content, and whether its name says the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

import magic
from django.utils.translation import gettext_lazy as _

from files import containers
from kernel.errors import Refused

HEAD = 64 * 1024
"""Bytes of the beginning that are looked at."""
TAIL = 4 * 1024
"""Bytes of the end; what some scanners write behind the mark of the end is shorter."""

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
"""The object identifier of CMS signed data; it stands at the beginning of a .p7m."""
SIGNED_DATA_WITHIN = 24
"""Bytes."""

MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
NO_TEXT = ("image/", "text/html", "text/rtf", "text/x-shellscript", "application/pdf", "application/postscript")
"""Types that are written in readable characters and are something else all the same."""
MAIL_HEADER = re.compile(rb"\A(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+", re.MULTILINE)
MAIL_ORIGIN = re.compile(rb"^(from|date|received|message-id):", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Type:
    """A type we accept: its media type, the endings that fit, and the proof."""

    media_type: str
    endings: tuple[str, ...]
    holds: Callable[[Path, bytes], bool]


def _as_magic_says(media_type: str) -> Callable[[Path, bytes], bool]:
    return lambda _path, head: magic.from_buffer(head, mime=True) == media_type


def _pdf(path: Path, head: bytes) -> bool:
    """With its beginning and its end: a scan torn off on the way would open nowhere."""
    with path.open("rb") as source:
        source.seek(max(0, path.stat().st_size - TAIL))
        tail = source.read()
    return head.startswith(b"%PDF-") and b"%%EOF" in tail and _as_magic_says("application/pdf")(path, head)


def _container(media_type: str) -> Callable[[Path, bytes], bool]:
    return lambda path, head: head.startswith(b"PK\x03\x04") and containers.media_type(path) == media_type


def _text(_path: Path, head: bytes) -> bool:
    """Readable characters, and no markup that a browser would run."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    else:
        text = head.decode("utf-8", "replace")
    # What magic calls a text has many names, and it takes settings for programs: only what is surely none is refused.
    said = magic.from_buffer(head, mime=True)
    return CONTROL.search(text) is None and MARKUP.search(head) is None and not said.startswith(NO_TEXT)


def _mail(_path: Path, head: bytes) -> bool:
    """Header lines, one of which tells where it came from. A message may well hold HTML: it is never shown."""
    header = MAIL_HEADER.match(head)
    return header is not None and MAIL_ORIGIN.search(header[0]) is not None


def _xml(path: Path, head: bytes) -> bool:
    """Well-formed up to its root, which is no web page and no drawing; without DOCTYPE."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n\xff\xfe\x00").startswith(b"<") and _root_of(path) not in {
        "",
        "html",
        "svg",
    }


def _root_of(path: Path) -> str:
    """The local name of the root element; empty where there is none or a DOCTYPE comes first."""
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def stop(*_declaration: object) -> None:
        raise _Enough

    def start(name: str, _attributes: object) -> None:
        found.append(name.rpartition(" ")[2].lower())
        raise _Enough

    parser.StartDoctypeDeclHandler = stop
    parser.StartElementHandler = start
    try:
        with path.open("rb") as source:
            parser.ParseFile(source)
    except (_Enough, expat.ExpatError):
        pass
    return found[0] if found else ""


class _Enough(Exception):
    """The root is known."""


def _signed(_path: Path, head: bytes) -> bool:
    return head.startswith(b"\x30") and SIGNED_DATA in head[:SIGNED_DATA_WITHIN]


def _json(path: Path, head: bytes) -> bool:
    return head.lstrip()[:1] in {b"{", b"["} and _text(path, head)


TYPES: dict[str, Type] = {
    "pdf": Type("application/pdf", ("pdf",), _pdf),
    **{ending: Type(media_type, (ending,), _container(media_type)) for ending, media_type in containers.OFFICE.items()},
    "asic": Type(
        containers.SIGNATURE_CONTAINER,
        ("asic", "asice", "sce"),
        _container(containers.SIGNATURE_CONTAINER),
    ),
    "png": Type("image/png", ("png",), _as_magic_says("image/png")),
    "jpg": Type("image/jpeg", ("jpg", "jpeg"), _as_magic_says("image/jpeg")),
    "tif": Type("image/tiff", ("tif", "tiff"), _as_magic_says("image/tiff")),
    "txt": Type("text/plain", ("txt",), _text),
    "csv": Type("text/csv", ("csv",), _text),
    "eml": Type("message/rfc822", ("eml",), _mail),
    "xml": Type("application/xml", ("xml", "xades"), _xml),
    "p7m": Type("application/pkcs7-mime", ("p7m", "p7s"), _signed),
    "json": Type("application/json", ("json",), _json),
    "ics": Type("text/calendar", ("ics",), _text),
}

UPLOADS = frozenset(TYPES) - {"json", "ics"}
"""What people may upload; the platform itself makes the others too."""


def recognise(path: Path, name: str, allow: Collection[str]) -> str:
    """The media type of the content. Raises Refused file_type, file_bomb, file_macros, all 415.

    The ending of the name tells which type it claims to be; only the content proves it.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    claimed = next((key for key in allow if ending in TYPES[key].endings), None)
    if claimed is None:
        raise Refused(
            "file_type",
            _("Files of this type are not accepted here. Accepted: %(types)s.") % {"types": _shown(allow)},
            status=415,
            field="file",
        )
    with path.open("rb") as source:
        head = source.read(HEAD)
    if not TYPES[claimed].holds(path, head):
        raise Refused(
            "file_content",
            _("The content of this file is not what its name says (%(ending)s). Save it again as that type.")
            % {"ending": ending.upper()},
            status=415,
            field="file",
        )
    return TYPES[claimed].media_type


def _shown(allow: Collection[str]) -> str:
    return ", ".join(sorted(key.upper() for key in allow))

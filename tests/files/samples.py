"""Files of each type, made here, and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

OOXML = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("wordprocessingml.document", "word/document.xml"),
    "xlsx": ("spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": ("presentationml.presentation", "ppt/presentation.xml"),
}
ODF = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def packed(members, method=zipfile.ZIP_DEFLATED):
    """A ZIP file of these members, in this order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return target.getvalue()


def office(ending, **more):
    """An Office Open XML document."""
    kind, main = MAIN[ending]
    types = f'<Types><Override PartName="/{main}" ContentType="{OOXML}{kind}.main+xml"/></Types>'
    return packed({"[Content_Types].xml": types, "_rels/.rels": "<Relationships/>", main: "<document/>", **more})


def open_document(media_type):
    """An OpenDocument file or a signature container: the type comes first."""
    return packed({"mimetype": media_type, "content.xml": "<office/>"}, zipfile.ZIP_STORED)


def png():
    """One black pixel."""

    def part(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + part(b"IDAT", zlib.compress(b"\0\0"))
        + part(b"IEND", b"")
    )


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 20 + b"\xff\xd9"
TIF = b"II*\x00\x08\x00\x00\x00\x00\x00" + b"\x00" * 8
SIGNED = bytes.fromhex("3080") + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" + b"\x00" * 40
SIGNED_LONG = bytes.fromhex("30820400") + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x82\x03\xf1" + b"\x00" * 40
EML = b"From: Ewa <ewa@example.org>\r\nSubject: =?utf-8?q?Um=C3=B3w?=\r\n\tsie\r\n\r\n<html>hej</html>\r\n"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n<wniosek xmlns="urn:x"><ulica>Żółta</ulica></wniosek>'.encode()

GOOD = {
    "umowa.pdf": (PDF, "application/pdf"),
    "UMOWA.PDF": (PDF, "application/pdf"),
    **{f"pismo.{ending}": (office(ending), OOXML + kind) for ending, (kind, _main) in MAIN.items()},
    **{
        f"pismo.{ending}": (
            open_document(f"application/vnd.oasis.opendocument.{kind}"),
            f"application/vnd.oasis.opendocument.{kind}",
        )
        for ending, kind in ODF.items()
    },
    "podpis.asice": (open_document("application/vnd.etsi.asic-e+zip"), "application/vnd.etsi.asic-e+zip"),
    "plan.png": (png(), "image/png"),
    "zdjecie.jpg": (JPG, "image/jpeg"),
    "zdjecie.jpeg": (JPG, "image/jpeg"),
    "skan.tif": (TIF, "image/tiff"),
    "notatka.txt": ("Zażółć gęślą jaźń.\n".encode(), "text/plain"),
    "stara.txt": ("Zażółć gęślą jaźń, po staremu.\n".encode("cp1250"), "text/plain"),
    "lista.csv": ("miasto;liczba\nŁódź;1\n".encode(), "text/csv"),
    "excel.csv": ("miasto;liczba\nŁódź;1\n".encode("utf-16"), "text/csv"),
    "kod.txt": (b"#include <stdio.h>\nint main(void) { return 1 < 2; }\n", "text/plain"),
    "dane.csv": (b'{"to": "nie jest JSON"}\n', "text/csv"),
    "ustawienia.txt": (b"[sekcja]\nklucz=1\n", "text/plain"),
    "list.eml": (EML, "message/rfc822"),
    "wniosek.xml": (XML, "application/xml"),
    "podpis.p7m": (SIGNED, "application/pkcs7-mime"),
    "dlugi.p7m": (SIGNED_LONG, "application/pkcs7-mime"),
}

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = (
    b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"
    + b"\x00" * 44
    + b"\x80\0\0\0"
    + b"\0" * 64
    + b"PE\0\0"
)
BOMB = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": b"0" * 60 * 1024**2})
CROWD = packed({"[Content_Types].xml": "<Types/>", **{f"word/{n}.xml": b"" for n in range(6000)}})

HOSTILE = {  # with the code they are refused by
    "strona.html": (HTML, "file_type"),
    "strona.txt": (HTML, "file_content"),
    "strona.csv": (b"a;b\n<script>alert(1)</script>\n", "file_content"),
    "strona.pdf": (HTML, "file_content"),
    "strona.xml": (b'<html xmlns="http://www.w3.org/1999/xhtml"><script/></html>', "file_content"),
    "strona.eml": (HTML, "file_content"),
    "rysunek.svg": (SVG, "file_type"),
    "rysunek.png": (SVG, "file_content"),
    "rysunek.xml": (b'<?xml version="1.0"?>' + SVG, "file_content"),
    "program.exe": (EXE, "file_type"),
    "program.pdf": (EXE, "file_content"),
    "program.txt": (EXE, "file_content"),
    "skrypt.sh": (b"#!/bin/sh\nrm -rf /\n", "file_type"),
    "skrypt.txt": (b"#!/bin/sh\nrm -rf /\n", "file_content"),
    "bez_konca": (PDF, "file_type"),
    ".pdf": (PDF, "file_type"),
    "umowa.docx": (PDF, "file_content"),
    "umowa.pdf": (office("docx"), "file_content"),
    "umowa.xlsx": (office("docx"), "file_content"),
    "zwykly.docx": (packed({"a.txt": "a"}), "file_content"),
    "zwykly.odt": (
        packed({"content.xml": "<x/>", "mimetype": "application/vnd.oasis.opendocument.text"}),
        "file_content",
    ),
    "pusty.docx": (packed({}), "file_content"),
    "udawany.docx": (packed({"[Content_Types].xml": f"{OOXML}wordprocessingml.document.main+xml"}), "file_content"),
    "uciety.docx": (office("docx")[:-40], "file_content"),
    "za_pdf.docx": (PDF + office("docx"), "file_content"),
    "za_exe.docx": (EXE + office("docx"), "file_content"),
    "za_png.xlsx": (png() + office("xlsx"), "file_content"),
    "urwana.pdf": (PDF.replace(b"%%EOF", b""), "file_content"),
    "przed_pdf.pdf": (b"\n" * 100 + PDF, "file_content"),
    "bomba.docx": (BOMB, "file_bomb"),
    "tlum.docx": (CROWD, "file_bomb"),
    "makro.docx": (office("docx", **{"word/vbaProject.bin": b"x"}), "file_macros"),
    "smiech.xml": (b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>', "file_content"),
    "wyciek.xml": (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', "file_content"),
    "binarny.csv": (b"a;b\n\x00\x01\x02\n", "file_content"),
    "nie_list.eml": (b"to nie jest list\n", "file_content"),
    "nie_podpis.p7m": (b"\x30\x80" + b"\x00" * 60, "file_content"),
    "umowa.txt": (PDF.replace(b"%\xe2\xe3\xcf\xd3\n", b""), "file_content"),
    "pismo.txt": (b"{\\rtf1 pismo}", "file_content"),
    "gif.png": (b"GIF89a" + b"\x00" * 40, "file_content"),
    "umowa\u202efdp.exe": (EXE, "file_type"),
    "umowa.pdf.exe": (PDF, "file_type"),
    "umowa.pdf\x00.exe": (PDF, "file_type"),
}

"""What WeasyPrint's tags lack for PDF/UA-1, put right just before the file is written.

Touches what pydyf and WeasyPrint 70 build; the version is pinned and a test asks a validator.
"""

from __future__ import annotations

from typing import Any

_UA = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed"
    b"</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"
)
"""PDF/UA-1 beside PDF/A: its mark, and the schema without which PDF/A forbids the mark."""


def finish(document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher hook."""
    _claim_ua(pdf)
    elements = _elements_by_number(pdf)
    _tell_scopes(elements)
    _free_margins(pdf, elements)


def _claim_ua(pdf: Any) -> None:
    for thing in pdf.objects:
        if getattr(thing, "extra", {}).get("Type") == "/Metadata":
            thing.stream = [b"".join(thing.stream).replace(b"</rdf:RDF>", _UA)]
            thing.compress = False  # readers that know nothing of PDF look for it in the plain bytes


def _elements_by_number(pdf: Any) -> dict[int, Any]:
    return {thing.number: thing for thing in pdf.objects if _type(thing) == "/StructElem"}


def _type(thing: Any) -> Any:
    return thing.get("Type") if isinstance(thing, dict) else None


def _number(reference: Any) -> int | None:
    """The object a reference points to; None for what is no reference."""
    return int(reference.split()[0]) if isinstance(reference, bytes) and reference.endswith(b" R") else None


def _tell_scopes(elements: dict[int, Any]) -> None:
    """A header cell heads its column in the head of the table, its row in the body."""
    for element in elements.values():
        if element["S"] == "/TH":
            row = elements[_number(element["P"]) or 0]
            group = elements[_number(row["P"]) or 0]
            element["A"]["Scope"] = "/Row" if group["S"] == "/TBody" else "/Column"


def _free_margins(pdf: Any, elements: dict[int, Any]) -> None:
    """Headers and footers of pages hang outside the tree: mark them as what they are, artifacts of pagination."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"]) or 0]
    linked = _linked(root, elements)
    by_number = {thing.number: thing for thing in pdf.objects}
    pages = {p["StructParents"]: p for p in pdf.objects if _type(p) == "/Page"}
    numbers = by_number[_number(root["ParentTree"]) or 0]["Nums"]
    for key, owners in zip(numbers[::2], numbers[1::2], strict=True):
        if key not in pages or not isinstance(owners, list):
            continue
        orphans = {mcid for mcid, owner in enumerate(owners) if _number(owner) not in linked}
        for mcid in orphans:
            owners[mcid] = "null"
        _mark_as_artifacts(by_number[_number(pages[key]["Contents"]) or 0].stream, orphans)


def _linked(root: Any, elements: dict[int, Any]) -> set[int]:
    """The elements that can be reached from the root."""
    found: set[int] = set()
    waiting = [_number(kid) for kid in root["K"]]
    while waiting:
        number = waiting.pop()
        if number in elements and number not in found:
            found.add(number)
            waiting.extend(_number(kid) for kid in elements[number]["K"])
    return found


def _mark_as_artifacts(stream: list[Any], orphans: set[int]) -> None:
    for at, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in orphans:
            stream[at - 1] = "/Artifact"
            item.clear()
            item.update({"Type": "/Pagination"})

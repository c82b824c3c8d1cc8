"""An invented snapshot with everything in it: parts, minutes, a zero, a figure without data, a long title."""

from __future__ import annotations

from typing import Any

from kernel.text import canonical_json

CODE = "7KQ2MX9T4B"


def both(pl: str, en: str) -> dict[str, str]:
    return {"pl": pl, "en": en}


def row(kind: str, pk: int, day: str, amount: int, reference: str = "", **more: str) -> dict[str, Any]:
    names = {"name_pl": "", "name_en": "", "town": "", "teryt": ""}
    return {"kind": kind, "id": pk, "day": day, "reference": reference, **names, **more, "amount": amount}


def figure(code: str, name: dict[str, str], unit: str, measure: str, **more: Any) -> dict[str, Any]:
    counted = {
        "code": measure,
        "name": name,
        "definition": both("Liczymy to, co trzeba.", "We count what is to be counted."),
        "row_unit": more.pop("row_unit", ""),
        "per": more.pop("per", 1),
        "places": more.pop("places", 0),
    }
    empty = {"baseline": "0.00", "target": None, "value": None, "percent": None, "total": None, "parts": [], "rows": []}
    return {"code": code, "name": name, "unit": unit, "measure": counted, **empty, **more}


def trained(people: int = 3) -> dict[str, Any]:
    course = {"name_pl": "Strategia rozwoju gminy", "name_en": "A town's strategy"}
    rows = [
        row(
            "trainings.enrolment",
            pk,
            f"2026-03-{1 + pk % 28:02}",
            1,
            "STR-2026-01",
            town="Kędzierzyn-Koźle",
            teryt="1603011",
            **course,
        )
        for pk in range(1, people + 1)
    ]
    rows.append(
        row(
            "trainings.enrolment",
            people + 1,
            "2026-04-02",
            0,
            "STR-2026-02",
            town="Konstantynów Łódzki",
            teryt="1021021",
            **course,
        )
    )
    women = people - people // 3
    parts = [
        {"axis": "sex", "code": "f", "name": both("kobiety", "women"), "amount": str(women)},
        {"axis": "sex", "code": "m", "name": both("mężczyźni", "men"), "amount": str(people - women)},
        {"axis": "sex", "code": "", "name": both("nie podano", "not told"), "amount": "0"},
    ]
    return figure(
        "I.1",
        both("Przeszkoleni urzędnicy", "Officials trained"),
        "person",
        "officials_trained",
        target="200.00",
        value=str(people),
        percent=f"{people / 2:.2f}",
        total=people,
        parts=parts,
        rows=rows,
    )


def advised() -> dict[str, Any]:
    rows = [
        row("advisory.consultation", 7, "2026-02-01", 20, "KD/2026/1", town="Żory", teryt="2479011"),
        row("advisory.consultation", 8, "2026-02-02", 20, "KD/2026/2", town="Żory", teryt="2479011"),
        row("advisory.consultation", 9, "2026-02-03", 35, "KD/2026/3", town="Żory", teryt="2479011"),
    ]
    name = both("Godziny doradztwa", "Hours of advice")
    minutes = {"row_unit": "minute", "per": 60, "places": 2}
    return figure("I.2", name, "hour", "advice_hours", value="1.25", total=75, rows=rows, **minutes)


def agreed() -> dict[str, Any]:
    name = both("Partnerstwa z podpisaną umową", "Partnerships with a signed agreement")
    measure = "partnerships_with_agreement"
    return figure("I.3", name, "partnership", measure, target="4.00", value="0", percent="0.00", total=0)


def unknown() -> dict[str, Any]:
    name = both("Miasta objęte wsparciem", "Towns reached")
    return figure("I.4", name, "town", "towns_reached", target="0.00")


def content(**changes: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "report": {"number": 3, "kind": "interim", "revision": 1, "submitted_at": "2026-07-14T09:31:00Z"},
        "project": {
            "code": "PL-PROBA-0001",
            "title": both(
                "Budowanie potencjału średnich i mniejszych miast na rzecz skutecznych lokalnych polityk rozwoju",
                "Building capacities of medium and small towns for effective local development policies",
            ),
            "amount": "7000000.00",
            "currency": "EUR",
            "starts_on": "2026-01-01",
            "ends_on": "2027-12-31",
        },
        "programme": {
            "code": "PL-PROBA",
            "name": both("Program próbny", "Trial programme"),
            "mechanism": "Trial",
            "amount": "117647058.82",
            "grant_amount": "100000000.00",
            "currency": "EUR",
        },
        "donor": {"name": both("Darczyńca próbny", "Trial donor")},
        "promoter": {"name": both("Związek próbny", "Trial association")},
        "period": {"number": 1, "starts_on": "2026-01-01", "ends_on": "2026-06-30", "due_on": "2026-07-31"},
        "figures": [trained(), advised(), agreed(), unknown()],
        "narrative": both("Zażółć gęślą jaźń.\n\nDrugi akapit: ĄĆĘŁŃÓŚŹŻ.", "We did what we promised."),
        "fictitious": True,
        "verification": {"code": CODE, "address": "https://ratusz.example.org/reports/verify/"},
        "previous_sha256": "",
        **changes,
    }


def text(**changes: Any) -> str:
    return canonical_json(content(**changes))

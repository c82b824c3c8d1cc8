"""What is taught in the invented project."""

from __future__ import annotations

from typing import Any

from config.demo.stage import Stage
from trainings.models import Course
from trainings.services.editions import create_course

COURSES = {
    "STRATEGIA": ("Strategia miasta krok po kroku (przykład)", "A town's strategy step by step (example)"),
    "DIALOG": ("Rozmowa z mieszkańcami w praktyce (przykład)", "Talking with residents in practice (example)"),
    "FINANSE": ("Finansowanie projektów miejskich (przykład)", "Financing projects of a town (example)"),
    "DANE": ("Dane o mieście i dobre wskaźniki (przykład)", "Data on a town and good indicators (example)"),
    "SASIEDZI": ("Miasto i jego sąsiedzi (przykład)", "A town and its neighbours (example)"),
}
OUTCOMES = {
    "STRATEGIA": (
        "zna części strategii rozwoju gminy i kolejność prac nad nimi\nwie, z jakich danych korzysta diagnoza",
        "formułuje cele, które da się zmierzyć\nłączy cele z zadaniami i budżetem",
        "uzgadnia priorytety z osobami o innych oczekiwaniach",
    ),
    "DIALOG": (
        "zna sposoby rozmowy z mieszkańcami i wie, kiedy który się sprawdza",
        "przygotowuje i prowadzi spotkanie z mieszkańcami\nspisuje ustalenia w zrozumiały sposób",
        "słucha i odpowiada spokojnie także wtedy, gdy rozmowa jest trudna",
    ),
    "FINANSE": (
        "zna źródła pieniędzy na projekty miejskie i ich warunki",
        "układa montaż finansowy projektu\nocenia ryzyko kosztów",
        "tłumaczy liczby osobom spoza finansów",
    ),
    "DANE": (
        "zna publiczne źródła danych o gminie\nodróżnia wskaźnik produktu od wskaźnika rezultatu",
        "dobiera wskaźnik do celu i opisuje, skąd pochodzą dane",
        "sprawdza dane, zanim je przekaże dalej",
    ),
    "SASIEDZI": (
        "zna formy współpracy gmin i ich skutki prawne",
        "przygotowuje projekt porozumienia z sąsiednią gminą",
        "szuka rozwiązań korzystnych dla obu stron",
    ),
}
"""What people know, can do and how they work with others afterwards; certificates repeat it."""
GOALS = "Uczestnicy poznają metodę na zmyślonym mieście, ćwiczą ją w grupach i wracają z planem pierwszych kroków."
POSTS = ("inspektor", "kierownik referatu", "podinspektor", "naczelnik wydziału", "główny specjalista")
DEPARTMENTS = ("Wydział Rozwoju", "Referat Funduszy Zewnętrznych", "Wydział Promocji", "Wydział Organizacyjny")
VENUE = "Sala Przykładowa, ul. Zmyślona 1"
ONLINE = "https://example.org/spotkanie"


def create_courses(stage: Stage) -> dict[str, Course]:
    """The courses by their codes."""
    return {
        code: create_course(
            project=stage.project,
            code=code,
            title_pl=title_pl,
            title_en=title_en,
            goals=GOALS,
            knowledge=OUTCOMES[code][0],
            skills=OUTCOMES[code][1],
            social=OUTCOMES[code][2],
            by=stage.people["organiser"],
        )
        for code, (title_pl, title_en) in COURSES.items()
    }


def post_of(number: int) -> dict[str, Any]:
    """What an official does, by the number of the enrolment."""
    return {"post": POSTS[number % len(POSTS)], "department": DEPARTMENTS[number % len(DEPARTMENTS)]}

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
            by=stage.people["organiser"],
        )
        for code, (title_pl, title_en) in COURSES.items()
    }


def post_of(number: int) -> dict[str, Any]:
    """What an official does, by the number of the enrolment."""
    return {"post": POSTS[number % len(POSTS)], "department": DEPARTMENTS[number % len(DEPARTMENTS)]}

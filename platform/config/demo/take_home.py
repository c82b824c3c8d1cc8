"""What people take home: a programme as PDF, a recording, and exercises that are shown when the training starts."""

from __future__ import annotations

from django.core.files.base import ContentFile

from config.demo.papers import paper
from config.demo.stage import Stage
from kernel.time import now
from trainings.models import Course, Edition
from trainings.services.materials import add_material

RECORDING = "https://example.org/nagrania/dane-o-miescie"
PROGRAMME = [
    "Dzień pierwszy",
    "9:00 Skąd wziąć dane o mieście i czemu ufać",
    "11:00 Dobry wskaźnik, zły wskaźnik: ćwiczenia w grupach",
    "13:30 Mapa zmyślonego miasta",
    "",
    "Dzień drugi",
    "9:00 Wykres, który mówi prawdę",
    "12:00 Plan pierwszych kroków u siebie",
    "",
    "Materiał przykładowy; szkolenie jest zmyślone.",
]
EXERCISES = [
    "Zadanie 1. Opisz rozmowę z mieszkańcami, która się nie udała.",
    "Zadanie 2. Co trzeba było zrobić inaczej?",
    "",
    "Materiał przykładowy; szkolenie jest zmyślone.",
]


def play_materials(stage: Stage, courses: dict[str, Course]) -> None:
    """Anna finds two from the training she was at; who comes to the next one will find the third when it starts."""
    trainer, organiser = stage.people["trainer"], stage.people["organiser"]
    over = _last(courses["DANE"])
    programme = ContentFile(paper("Program szkolenia", *PROGRAMME), name="program.pdf")
    add_material(edition=over, title="Program szkolenia", upload=programme, by=organiser)
    second = over.sessions.order_by("-ordinal").first()
    add_material(edition=over, title="Nagranie z drugiego dnia", link=RECORDING, session=second, by=trainer)
    coming = courses["DIALOG"].editions.filter(starts_at__gt=now()).earliest("starts_at")
    exercises = ContentFile(paper("Ćwiczenia", *EXERCISES), name="cwiczenia.pdf")
    add_material(edition=coming, title="Ćwiczenia", upload=exercises, shown_from=coming.starts_at, by=trainer)


def _last(course: Course) -> Edition:
    """The last one that is over."""
    return course.editions.filter(ends_at__lt=now()).latest("ends_at")

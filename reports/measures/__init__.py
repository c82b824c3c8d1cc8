"""The measures a donor's indicator may name, each with its definition in words."""

from reports.measures import advice, partnerships, towns, trainings
from reports.measures.base import REGISTRY, Counted, Figure, Measure, Part, Row, get
from reports.measures.facts import Facts

__all__ = [
    "REGISTRY",
    "Counted",
    "Facts",
    "Figure",
    "Measure",
    "Part",
    "Row",
    "advice",
    "get",
    "partnerships",
    "towns",
    "trainings",
]

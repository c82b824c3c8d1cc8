"""The protocol of a committee as PDF: a function of what was decided and the language alone."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from trainings.models import SelectionBatch, SelectionDecision
from ui.documents import engine

LAST_PART = "signatures"
PAGE, SHEET = "trainings/pdf/protocol.html", "trainings/pdf/protocol.css"


def render(
    batch: SelectionBatch, decisions: list[SelectionDecision], language: str, *, progress: engine.Progress
) -> engine.Pdf:
    """The PDF of a final list. Raises engine.NotMade."""
    progress(1, engine.PHASES[1])
    return engine.make(
        html(batch, decisions, language), render_to_string(SHEET), ends_with=LAST_PART, progress=progress
    )


def html(batch: SelectionBatch, decisions: list[SelectionDecision], language: str) -> str:
    """The same as a page, before it is set. `batch` comes with edition, course, project and both members."""
    with translation.override(language):
        context: dict[str, Any] = {
            "language": language,
            "batch": batch,
            "edition": batch.edition,
            "course": batch.edition.course,
            "decisions": decisions,
        }
        return render_to_string(PAGE, context)

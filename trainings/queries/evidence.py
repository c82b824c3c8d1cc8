"""How long a donor may ask for proof."""

from __future__ import annotations

from datetime import date

from grants.models import Project
from retention.queries import standing
from retention.registry import DAY

EVIDENCE = "trainings.evidence"


def kept_until(project: Project) -> date:
    """The last day on which proof of a project's trainings is kept: years after its end, or as long as it is held."""
    length, held = standing(EVIDENCE, project)
    return max(length.gone_on(project.ends_on) - DAY, held or date.min)

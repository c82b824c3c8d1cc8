"""How long a donor may ask for proof."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from grants.models import Project


def kept_until(project: Project) -> date:
    """The last day on which proof of a project's trainings is kept: so many years after its end (EVIDENCE_YEARS)."""
    years: int = settings.EVIDENCE_YEARS
    end = project.ends_on
    try:
        return end.replace(year=end.year + years)
    except ValueError:  # 29 February, in a year that has none
        return date(end.year + years, 3, 1)

"""Who may download a report's file: whoever may see the report."""

from __future__ import annotations

from accounts.permissions import Visitor
from files.models import StoredFile
from reports.models import Artifact

ARTIFACT = "reports.artifact"


def may_read(user: Visitor, file: StoredFile) -> bool:
    """The gate of `reports.artifact`."""
    return Artifact.objects.visible_to(user).filter(file=file).exists()

"""What a worker does for reports."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jobs.registry import handler
from jobs.work import Work
from reports.models import Snapshot

RENDER = "reports.render"


@handler(RENDER, queue="reports")
def render(work: Work) -> dict[str, Any]:
    """Make one PDF of a snapshot; made before, it is only looked up."""
    from reports.services import make_artifact  # noqa: PLC0415 -- a task lies below its service

    snapshot = Snapshot.objects.get(pk=work.params["snapshot"])
    artifact = make_artifact(snapshot=snapshot, language=work.params["language"], progress=work.progress)
    return {"artifact": artifact.pk, "href": reverse("files:file", args=[artifact.file_id])}

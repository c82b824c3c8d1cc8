"""Files made from a snapshot, each once: ordered as jobs, made by a worker, kept by their checksum."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from files.services import store
from jobs.models import Job
from jobs.services import enqueue
from kernel.errors import Refused
from kernel.text import clean_name
from kernel.time import now
from reports.choices import Format
from reports.documents import report as document
from reports.gates import ARTIFACT
from reports.models import Artifact, Snapshot
from reports.permissions import can_manage_report
from reports.tasks import RENDER
from ui.documents.engine import NotMade, Pdf, Progress


@transaction.atomic
def order_artifacts(*, snapshot: Snapshot, by: User) -> list[Job]:
    """Queue what is missing of the PDF in each language; what is queued already stays one job. Raises Refused 403."""
    can_manage_report(by, snapshot.report).require()
    made = set(_present(snapshot).values_list("language", flat=True))
    missing = [language for language, _name in settings.LANGUAGES if language not in made]
    if missing:
        record(action="reports.snapshot.files_ordered", about=snapshot, by=by, after={"languages": missing})
    return [
        enqueue(
            kind=RENDER,
            params={"snapshot": snapshot.pk, "language": language},
            dedupe_key=dedupe_key(snapshot=snapshot, language=language),
            by=by,
        )
        for language in missing
    ]


@dataclass(frozen=True)
class Order:
    """A file that there is or that there shall be."""

    language: str
    artifact: Artifact | None
    job: Job | None
    """The newest job that made it, makes it or failed to."""


def files_of(*, snapshot: Snapshot) -> list[Order]:
    """The PDF in each language, or how far its making is."""
    made = {artifact.language: artifact for artifact in _present(snapshot).select_related("file")}
    keys = {dedupe_key(snapshot=snapshot, language=language): language for language, _name in settings.LANGUAGES}
    jobs = {keys[job.dedupe_key]: job for job in Job.objects.filter(dedupe_key__in=keys).order_by("pk")}
    return [Order(language, made.get(language), jobs.get(language)) for language in keys.values()]


def dedupe_key(*, snapshot: Snapshot, language: str) -> str:
    """One open job per snapshot, language and template."""
    return f"{RENDER}:{snapshot.pk}:{language}:{document.TEMPLATE_VERSION}"


def make_artifact(*, snapshot: Snapshot, language: str, progress: Progress) -> Artifact:
    """The PDF of a snapshot in a language; made now unless it is there. Raises Refused report_not_made."""
    if made := _present(snapshot).filter(language=language).first():
        return made
    try:
        pdf = document.render(snapshot.content, language, progress=progress)
    except NotMade as reason:
        # Trying again would end the same way: the job fails at once and says why.
        raise Refused("report_not_made", _("The file could not be made. %(reason)s") % {"reason": reason}) from reason
    with transaction.atomic():
        snapshot = (
            Snapshot.objects.select_for_update(of=("self",)).select_related("report__project").get(pk=snapshot.pk)
        )
        # Another worker may have been as far: its file has the same bytes.
        return _present(snapshot).filter(language=language).first() or _keep(snapshot, language, pdf)


def _present(snapshot: Snapshot) -> QuerySet[Artifact]:
    return snapshot.artifacts.filter(format=Format.PDF, template_version=document.TEMPLATE_VERSION)


def _keep(snapshot: Snapshot, language: str, pdf: Pdf) -> Artifact:
    file = store(
        kind=ARTIFACT,
        name=clean_name(f"{snapshot.report.project.code}-{snapshot.report.number}-{snapshot.revision}-{language}.pdf"),
        content=pdf.content,
        allow={"pdf"},
        by=None,
    )
    artifact = Artifact.objects.create(
        snapshot=snapshot,
        language=language,
        format=Format.PDF,
        template_version=document.TEMPLATE_VERSION,
        file=file,
        sha256=file.sha256,
        pages=pdf.pages,
        created_at=now(),
    )
    record(
        action="reports.artifact.made",
        about=artifact,
        by=None,
        after={"snapshot": snapshot.pk, "language": language, "sha256": file.sha256, "pages": pdf.pages},
    )
    return artifact

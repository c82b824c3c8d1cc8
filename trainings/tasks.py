"""What runs by the clock, and what a worker makes."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from django.db import transaction
from django.urls import reverse

from jobs.registry import handler
from jobs.work import Work
from trainings.models import SelectionBatch

log = logging.getLogger(__name__)

MAKE_PROTOCOL = "trainings.protocol"
MAKE_SHEET = "trainings.sheet"
CERTIFY = "trainings.certify"
MAKE_EXPORT = "trainings.export"


@handler(CERTIFY, queue="reports")
def certify(work: Work) -> dict[str, Any]:
    """Make the PDF of a certificate; made before, it is only looked up."""
    from trainings.models import Certificate  # noqa: PLC0415 -- models are not there when Celery reads this
    from trainings.services import certificates  # noqa: PLC0415 -- a task lies below its service

    row = Certificate.objects.get(pk=work.params["certificate"])
    made = certificates.make_file(certificate=row, progress=work.progress)
    return {"certificate": made.pk, "href": reverse("files:file", args=[made.file_id])}


@shared_task
def sweep() -> int:
    """Lapse offers whose time is over. Every few minutes; nothing breaks if it comes late."""
    from trainings.services import places  # noqa: PLC0415 -- a task lies below its service

    return places.lapse_due()


@shared_task
def remind() -> int:
    """Write, change and cancel reminders as the rows say now, and yesterday's digests; how many were written."""
    from trainings.services import detail_digests, digests, reminders  # noqa: PLC0415 -- as above

    return reminders.remind().written + digests.tell_yesterday() + detail_digests.tell_changed_details()


@shared_task
def evaluate() -> int:
    """Tell people that questions wait for them, each once. Every few minutes."""
    from trainings.services import evaluation  # noqa: PLC0415 -- a task lies below its service

    return evaluation.tell_of_open_surveys()


@handler(MAKE_PROTOCOL, queue="reports")
def make_protocol(work: Work) -> dict[str, Any]:
    """Make the PDF of a committee's final list; made before, it is only looked up."""
    from trainings.services import protocols  # noqa: PLC0415 -- a task lies below its service

    rows = SelectionBatch.objects.select_related("edition__course__project", "first_member", "second_member")
    batch = protocols.make_protocol(batch=rows.get(pk=work.params["batch"]), progress=work.progress)
    return {"batch": batch.pk, "href": reverse("files:file", args=[batch.protocol_id])}


@handler(MAKE_EXPORT, queue="reports")
def make_export(work: Work) -> None:
    """Make a list as a file, of what the person may see now; file and end of the job come together."""
    from trainings.services import exports  # noqa: PLC0415 -- a task lies below its service

    with transaction.atomic():
        file = exports.make(params=work.params, by=work.requested_by)
        work.finish({"file": str(file.pk), "href": reverse("files:file", args=[file.pk])})


@shared_task
def supersede_sheets() -> int:
    """Void printed lists that are no longer true. Every few minutes; who makes a new one does not wait for it."""
    from trainings.services import sheets  # noqa: PLC0415 -- a task lies below its service

    return sheets.supersede_changed()


@handler(MAKE_SHEET, queue="reports")
def make_sheet(work: Work) -> dict[str, Any]:
    """Make the PDF of a list to be signed; made before, it is only looked up."""
    from trainings.models import AttendanceSheet  # noqa: PLC0415 -- models are not there when Celery reads this
    from trainings.services import sheets  # noqa: PLC0415 -- a task lies below its service

    found = AttendanceSheet.objects.select_related("session__edition__course__project__programme__donor")
    sheet = sheets.make_sheet(sheet=found.get(pk=work.params["sheet"]), progress=work.progress)
    return {"sheet": sheet.pk, "href": reverse("trainings:session-sheets", args=[sheet.session_id])}


@shared_task
def check() -> dict[str, list[int]]:
    """Say in the log which rows are as they should never be. Every night; it mends nothing."""
    from trainings.queries.soundness import breaches  # noqa: PLC0415 -- models are not there when Celery reads this

    found = breaches()
    for rule, ids in found.items():
        log.error("Trainings are not sound: %s, rows %s", rule, ids)
    return found


@shared_task
def warn() -> int:
    """Tell organisers of trainings that start soon with too few people. Every few minutes, each training once."""
    from trainings.services import editions  # noqa: PLC0415 -- a task lies below its service

    return editions.warn_of_few()

"""The protocol of a committee's final list: ordered as a job, made by a worker, kept as a file."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from files.services import store
from jobs.models import Job
from jobs.services import enqueue
from kernel.errors import Refused
from kernel.text import clean_name
from trainings.choices import BatchState
from trainings.documents import protocols as document
from trainings.gates import PROTOCOL
from trainings.models import SelectionBatch
from trainings.permissions import can_select
from trainings.queries.selection import decisions_of
from trainings.tasks import MAKE_PROTOCOL
from ui.documents.engine import NotMade, Progress

LANGUAGE = "pl"
"""A protocol is a document of the project's papers in Poland."""


def order_protocol(*, batch: SelectionBatch, by: User) -> Job:
    """Have the PDF made; ordered already, it stays one job. Raises Refused committee_only (403), batch_open."""
    can_select(by, batch.edition).require()
    if batch.state != BatchState.FINAL:
        raise Refused("batch_open", _("Two members sign the list first."))
    return enqueue(kind=MAKE_PROTOCOL, params={"batch": batch.pk}, dedupe_key=_key(batch), by=by)


def job_of(batch: SelectionBatch) -> Job | None:
    """The newest job that made the protocol, makes it or failed to."""
    return Job.objects.filter(dedupe_key=_key(batch)).order_by("-pk").first()


def make_protocol(*, batch: SelectionBatch, progress: Progress) -> SelectionBatch:
    """The PDF, once; made before, nothing happens. Raises Refused protocol_not_made."""
    if batch.protocol_id:
        return batch
    try:
        pdf = document.render(batch, list(decisions_of(batch)), LANGUAGE, progress=progress)
    except NotMade as reason:
        text = _("The file could not be made. %(reason)s") % {"reason": reason}
        raise Refused("protocol_not_made", text) from reason
    with transaction.atomic():
        batch = SelectionBatch.objects.select_for_update(of=("self",)).select_related("edition").get(pk=batch.pk)
        if batch.protocol_id:
            return batch
        name = clean_name(f"{batch.edition.code}-protokol-{batch.number}.pdf")
        batch.protocol = store(kind=PROTOCOL, name=name, content=pdf.content, allow={"pdf"}, by=None)
        batch.save(update_fields=["protocol"])
        after = {"sha256": batch.protocol.sha256, "pages": pdf.pages}
        record(action="trainings.selection.protocol_made", about=batch, by=None, after=after)
    return batch


def _key(batch: SelectionBatch) -> str:
    return f"{MAKE_PROTOCOL}:{batch.pk}"

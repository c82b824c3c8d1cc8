"""The PDF of a certificate: ordered as a job, made of the frozen data alone, stored once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from files.services import store
from jobs.models import Job
from jobs.services import enqueue
from kernel.errors import Refused
from kernel.text import clean_name
from trainings.documents import certificate as document
from trainings.gates import CERTIFICATE
from trainings.models import Certificate
from trainings.tasks import CERTIFY
from ui.documents.engine import NotMade, Progress


def order_file(*, certificate: Certificate, by: User) -> Job:
    """Queue the making of its PDF; what is queued already stays one job."""
    return enqueue(kind=CERTIFY, params={"certificate": certificate.pk}, dedupe_key=_key(certificate.pk), by=by)


def orders_of(certificates: Iterable[Certificate]) -> dict[int, Job]:
    """By certificate, the newest job that makes its file, made it or failed to."""
    keys = {_key(row.pk): row.pk for row in certificates}
    return {keys[job.dedupe_key]: job for job in Job.objects.filter(dedupe_key__in=keys).order_by("pk")}


def make_file(*, certificate: Certificate, progress: Progress) -> Certificate:
    """Its PDF, made now unless it is there. Raises Refused certificate_not_made."""
    if certificate.file_id:
        return certificate
    try:
        pdf = document.render(certificate.data, progress=progress)
    except NotMade as reason:
        # Trying again would end the same way: the job fails at once and says why.
        raise Refused(
            "certificate_not_made", _("The file could not be made. %(reason)s") % {"reason": reason}
        ) from reason
    with transaction.atomic():
        row = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
        if row.file_id:  # another worker was as far: its file has the same bytes
            return row
        name = clean_name(f"{row.number.replace('/', '-')}.pdf")
        row.file = store(kind=CERTIFICATE, name=name, content=pdf.content, allow={"pdf"}, by=None)
        row.save(update_fields=["file"])
        record(
            action="trainings.certificate.made",
            about=row,
            by=None,
            after={"sha256": row.file.sha256, "pages": pdf.pages},
        )
    return row


def _key(pk: int) -> str:
    return f"{CERTIFY}:{pk}"

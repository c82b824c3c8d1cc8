"""What partnerships keep for a time only."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kernel.time import now
from partnerships.models import UPLOAD_KEPT, PendingUpload
from partnerships.services.versions import erase_uploads
from retention.choices import Unit
from retention.registry import Length, Matter


def matters() -> Iterable[Matter]:
    """For the register of what is kept for a time."""
    yield Matter(
        code="partnerships.uploads",
        label=_("Uploads that came second"),
        counted_from=_("the day of the upload; of one that was thrown away, the day after"),
        fate=_("The file that never became a version of a document."),
        default=Length(UPLOAD_KEPT.days, Unit.DAYS),
        bounds=range(UPLOAD_KEPT.days, UPLOAD_KEPT.days + 1),
        due=lambda _cut: PendingUpload.objects.over(now()),
        erase=erase_uploads,
        by_project=False,
    )

"""Who may download a file of a partnership: whoever may read the version it is, or uploaded it and it still waits."""

from __future__ import annotations

from accounts.permissions import Visitor
from files.models import StoredFile
from partnerships.models import DocumentVersion, PendingUpload

DOCUMENT = "partnerships.document"


def may_read(user: Visitor, file: StoredFile) -> bool:
    """The gate of `partnerships.document`."""
    return (
        DocumentVersion.objects.visible_to(user).filter(file=file).exists()
        or PendingUpload.objects.visible_to(user).waiting().filter(file=file).exists()
    )

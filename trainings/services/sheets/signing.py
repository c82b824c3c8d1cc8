"""The list comes back with signatures."""

from __future__ import annotations

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from audit.services import record
from files.services import store
from kernel.errors import Refused
from trainings.choices import EditionState, SheetState
from trainings.gates import SHEET
from trainings.models import AttendanceSheet, SignedScan
from trainings.permissions import can_record
from trainings.services.attendance.recording import lock_session
from trainings.services.sheets.making import require_in_use

SCANS = {"pdf", "jpg", "png"}
"""What a scanner or a telephone makes."""


@transaction.atomic
def upload_scan(*, sheet: AttendanceSheet, upload: File[bytes], page: int = 1, by: User) -> SignedScan:
    """Keep a signed page; a PDF may hold all pages at once. The same file for the same page is the same scan.

    Raises Refused cannot_record (403), sheet_superseded, edition_settled, sheet_verified, session_not_started,
    page_unknown, and those of `store`.
    """
    session, at = lock_session(sheet.session)
    can_record(by, session).require()
    sheet = AttendanceSheet.objects.get(pk=sheet.pk)
    require_in_use(sheet)
    if session.edition.state == EditionState.SETTLED:
        raise Refused("edition_settled", _("This training is settled: an administrator opens it again."))
    if sheet.state == SheetState.VERIFIED:
        raise Refused("sheet_verified", _("This list is verified already: it takes no more scans."))
    if not session.has_started(at):
        raise Refused("session_not_started", _("The list is signed at the session, which has not begun."))
    if not 1 <= page <= max(sheet.pages, 1):
        pages = max(sheet.pages, 1)
        text = ngettext("The list has %(pages)s page.", "The list has %(pages)s pages.", pages) % {"pages": pages}
        raise Refused("page_unknown", text, field="page")
    file = store(content=upload, name=upload.name or "", kind=SHEET, by=by, allow=SCANS)
    known = sheet.scans.filter(page=page, file__sha256=file.sha256).first()
    if known:
        return known
    scan = SignedScan.objects.create(sheet=sheet, page=page, file=file, uploaded_by=by, uploaded_at=at)
    sheet.state = SheetState.UPLOADED
    sheet.save(update_fields=["state"])
    record(
        action="trainings.sheet.scan_uploaded",
        about=sheet,
        by=by,
        after={"page": page, "sha256": file.sha256, "number": sheet.number},
    )
    return scan

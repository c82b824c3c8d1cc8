"""Lists on paper: made of the roster, printed, signed, scanned, compared person by person."""

from trainings.services.sheets.making import make_sheet, mark_printed, order_sheet, supersede_changed
from trainings.services.sheets.signing import upload_scan
from trainings.services.sheets.verifying import decide_dispute, verify_sheet

__all__ = [
    "decide_dispute",
    "make_sheet",
    "mark_printed",
    "order_sheet",
    "supersede_changed",
    "upload_scan",
    "verify_sheet",
]

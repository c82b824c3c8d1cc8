"""The pages of reports: writing one, looking behind its figures, submitting it, verifying it."""

from reports.views.figures import figure
from reports.views.reports import narrative, report, report_open, reports
from reports.views.submission import report_files, report_files_order, report_submit, snapshot
from reports.views.verification import verify

__all__ = [
    "figure",
    "narrative",
    "report",
    "report_files",
    "report_files_order",
    "report_open",
    "report_submit",
    "reports",
    "snapshot",
    "verify",
]

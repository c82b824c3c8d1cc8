"""What happens to a report: opened, written, submitted once, rendered, verified by anybody."""

from reports.services.artifacts import Order, files_of, make_artifact, order_artifacts
from reports.services.content import content_of, figures_of
from reports.services.differences import Difference, difference
from reports.services.submission import submit_report
from reports.services.verification import Verified, verify, verify_file
from reports.services.writing import change_narrative, open_report

__all__ = [
    "Difference",
    "Order",
    "Verified",
    "change_narrative",
    "content_of",
    "difference",
    "figures_of",
    "files_of",
    "make_artifact",
    "open_report",
    "order_artifacts",
    "submit_report",
    "verify",
    "verify_file",
]

"""What happens to assignments and consultations."""

from advisory.services.assignments import assign_advisor, change_budget, end_assignment, settle_assignments
from advisory.services.consultations import change_consultation, log_consultation, submit, withdraw
from advisory.services.decisions import accept, query

__all__ = [
    "accept",
    "assign_advisor",
    "change_budget",
    "change_consultation",
    "end_assignment",
    "log_consultation",
    "query",
    "settle_assignments",
    "submit",
    "withdraw",
]

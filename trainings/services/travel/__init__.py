"""Journeys that are paid back: claimed by the person, decided by the organiser, paid by somebody else."""

from trainings.services.travel.accounts import account_of, read_account
from trainings.services.travel.claims import begin, submit, withdraw
from trainings.services.travel.deciding import approve, pay, reject, send_back
from trainings.services.travel.lines import add_line, attach_receipt, change_line, remove_line

__all__ = [
    "account_of",
    "add_line",
    "approve",
    "attach_receipt",
    "begin",
    "change_line",
    "pay",
    "read_account",
    "reject",
    "remove_line",
    "send_back",
    "submit",
    "withdraw",
]

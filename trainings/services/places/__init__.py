"""The only place where a place changes hands.

Each service locks the edition's row, reads the clock after that, and counts the seats afresh; no counter is stored.
Whoever comes first also finishes what the clock ended: expired offers lapse and the next people are asked, so that
nothing depends on the sweep being on time.
"""

from trainings.services.places.account import Account
from trainings.services.places.approvals import approve, approve_several, decline, decline_several
from trainings.services.places.clock import lapse_due
from trainings.services.places.door import walk_in
from trainings.services.places.exchange import substitute, transfer
from trainings.services.places.forecast import forecast
from trainings.services.places.organisers import (
    allocate,
    ask_the_next,
    cancel,
    cancel_everyone,
    change_capacity,
    close_list,
    follow_mode,
    promote,
)
from trainings.services.places.people import (
    Nominee,
    accept_offer,
    change_kind,
    decline_offer,
    enrol,
    nominate,
    not_eligible,
    withdraw,
)
from trainings.services.places.selection import Verdict, open_batch, sign, write_verdicts
from trainings.services.places.several import act_on_several

__all__ = [
    "Account",
    "Nominee",
    "Verdict",
    "accept_offer",
    "act_on_several",
    "allocate",
    "approve",
    "approve_several",
    "ask_the_next",
    "cancel",
    "cancel_everyone",
    "change_capacity",
    "change_kind",
    "close_list",
    "decline",
    "decline_offer",
    "decline_several",
    "enrol",
    "follow_mode",
    "forecast",
    "lapse_due",
    "nominate",
    "not_eligible",
    "open_batch",
    "promote",
    "sign",
    "substitute",
    "transfer",
    "walk_in",
    "withdraw",
    "write_verdicts",
]

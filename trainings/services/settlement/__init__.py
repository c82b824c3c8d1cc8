"""From the last session to a settled training: sessions verified, outcomes written, corrected, opened again."""

from trainings.services.settlement.closing import complete, reopen, settle
from trainings.services.settlement.outcomes import correct_minutes, correct_outcome
from trainings.services.settlement.sessions import hold_session, unverify_session, verify_session

__all__ = [
    "complete",
    "correct_minutes",
    "correct_outcome",
    "hold_session",
    "reopen",
    "settle",
    "unverify_session",
    "verify_session",
]

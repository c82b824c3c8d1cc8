"""The lists of trainings: states, and from which one may pass to which."""

from trainings.choices.attendance import (
    AttendanceSource,
    AttendanceStatus,
    ScanDirection,
    ScanRefusal,
    ScanResult,
    SheetState,
)
from trainings.choices.certificates import CertificateKind, CertificateState
from trainings.choices.decisions import OFFICES, ApprovalState, BatchState, Choice
from trainings.choices.editions import EditionStanding, EditionState, Mode, PlaceKind, Selection, SessionState, Steps
from trainings.choices.evaluation import TESTS, QuestionKind, SurveyKind
from trainings.choices.needs import NeedKind
from trainings.choices.places import (
    ACTIVE_STATES,
    ASKED_STATES,
    FINAL_STATES,
    NEXT_STATES,
    SEATED_STATES,
    SEATLESS_STATES,
    Act,
    ActingAs,
    Cause,
    EnrolmentState,
    Group,
    OfferState,
    Outcome,
    Source,
)
from trainings.choices.texts import DEMANDED, ConsentAnswer, ConsentHow, LegalKind

__all__ = [
    "ACTIVE_STATES",
    "ASKED_STATES",
    "DEMANDED",
    "FINAL_STATES",
    "NEXT_STATES",
    "OFFICES",
    "SEATED_STATES",
    "SEATLESS_STATES",
    "TESTS",
    "Act",
    "ActingAs",
    "ApprovalState",
    "AttendanceSource",
    "AttendanceStatus",
    "BatchState",
    "Cause",
    "CertificateKind",
    "CertificateState",
    "Choice",
    "ConsentAnswer",
    "ConsentHow",
    "EditionStanding",
    "EditionState",
    "EnrolmentState",
    "Group",
    "LegalKind",
    "Mode",
    "NeedKind",
    "OfferState",
    "Outcome",
    "PlaceKind",
    "QuestionKind",
    "ScanDirection",
    "ScanRefusal",
    "ScanResult",
    "Selection",
    "SessionState",
    "SheetState",
    "Source",
    "Steps",
    "SurveyKind",
]

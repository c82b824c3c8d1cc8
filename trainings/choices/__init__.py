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
from trainings.choices.editions import EditionState, Mode, PlaceKind, Selection, SessionState, Steps
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
from trainings.choices.travel import (
    AWAITED_STATES,
    NEXT_TRAVEL_STATES,
    PAYABLE_STATES,
    WRITABLE_STATES,
    TravelKind,
    TravelState,
)

__all__ = [
    "ACTIVE_STATES",
    "ASKED_STATES",
    "AWAITED_STATES",
    "DEMANDED",
    "FINAL_STATES",
    "NEXT_STATES",
    "NEXT_TRAVEL_STATES",
    "OFFICES",
    "PAYABLE_STATES",
    "SEATED_STATES",
    "SEATLESS_STATES",
    "TESTS",
    "WRITABLE_STATES",
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
    "TravelKind",
    "TravelState",
]

"""How lists of trainings may be narrowed."""

from trainings.filters.attendance import AttendanceFilter, LoginReportFilter, RecordFilter, SheetFilter
from trainings.filters.certificates import CertificateFilter, EditionCertificateFilter, MyCertificateFilter
from trainings.filters.courses import CourseFilter
from trainings.filters.decisions import ApprovalFilter, DecisionFilter, SelectionFilter
from trainings.filters.editions import AllocationFilter, CatalogueFilter, EditionFilter, ProgrammeFilter
from trainings.filters.evaluation import CourseQuestionnaireFilter, QuestionnaireFilter, SurveyFilter
from trainings.filters.exports import ExportFilter
from trainings.filters.materials import EditionMaterialFilter, MaterialFilter
from trainings.filters.needs import NeedFilter
from trainings.filters.outbox import OutboxFilter
from trainings.filters.people import DuplicateFilter
from trainings.filters.places import EnrolmentFilter, MyEnrolmentFilter, RosterFilter, SettledFilter, TrainedFilter
from trainings.filters.sessions import MySessionFilter, SessionFilter, TaughtFilter
from trainings.filters.texts import AnswerFilter, ConsentFilter, LegalTextFilter, LegalTextVersionFilter
from trainings.filters.travel import TravelClaimFilter

__all__ = [
    "AllocationFilter",
    "AnswerFilter",
    "ApprovalFilter",
    "AttendanceFilter",
    "CatalogueFilter",
    "CertificateFilter",
    "ConsentFilter",
    "CourseFilter",
    "CourseQuestionnaireFilter",
    "DecisionFilter",
    "DuplicateFilter",
    "EditionCertificateFilter",
    "EditionFilter",
    "EditionMaterialFilter",
    "EnrolmentFilter",
    "ExportFilter",
    "LegalTextFilter",
    "LegalTextVersionFilter",
    "LoginReportFilter",
    "MaterialFilter",
    "MyCertificateFilter",
    "MyEnrolmentFilter",
    "MySessionFilter",
    "NeedFilter",
    "OutboxFilter",
    "ProgrammeFilter",
    "QuestionnaireFilter",
    "RecordFilter",
    "RosterFilter",
    "SelectionFilter",
    "SessionFilter",
    "SettledFilter",
    "SheetFilter",
    "SurveyFilter",
    "TaughtFilter",
    "TrainedFilter",
    "TravelClaimFilter",
]
